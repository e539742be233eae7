"""A table file that nobody described → a draft of its schema: types, keys, reasons and doubts."""
