"""Packages that others published, judged, built, served and compared: `make check-publishers`."""
