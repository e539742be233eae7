"""What `export --lake` says of the lake that it wrote."""

from typing import TYPE_CHECKING

from pressmark.cli.talk import say

if TYPE_CHECKING:
    from pressmark.export import Lake

ALIKE = "two of its fields differ in case alone, and readers of a lake take them for one"
NO_BASE = "and names no address: readers say DATA_PATH; --base ADDRESS would spare them that"


def tell_lake(lake: "Lake") -> None:
    """Say what the lake holds, what of it is withdrawn, and what readers have to know."""
    from pressmark.lake import CATALOGUE
    from pressmark.words import phrase_count

    for each in lake.members:
        if each.release.withdrawn:
            say(f"snapshot {each.number}, version {each.release.version}, was withdrawn")
        for table in each.left_out:
            say(f"{table!r} of version {each.release.version} is left out: {ALIKE}")
    held = phrase_count(len(lake.members), "release")
    where = f"with its files under {lake.base}/" if lake.base else NO_BASE
    say(f"{CATALOGUE} holds {held}, {where}")


def describe_lake(lake: "Lake") -> dict[str, object]:
    """Describe a lake as JSON: where its files are, and the snapshot of each release."""
    from pressmark.lake import CATALOGUE

    snapshots = [
        {
            "snapshot": each.number,
            "version": each.release.version,
            "withdrawn": each.release.withdrawn,
            "left_out": list(each.left_out),
        }
        for each in lake.members
    ]
    base = str(lake.base) if lake.base else None
    return {"catalogue": CATALOGUE, "base": base, "releases": snapshots}
