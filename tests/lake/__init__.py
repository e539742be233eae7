"""All releases as one frozen DuckLake."""
