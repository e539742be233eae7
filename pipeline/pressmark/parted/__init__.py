"""A release made by many machines: its tables cut into parts, with the digests of one machine."""
