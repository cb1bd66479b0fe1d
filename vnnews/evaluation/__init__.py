"""Measuring against gold annotation: one module per kind of span, all printing the same table."""
