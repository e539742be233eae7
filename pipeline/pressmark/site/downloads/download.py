"""Downloads: the files of a release with length, ranges, and their digest as strong validator."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.staticfiles import NotModifiedResponse
from starlette.types import Receive, Scope, Send

from pressmark.formats import Format, choose_formats, list_formats
from pressmark.metadata.media_types import find_media_type
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.site.downloads.spreadsheet import read_safely
from pressmark.site.request import SUFFIX

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
PLAIN = "text/plain; charset=utf-8"
CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"
PARQUET = "application/vnd.apache.parquet"
OTHER = "application/octet-stream"
ONE_RANGE = r"\s*(?:\d{1,18}-\d{0,18}|-\d{1,18})\s*"
RANGES = re.compile(f"bytes={ONE_RANGE}(?:,{ONE_RANGE})*", re.ASCII)


@dataclass(frozen=True)
class FileKind:
    """What files with such a name are: media type, words for readers, whether browsers save it.

    `whole` says that such a file holds all there is, so that one is enough for a reader.
    """

    pattern: str
    media_type: str
    words: str
    saved: bool = False
    whole: bool = False

    @classmethod
    def of(cls, each: Format) -> "FileKind":
        """Tell what the files of a format are; a browser is told of text that it is UTF-8."""
        text = each.media_type.startswith("text/")
        media_type = f"{each.media_type}; charset=utf-8" if text else each.media_type
        return cls(each.pattern, media_type, each.title, saved=True, whole=each.whole)


DESCRIPTION = FileKind("datapackage.json", JSON, "Description of tables and columns")
OTHERS = (
    FileKind("codebook.md", MARKDOWN, "Codebook: what every column means, and how to load it"),
    FileKind("codebook.csv", CSV, "Codebook for programs, CSV", saved=True),
    FileKind("CHANGES.md", MARKDOWN, "What changed"),
    FileKind("report.html", HTML, "Validation report"),
    FileKind("report.json", JSON, "Validation report, JSON"),
    FileKind("changes.csv", CSV, "Every changed value, CSV", saved=True),
    FileKind("changes.parquet", PARQUET, "Every changed value, Parquet", saved=True),
    FileKind("statistics.json", JSON, "What every field holds, counted, JSON"),
    FileKind("withdrawn.csv", CSV, "Records withdrawn, CSV", saved=True),
    FileKind("*.csv", CSV, "Table, CSV", saved=True),
    FileKind("queries/*.sql", PLAIN, "Question, SQL"),
    FileKind("views/*.sql", PLAIN, "Tables put together, SQL"),
    FileKind("rules/*.sql", PLAIN, "Check of the data, SQL"),
    FileKind("*-sha256.txt", PLAIN, "List of files and digests"),
    FileKind("citation.txt", PLAIN, "Citation"),
    FileKind("*.cff", PLAIN, "Citation, CFF"),
    FileKind("*.bib", "application/x-bibtex; charset=utf-8", "Citation, BibTeX"),
    FileKind("*.ris", "application/x-research-info-systems", "Citation, RIS"),
    FileKind("citation.json", "application/vnd.citationstyles.csl+json", "Citation, CSL-JSON"),
    FileKind("datacite.json", "application/vnd.datacite.datacite+json", "Metadata, DataCite"),
    FileKind("croissant.json", "application/ld+json", "Metadata, Croissant"),
    FileKind("schema-org.jsonld", "application/ld+json", "Metadata, schema.org"),
    FileKind("dcat.jsonld", "application/ld+json", "Metadata, DCAT"),
    FileKind("provenance.json", JSON, "How the files were made, JSON"),
    FileKind("*.jsonld", "application/ld+json", "Metadata, JSON-LD"),
    FileKind("*.json", JSON, "Metadata, JSON"),
    FileKind("*.md", MARKDOWN, "Text"),
    FileKind("*.html", HTML, "Text"),
    FileKind("*.sql", PLAIN, "SQL"),
    FileKind("*.txt", PLAIN, "Text"),
    FileKind("verify.py", PLAIN, "Program that checks the release, for python3"),
    FileKind("*.py", PLAIN, "Program"),
    FileKind("*.sig", PLAIN, "Signature of the list of files"),
    FileKind("*", OTHER, "File", saved=True),
)
"""Kinds of files that are no format's; the last fits every name."""


BESIDE = "Beside the tables, as the publisher wrote it"
"""What files are called of resources that no schema describes."""
PLAIN_WORD = re.compile(r"[A-Za-z0-9_-]+")
FEW = 2
"""Kinds of at most so many files get no fold of their own in a list."""


def list_kinds() -> tuple[FileKind, ...]:
    """Give every kind; the first whose pattern fits a name counts. Readers see this order."""
    return list_kinds_with(list_formats())


@cache
def list_kinds_with(formats: tuple[Format, ...]) -> tuple[FileKind, ...]:
    """Give every kind where there are these formats: all tables in one file, then one a file."""
    whole = (FileKind.of(each) for each in formats if each.whole)
    single = (FileKind.of(each) for each in formats if not each.whole)
    return (*whole, DESCRIPTION, *single, *OTHERS)


def find_kind(file: ServedFile) -> FileKind:
    """Tell what a file is by its name; one of a publisher's own is saved, and never shown."""
    if file.resource is None:
        return find_kind_named(file.name)
    kind = find_media_type(file.name)
    encoding = file.resource.encoding
    if kind.startswith("text/") and PLAIN_WORD.fullmatch(encoding):
        kind = f"{kind}; charset={encoding}"
    title = file.resource.title or file.resource.name
    return FileKind(file.name, kind, f"{BESIDE}: {title}", saved=True)


