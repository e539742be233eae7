"""Releases proven later: every promise of `pressmark verify`."""
