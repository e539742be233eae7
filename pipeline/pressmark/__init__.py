"""Pressmark: source records in, a judged, versioned, provable release out."""

__version__ = "0.1.0"
