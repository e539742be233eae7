"""Our judge against frictionless, on packages that nobody wrote."""
