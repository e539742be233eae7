"""A release and its changes → the next release."""
