"""What was seen of a descriptor while it was read: slips, faults, and parts read from copies."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Misspelt:
    """A property in a wrong place: where it stands, what is wrong, what was probably meant.

    It is passed over, unless it is `used` as if it stood where it belongs.
    `place` is the file, `where` the path of its part in it. `meant` is the right property where one
    is near, and `belongs` the part that it belongs to where that is another; `right` says what to
    do where none is. `table` and `field` are those that it is about.
    """

    place: str
    where: str
    name: str
    wrong: str
    meant: str | None = None
    belongs: str | None = None
    right: str = ""
    table: str | None = None
    field: str | None = None
    used: bool = False

    @property
    def path(self) -> str:
        """Where the property stands: `resources[0].schema.fields[2].typ`."""
        return f"{self.where}{self.name}"


@dataclass(frozen=True)
class CopiedPart:
    """The schema or dialect of a table that a descriptor names by address.

    `sha256` is that of the copy that was read, in hexadecimal, None where there is none: then the
    records cannot be judged. So it is where `address` is the path of a file that is not there.
    """

    table: str
    part: str
    address: str
    sha256: str | None


@dataclass(frozen=True)
class Unusable:
    """A property that the standard does not allow as it is written, and that is not used.

    `place` is the file, `path` the property's path in it, `value` what is written there as JSON;
    `wrong` ends a sentence that begins with the path, `right` says what to do. `table` and `field`
    are those that it is about.
    """

    place: str
    path: str
    value: str
    wrong: str
    right: str
    table: str | None = None
    field: str | None = None
