"""Templates that were compiled once in this process, whichever app asks for them.

Each app has a jinja environment of its own, and would compile every page again at its first
reader: a quarter of a second for the page of a record, whenever a running server follows a release.
"""

from types import CodeType

import jinja2
from jinja2.bccache import Bucket


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the code of each template, by its name and file, until its source is another."""

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if it was compiled of the same source."""
        checksum, code = self.kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self.kept[bucket.key] = (bucket.checksum, bucket.code)


COMPILED = CompiledTemplates()
