"""A release that many machines make: its parts, put together, are what one machine makes."""
