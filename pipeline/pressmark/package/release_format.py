"""Which rules a release is written by: they are decided once, and an old release keeps its own.

The first format has no property that says so; 1 is what it is called. From the second on
`pressmark:format` says it. What is written from a package that is no release has the newest.
"""

from pressmark.package.own import FORMAT, STORAGE
from pressmark.package.package import Package

FIRST, NEWEST = 1, 2


def release_format(package: Package) -> int:
    """Give the format in which a package is written: its own if it is a release, else the newest.

    So a release of any format, read and written again, gives its own bytes.
    """
    told = FORMAT.of(package.descriptor)
    if told is not None:
        return told
    fields = [field for table in package.tables for field in table.schema.fields]
    # Every release says how each field is stored, and nobody else does; the first format held
    # tables alone.
    stored = fields and all(map(STORAGE.is_in, fields)) and not package.attachments
    return FIRST if stored else NEWEST
