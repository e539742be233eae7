"""Files that the site hands out."""
