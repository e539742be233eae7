"""Between a request and the site: what may come in, what every answer carries, how many at once."""
