"""Many machines: the judge of one, run where the cells are."""
