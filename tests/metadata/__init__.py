"""Tests of citations and catalogue metadata."""
