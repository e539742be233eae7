"""The report's renderings, each against texts written out in the test."""