def find_kind_named(name: str) -> FileKind:
    """Tell what a file of that name is."""
    return next(kind for kind in list_kinds() if fnmatchcase(name, kind.pattern))


def order_for_reading(files: Iterable[ServedFile]) -> list[ServedFile]:
    """Order files for a reader: everything at once, then table by table, then the rest."""
    known = list_kinds()

    def place(file: ServedFile) -> int:
        return len(known) if file.resource else known.index(find_kind(file))

    return sorted(files, key=place)


def phrase_single_tables(release: ServedRelease) -> str:
    """Say in which formats a table of a release can be had alone."""
    *names, last = [each.name for each in choose_formats(release.package) if not each.whole]
    return f"{', '.join(names)} and {last}" if names else last


def group_by_kind(files: Iterable[ServedFile]) -> list[tuple[str, list[ServedFile]]]:
    """Gather files for a reader under what they are; kinds of few files stand together, last."""
    kinds: dict[str, list[ServedFile]] = {}
    for file in order_for_reading(files):
        words = BESIDE if file.resource else find_kind(file).words
        kinds.setdefault(words, []).append(file)
    large = [(words, each) for words, each in kinds.items() if len(each) > FEW or words == BESIDE]
    alone = {words for words, _ in large}
    rest = [file for words, each in kinds.items() if words not in alone for file in each]
    return [*large, *([("Everything else", rest)] if rest else [])]


class Download:
    """One file as an answer: 200, 206, 304, 412 or 416; starlette's own, with what it lacks.

    It lacks 304 and 412, and it answers 400 to ranges that the standard asks to ignore: in units
    other than bytes, or of a request other than GET (RFC 9110, sections 14.2 and 13.1.2).
    """

    def __init__(self, release: ServedRelease, file: ServedFile, links: str) -> None:
        """Prepare the file's headers, with these `links`; ChangedError where it is another."""
        kind = find_kind(file)
        headers = {
            "ETag": f'"{file.sha256}"',
            "Repr-Digest": write_digest(file.sha256),
            # A package that is not published may have another content tomorrow, and whoever keeps
            # a file of a version that was withdrawn, or redacted, is to hear of it.
            "Cache-Control": FOR_EVER if is_for_ever(release) else "no-cache",
            "Link": links,
        }
        if kind.media_type == HTML or file.resource:
            # Should a script ever get into it, no browser runs it.
            headers["Content-Security-Policy"] = (
                "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
            )
        path = file.unchanged()
        self.response = FileResponse(
            path,
            headers=headers,
            media_type=kind.media_type,
            filename=file.path.name if kind.saved else None,
            stat_result=path.stat(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file, a part of it, or "you have it already"."""
        request, tag = Headers(scope=scope), self.response.headers["etag"]
        wanted = request.get("if-match")
        if wanted is not None and not {"*", tag} & {each.strip() for each in wanted.split(",")}:
            said = f"This file is not the one that you name: its ETag is {tag}.\n"
            answer: Response = PlainTextResponse(said, 412, {"ETag": tag})
        elif is_known(request.get("if-none-match"), tag):
            answer = NotModifiedResponse(self.response.headers)
            answer.headers["Repr-Digest"] = self.response.headers["repr-digest"]
        else:
            answer = self.response
        await answer(without_odd_range(scope, request), receive, send)


def is_for_ever(release: ServedRelease) -> bool:
    """Whether the files of a release stay what they are, and are used."""
    return bool(release.days) and not release.withdrawn and not release.redactions


class SpreadsheetCopy:
    """A table's copy for spreadsheet programs as an answer, made while it is sent."""

    def __init__(self, file: ServedFile) -> None:
        """Prepare the headers; ChangedError where the canonical file is not what it was."""
        self.file = file
        file.unchanged()
        name = quote(file.path.name.removesuffix(".csv") + SUFFIX, safe="")
        self.headers = {
            "ETag": f'W/"{file.sha256}"',
            "Cache-Control": A_DAY,
            "Content-Disposition": f"attachment; filename*=utf-8''{name}",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the copy, or "you have it already"."""
        known = Headers(scope=scope).get("if-none-match")
        if is_known(known, f'"{self.file.sha256}"'):
            answer: Response = NotModifiedResponse(MutableHeaders(self.headers))
        elif scope["method"] == "HEAD":
            answer = Response(media_type=CSV, headers=self.headers)
            del answer.headers["content-length"]
        else:
            copy = read_safely(self.file.path)
            answer = StreamingResponse(copy, media_type=CSV, headers=self.headers)
        await answer(scope, receive, send)


def write_digest(sha256: str) -> str:
    """Write the digest of a whole file as the header `Repr-Digest` (RFC 9530, section 3).

    It is that of the file whatever part of it is sent.
    """
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


def is_known(known: str | None, tag: str) -> bool:
    """Tell whether a client's `If-None-Match` names this content."""
    if known is None:
        return False
    tags = [each.strip().removeprefix("W/") for each in known.split(",")]
    return "*" in tags or tag in tags


def without_odd_range(scope: Scope, request: Headers) -> Scope:
    """Drop a `Range` that has to be ignored."""
    asked = request.get("range")
    if asked is None or (scope["method"] == "GET" and RANGES.fullmatch(asked)):
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"range"]
    return {**scope, "headers": headers}
