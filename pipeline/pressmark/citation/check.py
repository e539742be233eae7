"""A citation held against what the same query answers now: same or different, and in what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.citation.document import Citation, CitedResult


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was cited: `what`, and both values."""

    what: str
    cited: Any
    found: Any

    def sentence(self) -> str:
        """Say it to a reader."""
        return f"{self.what}: cited {render_value(self.cited)}, found {render_value(self.found)}"


@dataclass(frozen=True)
class CitationCheck:
    """What became of a citation: its differences, and what to know besides."""

    citation: Citation
    found: CitedResult
    differences: tuple[Difference, ...]
    warnings: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the result is the cited one."""
        return not self.differences

    def document(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        release = self.citation.release
        return {
            "same": self.same,
            "release": {"name": release.name, "version": release.version},
            "cited": self.citation.result.model_dump(mode="json"),
            "found": self.found.model_dump(mode="json"),
            "differences": [
                {"what": each.what, "cited": each.cited, "found": each.found}
                for each in self.differences
            ],
            "warnings": list(self.warnings),
        }

    def lines(self) -> list[str]:
        """Say it in lines, without their ends."""
        release = f"{self.citation.release.name} {self.citation.release.version}"
        rows = "1 row" if self.found.rows == 1 else f"{self.found.rows:,} rows"
        if self.same:
            lines = [f"same: {release} answers as cited: {rows}, {self.found.sha256}"]
        else:
            lines = [f"different: {release} does not answer as cited"]
            lines += [f"  {each.sentence()}" for each in self.differences]
        return [*lines, *(f"warning: {each}" for each in self.warnings)]


def compare_result(
    citation: Citation, found: CitedResult, tables: Mapping[str, str]
) -> Iterator[Difference]:
    """Say in what a result, and the digests of the release's tables, differ from a citation."""
    cited = citation.result
    if citation.release.tables != dict(tables):
        for name in sorted({*citation.release.tables, *tables}):
            there, here = citation.release.tables.get(name), tables.get(name)
            if there != here:
                yield Difference(f"table {name}", there, here)
    if cited.columns != found.columns:
        yield Difference("columns", list(cited.columns), list(found.columns))
    if cited.rows != found.rows:
        yield Difference("number of rows", cited.rows, found.rows)
    if cited.order != found.order:
        yield Difference("order of rows", cited.order, found.order)
    if cited.sha256 != found.sha256:
        alone = (cited.columns, cited.rows) == (found.columns, found.rows)
        yield Difference("other rows: digest" if alone else "digest", cited.sha256, found.sha256)


def render_value(value: Any) -> str:
    """Write a value of a citation for a reader."""
    if value is None:
        return "none"
    return ", ".join(value) if isinstance(value, list) else str(value)
