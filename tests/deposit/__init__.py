"""Tests of `deposit/`."""
