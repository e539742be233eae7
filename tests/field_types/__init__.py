"""Tests of `field_types/`."""
