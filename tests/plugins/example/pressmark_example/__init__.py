"""A plug-in for Pressmark: a rule, a format and a page, one module each."""
