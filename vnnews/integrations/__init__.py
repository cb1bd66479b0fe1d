"""vnnews in the hands of its users: spaCy, Arrow, pandas, Polars, Parquet, DuckDB, web pages, annotation tools.

Each module imports the library that it is for; nothing here is imported before it is asked for.
"""
