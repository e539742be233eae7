"""Charts: where places are drawn, that nothing lies on anything, and what SVG is left."""
