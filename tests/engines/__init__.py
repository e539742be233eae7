"""The judge of one machine on many: the same report, byte for byte."""
