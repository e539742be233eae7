"""Tests of `validate/`."""
