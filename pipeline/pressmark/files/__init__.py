"""Bytes that are whole or not there."""
