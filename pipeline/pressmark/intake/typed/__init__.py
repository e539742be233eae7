"""Table files that are not text."""
