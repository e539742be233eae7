"""Tests of `publish/`."""
