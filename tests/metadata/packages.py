"""Packages whose citations and metadata are known: all is said of one, next to nothing of another.

The golden files are what they must be, and what `make check-catalogue` judges. After a change that
is meant, `python -m tests.metadata.packages` writes them again.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from pressmark.files.manifest import MANIFEST
from pressmark.releases.build import build
from tests.packages import field, fields, read, write_package

GOLDEN = Path(__file__).parent / "golden"
TITLE = 'Odd {braces} & "quotes", 50% <b></script> \\ $x^2_#~ — שלום café\n  on two lines'
ONE_LINE = 'Odd {braces} & "quotes", 50% <b></script> \\ $x^2_#~ — שלום café on two lines'

PLACES = fields(
    field("code", description="The place's code"),
    field("name", title="Name"),
    field("part_of"),
    field("people", "integer"),
    field("since", "date"),
    field("share in %", "number"),
    primaryKey=["code"],
    foreignKeys=[{"fields": ["part_of"], "reference": {"fields": ["code"]}}],
)
PLACES_TEXT = (
    "code,name,part_of,people,since,share in %\n"
    'a,"Ah, ""the"" place",,12,2020-01-31,0.5\n'
    "b,Été,a,,,\n"
)
MEMBERS = fields(
    field("place"),
    field("kind"),
    field("active", "boolean"),
    primaryKey=["place", "kind"],
    foreignKeys=[{"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}}],
)
MEMBERS_TEXT = 'place,kind,active\na,"x,y",true\nb,z/ü,false\n'

CASES: dict[str, tuple[dict[str, tuple[dict[str, Any], str]], dict[str, Any]]] = {
    "everything": (
        {"places": (PLACES, PLACES_TEXT), "members": (MEMBERS, MEMBERS_TEXT)},
        {
            "name": "everything",
            "title": TITLE,
            "description": 'What it is: a "test" <of> all.\n\nSecond paragraph & last.',
            "version": "2.1.0",
            "created": "2026-03-04T23:30:00-05:00",
            "homepage": "https://forge.example/data",
            "pressmark:site": "https://example.org/data/",
            "pressmark:doi": "https://doi.org/10.5555/example.2",
            "pressmark:conceptDoi": "10.5555/example",
            "licenses": [
                {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
            ],
            "keywords": ["one", "two & three", "one"],
            "contributors": [
                {
                    "title": "Dr Ada King",
                    "givenName": "Ada",
                    "familyName": "King",
                    "roles": ["creator"],
                    "organization": "Analytical & Sons",
                    "path": "https://orcid.org/0000-0002-1825-0097",
                },
                {"organization": "Fish, Chips and Sons", "roles": ["author"]},
                {"title": "Collective {of} names", "roles": ["Creator"]},
                {"title": "The House", "roles": ["publisher"]},
                {"title": "A reader", "roles": ["contributor"]},
            ],
        },
    ),
    "address": (
        {"places": (PLACES, PLACES_TEXT)},
        {
            "name": "address",
            "title": "Places",
            "description": "Where people live.",
            "created": "2026-03-04T00:00:00Z",
            "homepage": "https://example.org/about",
            "pressmark:site": "https://example.org/places",
            "licenses": [{"name": "cc0-1.0"}, {"name": "house-rules", "title": "House rules"}],
            "contributors": [{"title": "Somebody"}, {"title": "A printer", "roles": ["publisher"]}],
        },
    ),
    "nothing": ({"places": (PLACES, PLACES_TEXT)}, {"name": "nothing", "version": None}),
}
"""Each package's tables (schema and CSV) and the properties of its descriptor."""


def build_case(name: str, folder: Path) -> Path:
    """Build one of the packages; give the folder of what was built."""
    tables, properties = CASES[name]
    said = {key: value for key, value in properties.items() if value is not None}
    (folder / "source").mkdir(parents=True)
    path = write_package(folder / "source", tables, **said)
    if properties.get("version", "") is None:
        path.write_text(path.read_text("utf-8").replace('"version": "1.0.0", ', ""), "utf-8")
    report = build(read(path), folder / "built")
    assert report.valid, report.findings
    return folder / "built"


def package_files(built: Path) -> dict[str, str]:
    """Read the files of a built package that its manifest lists."""
    lines = (built / MANIFEST).read_text("utf-8").splitlines()
    names = sorted(line.partition("  ")[2] for line in lines)
    return {name: (built / name).read_bytes().decode() for name in names}


def rewrite() -> None:
    """Write every golden file again."""
    for name in CASES:
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
        with tempfile.TemporaryDirectory() as folder:
            for path, text in package_files(build_case(name, Path(folder))).items():
                (GOLDEN / name / path).parent.mkdir(parents=True, exist_ok=True)
                (GOLDEN / name / path).write_bytes(text.encode())


if __name__ == "__main__":
    rewrite()
