"""Tests of `formats/`."""
