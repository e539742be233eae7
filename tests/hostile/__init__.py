"""Packages made to break a judge: each is answered with findings or exit 2, within bounds."""
