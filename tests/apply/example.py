"""The example of docs/reference/changes.md: two releases, and what changed between them."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pressmark.compare import compare, write_changes_csv
from pressmark.engine.connection import Engine
from pressmark.package import Package
from tests.apply.made import released_from
from tests.packages import field, fields, write_package

OLD = {
    "things": (
        fields(field("key"), field("size", "integer"), field("note"), primaryKey="key"),
        'key,size,note\na,1,"red, or so"\nb,2,\nc,3,\n',
    ),
    "visits": (fields(field("who"), field("day")), "who,day\nann,wed\nann,wed\nbob,mon\neve,fri\n"),
}
NEW = {
    "things": (
        fields(
            field("key"),
            field("height", "integer", **{"pressmark:formerly": "size"}),
            field("colour"),
            field("note"),
            primaryKey="key",
        ),
        "key,height,colour,note\na,1,red,\nb,20,,\nd,4,blue,\n",
    ),
    "visits": (fields(field("day"), field("who")), "day,who\nfri,eve\nmon,bob\nwed,ann\n"),
}


def releases(folder: Path) -> tuple[Package, Package]:
    """Write both releases into a folder."""
    packages = []
    for name, version, tables in (("old", "1.0.0", OLD), ("new", "2.0.0", NEW)):
        (folder / f"{name}-authored").mkdir()
        path = write_package(folder / f"{name}-authored", tables, version=version)
        packages.append(released_from(path, folder / name))
    return packages[0], packages[1]


def changes(folder: Path) -> str:
    """Give the changes between both."""
    with Engine() as engine:
        return "".join(write_changes_csv(compare(*releases(folder), engine), engine))


def written() -> Iterator[str]:
    """Write the older files, the changes and the newer files as blocks of a page."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = changes(folder)
        for title, side in (("older", "old"), ("newer", "new")):
            for table in sorted(OLD):
                data = (folder / side / "data" / f"{table}.csv").read_text("utf-8")
                yield from ("", f"`data/{table}.csv` of the {title} release:", "")
                yield from ("```text", *data.splitlines(), "```")
        yield from ("", "`changes.csv` of the newer release:", "", "```text")
        yield from (*text.splitlines(), "```", "")
