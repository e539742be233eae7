"""Records taken out of published releases by law, with tombstones in their places."""
