"""The citation of a query as a document, which tells everything that is needed to repeat it.

It follows the recommendations of the Research Data Alliance's Working Group on Data Citation
(Rauber, Asmi, van Uytvanck, Proell 2015, doi:10.15497/RDA00016). R1 and R2, versioned and
timestamped data, are the releases and their ledger. In place of a query store (R3, R9) and of an
identifier that leads into it (R8) the address and the document hold the query themselves. The
rest: R4 `query.sql`, R5 `result.order`, R6 `result.sha256`, R7 `cited`, R10 `text` and `bibtex`,
R11 the page at `address`, R12 this document, R13 and R14 `result.engine` and `verify-citation`.
"""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pressmark.citation.question import MOST_ROWS, Question
from pressmark.citation.result import Order, Result

FORMAT: Literal["pressmark-citation"] = "pressmark-citation"
FORMAT_VERSION: Literal[1] = 1

SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


def check_digest(text: str) -> str:
    """Give a digest as it is written; ValueError where it is none."""
    if SHA256.fullmatch(text) is None:
        message = "should be sha256: and 64 digits in hexadecimal"
        raise ValueError(message)
    return text


Digest = Annotated[str, AfterValidator(check_digest)]


class DocumentPart(BaseModel):
    """A part of the document: what stands in it, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CitedRelease(DocumentPart):
    """The release that was asked: the digest of its manifest pins every byte of it (R1).

    `published` is the day of the ledger, None where it was not published. `tables` are the digests
    of the canonical CSV of each table. `withdrawn` is the reason, where it was withdrawn.
    """

    name: str
    version: str
    title: str
    published: str | None
    doi: str | None
    withdrawn: str | None
    manifest: Digest
    tables: dict[str, Digest]


class CitedQuery(DocumentPart):
    """The normalised SQL (R4) and the text of each parameter."""

    sql: str
    parameters: dict[str, str]


class CitedResult(DocumentPart):
    """What the query answered: R5 and R6, and the version of SQLite that was asked (R13)."""

    columns: tuple[str, ...]
    rows: Annotated[int, Field(ge=0, le=MOST_ROWS)]
    order: Order
    sha256: Digest
    engine: str


class Citation(DocumentPart):
    """One cited query; `cited` is the moment in UTC at which it was asked (R7).

    `address` is None where the site that was asked does not know its own.
    """

    format: Literal["pressmark-citation"]
    formatVersion: Literal[1]  # noqa: N815 - as the document writes it
    cited: str
    release: CitedRelease
    query: CitedQuery
    result: CitedResult
    address: str | None
    text: str
    bibtex: str

    def document(self) -> dict[str, Any]:
        """Give the citation as JSON has it."""
        return self.model_dump(mode="json")

    def json_text(self) -> str:
        """Write the citation as a file of JSON."""
        return json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n"


def write_cited_query(asked: Question) -> CitedQuery:
    """Write a question into a citation."""
    return CitedQuery(sql=asked.sql, parameters=dict(asked.parameters))


def write_cited_result(result: Result, engine: str) -> CitedResult:
    """Write a result into a citation."""
    return CitedResult(
        columns=result.columns,
        rows=len(result.rows),
        order=result.order,
        sha256=result.sha256,
        engine=engine,
    )
