"""What each program finds of errors that were planted, and what it leaves: no figure without it."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.made import PLANTED, WHOLE, WRONG, make_package
from tests.bench.sections import HERE, JUDGES, Setting

RECORDS = 10_000
"""In which there is room for every planted error."""


class Program(NamedTuple):
    """A program, how it tells where an error is, and what of it is not looked for."""

    name: str
    place: str
    left: str = ""


KINDS = ("record", "type", "required", "bounds", "enum", "pattern", "format", "length",
         "characters", "unique", "reference")  # fmt: skip
PROGRAMS = (
    Program("pressmark", "file, line, record, field and value"),
    Program("frictionless", "number of the row, field and value"),
    Program("polars", "not told: it counts", "that a record has the cells of its header"),
    Program("dataframely", "the record's other cells, without its number",
            "days, moments and truth that cannot be read: polars makes them missing"),
    Program("pandera", "index, field and value",
            "days, moments and truth that cannot be read: polars makes them missing"),
    Program("pointblank", "number of the row, field and value",
            "what cannot be read: polars makes it missing"),
    Program("pydantic", "field and value, the record as its caller counts it",
            "keys of records that are wrong otherwise"),
    Program("duckdb", "not told: it counts", "records of too many cells: it leaves them out"),
)  # fmt: skip
OF_RULES = {
    "record.blank": "record", "record.short": "record", "record.long": "record",
    "cell.type": "type", "cell.required": "required", "cell.minimum": "bounds",
    "cell.maximum": "bounds", "cell.enum": "enum", "cell.pattern": "pattern",
    "cell.max_length": "length", "cell.control": "characters", "cell.bidi": "characters",
    "key.primary": "unique", "key.unique": "unique", "key.foreign": "reference",
}  # fmt: skip
"""The kinds of errors by our rules."""


def find_planted(setting: Setting) -> Iterator[str]:
    """Say of each program which kinds of planted errors it finds, and how it tells their place."""
    package = make_package(setting.folder, RECORDS, planted=True)
    for program in PROGRAMS:
        found = ask(program.name, package, setting.others)
        if isinstance(found, str):
            yield f"{program.name:14}{found}"
            continue
        left = [each for each in KINDS if not found.get(each)]
        yield f"{program.name:14}{len(KINDS) - len(left):3} of {len(KINDS)} kinds" + (
            f"; not: {', '.join(left)}" if left else "")  # fmt: skip
        yield f"{'':14}place: {program.place}"
        if program.left:
            yield f"{'':14}leaves: {program.left}"


def ask(program: str, package: Path, others: Path | None) -> dict[str, int] | str:
    """Let a program judge; give how many errors of each kind it finds, or why that is not known."""
    words = [sys.executable, str(HERE / "judges.py"), program, str(package.parent)]
    if program == "pressmark":
        limit = str(PLANTED * (len(WRONG) + len(WHOLE)) * 2)
        words = [sys.executable, "-m", "pressmark", "validate", str(package), "--json",
                 "--limit", limit]  # fmt: skip
    elif program in JUDGES:
        if others is None:
            return "not installed"
        words[0] = str(others)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return f"ended with {done.returncode}: {(done.stderr.splitlines() or [''])[-1]}"
    return count_findings(answer["findings"]) if program == "pressmark" else answer


def count_findings(findings: list[dict[str, str]]) -> dict[str, int]:
    """Count our findings by kind: what has a format is no other type of the language."""
    found: Counter[str] = Counter()
    for each in findings:
        kind = OF_RULES[each["rule"]]
        found["format" if kind == "type" and each["field"] in ("uuid", "page") else kind] += 1
    return dict(found)
