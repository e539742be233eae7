"""How fast `pressmark validate` is, beside others, on files made here; run by `make bench`."""
