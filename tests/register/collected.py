"""What the founding document and the collected facts hold, without a sentence of either.

`collected.json` carries places in the document with their hashes, and of the facts keys, dates and
counts; the names of people are hashes too. `python -m tests.register.collected FOLDER` writes it
again from a folder that has both, such as `../shared`, for the passages that the records point to.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.earlier_values import read_table

RECORDS = Path(__file__).parents[2] / "datapackage/records"
CARRIED = Path(__file__).with_suffix(".json")
RUN = 9
"""So many words of the document, one behind the other, may stand nowhere in the project."""


def read_collected() -> dict[str, Any]:
    """Read what is carried."""
    found: dict[str, Any] = json.loads(CARRIED.read_text("utf-8"))
    return found


def hash_text(text: str) -> str:
    """Hash a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_passage(text: str) -> str:
    """Hash a passage as evidence does, by `nfc-collapse-ws-v1`."""
    return hash_text(" ".join(unicodedata.normalize("NFC", text).split()))


def hash_runs(text: str) -> list[str]:
    """Hash all runs of nine words of a text, in their order."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return [hash_text(" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1)]


def passages_of(document: str, located: Iterable[dict[str, str]]) -> list[tuple[int, int, str]]:
    """Hash the passages of the document that records point to, each once."""
    spans = {(int(row["char_start"]), int(row["char_end"])) for row in located if row["char_start"]}
    return [(start, end, hash_passage(document[start:end])) for start, end in sorted(spans)]


def names_in(facts: Path) -> set[str]:
    """Name those who were harmed, as the titles and keys of the facts have them."""
    cases = read_table(facts / "incidents.csv")
    names = {match[1] for row in cases if (match := re.search(r"\((\w+) v\.", row["title"]))}
    names |= {row["incident_id"].split("-")[-1] for row in cases}
    names |= {row["source_id"].split("-")[-1] for row in read_table(facts / "sources.csv")
              if row["source_type"] == "database"}  # fmt: skip
    return {name.lower() for name in names if name.isalpha()}


def collect(shared: Path) -> dict[str, Any]:
    """Collect what is carried from the document and the facts."""
    document = (shared / "sources/aclu-20210518.txt").read_text("utf-8")
    facts = shared / "register/facts"
    tables = {path.stem: read_table(path) for path in facts.glob("*.csv")}
    located = [row for name in ("evidence", "statement_claims")
               for row in read_table(RECORDS / f"{name}.csv")]  # fmt: skip
    instruments = ("jurisdiction_place_id", "status", "official_number", "bill_number")
    dates = {(row["date_edtf"], row["date_earliest"], row["date_latest"])
             for row in tables["events"]}  # fmt: skip
    return {
        "passages": passages_of(document, located),
        "runs": sorted(set(hash_runs(document))),
        "names": sorted(map(hash_text, names_in(facts))),
        "dates": sorted(dates),
        "sources": [row["source_id"] for row in tables["sources"]],
        "places": [row["place_id"] for row in tables["places"]],
        "instruments": [{field: row[field] for field in instruments}
                        for row in tables["instruments"]],
        "counts": {name: len(tables[name])
                   for name in ("instruments", "instrument_relations", "incidents")},
    }  # fmt: skip


if __name__ == "__main__":
    CARRIED.write_text(json.dumps(collect(Path(sys.argv[1])), indent=0) + "\n", encoding="utf-8")
