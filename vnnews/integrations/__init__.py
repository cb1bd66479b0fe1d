"""Thin layers over the objects for the tools that people use; each imports what it needs, and only then."""
