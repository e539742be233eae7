"""Which rules a release is written by: they are decided once, and an old release keeps its own.

The first format has no property that says so; 1 is what it is called. From the second on
`pressmark:format` says it. What is written from a package that is no release has the newest.
"""

from pressmark.package.own import FORMAT, STORAGE
from pressmark.package.package import Descriptor, Package

FIRST, NEWEST = 1, 2


def find_release_format(package: Package) -> int:
    """Give the format in which a package is written: its own if it is a release, else the newest.

    So a release of any format, read and written again, gives its own bytes.
    """
    told = FORMAT.of(package.descriptor)
    if told is not None:
        return told
    return FIRST if is_released(package.descriptor) and not package.attachments else NEWEST


def is_released(descriptor: Descriptor) -> bool:
    """Whether a descriptor is that of a release, of whatever format."""
    if FORMAT.is_in(descriptor):
        return True
    schemas = (each.table_schema for each in descriptor.resources)
    fields = [field for schema in schemas if schema for field in schema.fields]
    # Every release says how each field is stored, and nobody else does; the first format held
    # tables alone.
    return bool(fields) and all(map(STORAGE.is_in, fields))
