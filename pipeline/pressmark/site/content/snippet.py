"""Lines to copy: a table of a release read by other programs, and its files checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressmark import sql
from pressmark.formats import DUCKDB, ZIP
from pressmark.formats.loading import read_loading
from pressmark.formats.programs import PROGRAMS
from pressmark.package import Table
from pressmark.site.downloads.served_release import ServedFile, ServedRelease


@dataclass(frozen=True)
class Snippet:
    """A few lines for one program, ready to be run as they stand."""

    program: str
    help: str
    text: str


@dataclass(frozen=True)
class Given:
    """What snippets are made of: a table, its file, and the address of that file."""

    release: ServedRelease
    table: Table
    file: ServedFile
    address: str

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.file.path.name


def write_snippets(release: ServedRelease, origin: str) -> tuple[Snippet, ...]:
    """Write every snippet for the first table that is one CSV file; `origin` begins its address."""
    for table in release.package.tables:
        file = release.table_file(table.name)
        if file:
            given = Given(release, table, file, origin + release.file_address(file))
            return tuple(
                Snippet(program, words, text)
                for program, words, write in SNIPPETS
                if (text := write(given))
            )
    return ()


def render_curl(given: Given) -> str:
    """Download a file and hold it against its digest."""
    return (
        f"curl -f -o {given.name} '{given.address}'\n"
        f"echo '{given.file.sha256}  {given.name}' | sha256sum --check\n"
    )


def write_python(given: Given) -> str:
    """Read a table with nothing but Python."""
    return (
        "import csv, io, urllib.request\n\n"
        f'address = "{given.address}"\n'
        "with urllib.request.urlopen(address) as answer:\n"
        '    text = io.TextIOWrapper(answer, encoding="utf-8", newline="")\n'
        "    records = list(csv.DictReader(text))\n"
        "print(len(records))\n"
    )


def make_loading(name: str, count: str) -> Callable[[Given], str]:
    """Give what loads a table with a program, every column of its type, and counts its records."""
    program = next(each for each in PROGRAMS if each.name == name)

    def write(given: Given) -> str:
        lines = program.load(read_loading(given.table.schema, "records", given.address))
        return f"{program.begin}\n{lines}{count}\n"

    return write


def render_duckdb(given: Given) -> str:
    """Ask the DuckDB file, once it is downloaded; nothing where the release has none."""
    name = DUCKDB.path(given.release.package)
    if given.release.file(name) is None:
        return ""
    return (
        f"attach {sql.quote_text(name)} as release (read_only);\n"
        f"select count(*) from release.{sql.quote(given.table.name)};\n"
    )


SNIPPETS: tuple[tuple[str, str, Callable[[Given], str]], ...] = (
    ("curl", "One table, downloaded and checked against its digest.", render_curl),
    ("Python", "One table as a list of records; needs nothing but Python.", write_python),
    (
        "pandas",
        "One table as a data frame, every column of its type.",
        make_loading("pandas", "print(len(records))"),
    ),
    (
        "R",
        "One table as a data frame, every column of its type.",
        make_loading("R", "nrow(records)"),
    ),
    (
        "DuckDB",
        "One table of the DuckDB file, downloaded from the list of files above.",
        render_duckdb,
    ),
)
"""Each program, what its lines do, and how they are written; an empty text is left out."""


def write_checks(release: ServedRelease, origin: str) -> Iterator[Snippet]:
    """Write how to check a release: with pressmark, and with nothing but sha256sum."""
    if release.days:
        yield Snippet(
            "pressmark",
            "In a checkout of the project: every digest, every derived file made again.",
            f"pressmark verify {release.version}\n",
        )
    archive = release.file(ZIP.path(release.package))
    if archive and release.file("manifest-sha256.txt"):
        yield Snippet(
            "sha256sum",
            "The archive, unpacked, against the list of files that it brings.",
            f"curl -f -o {archive.path.name} '{origin}{release.file_address(archive)}'\n"
            f"python3 -m zipfile -e {archive.path.name} release\n"
            "cd release && sha256sum --check manifest-sha256.txt\n",
        )
