"""Tests of the room that reads table files."""
