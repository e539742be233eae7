"""The site, visited over HTTP and in a browser."""
