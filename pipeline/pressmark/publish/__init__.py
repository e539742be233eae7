"""A release is published once, whole, with its promises."""
