"""Datasette over the releases: its databases and lanes, and what its pages are made of."""
