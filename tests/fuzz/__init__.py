"""Descriptors and tables mutated byte by byte, towards code that none has reached before."""
