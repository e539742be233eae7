"""Files that nobody described, judged."""
