"""A release and a file of changes → the data files of the release that came after it, or nothing.

What stands in the file is told in docs/reference/changes.md. The older release is proven against
the digests that the file names, and so is what is made of the two.
"""

from pressmark.apply.applying import Applied, apply

__all__ = ["Applied", "apply"]
