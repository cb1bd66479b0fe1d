"""Names by a small transformer: pieces, windows with context, the network (to train) and its ONNX form (to run)."""
