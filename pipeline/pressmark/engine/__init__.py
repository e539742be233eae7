"""The only room that opens DuckDB, and the typed tables in it."""
