"""Tests of `compare/`."""
