"""The process that asks strangers' SQL."""
