"""One input put before the judge: a descriptor's bytes and its table's bytes."""

import hashlib
import json
import traceback
from pathlib import Path
from typing import NamedTuple

from pressmark.engine.connection import Engine
from pressmark.errors import PressmarkError
from pressmark.report import RENDERINGS
from tests.both_ways import find_difference, judged, write_lines

CASES = Path(__file__).with_name("cases")
LIMIT = 5
"""Findings that are listed."""
DESCRIPTORS = ("datapackage.json", "datapackage.yaml")


class Input(NamedTuple):
    """What is judged; a descriptor that does not begin like JSON is written as YAML."""

    descriptor: bytes
    table: bytes

    @property
    def name(self) -> str:
        """A name by content."""
        return hashlib.sha256(b"%d:" % len(self.descriptor) + b"".join(self)).hexdigest()[:16]

    def write(self, folder: Path) -> Path:
        """Write it into a folder and give the descriptor's path."""
        for name in DESCRIPTORS:
            (folder / name).unlink(missing_ok=True)
        json_like = self.descriptor.lstrip()[:1] in (b"{", b"[")
        path = folder / DESCRIPTORS[0 if json_like else 1]
        path.write_bytes(self.descriptor)
        (folder / "t.csv").write_bytes(self.table)
        return path

    def save(self, wrong: str) -> Path:
        """Keep it among the cases that a test replays, with what was wrong."""
        path = CASES / f"{self.name}.json"
        path.write_text(json.dumps(self.as_json() | {"wrong": wrong}, indent=1) + "\n", "ascii")
        return path

    def as_json(self) -> dict[str, str]:
        """Give the bytes as text, a character each."""
        return {name: part.decode("latin-1") for name, part in self._asdict().items()}


def load(text: str) -> Input:
    """Read an input that was written as JSON."""
    held = json.loads(text)
    return Input(held["descriptor"].encode("latin-1"), held["table"].encode("latin-1"))


def wrong_with(given: Input, engine: Engine, folder: Path) -> str:
    """Judge an input; empty where that ends in a report or in a message for people.

    By SQL alone it must end in the same. The engine may have judged others before.
    """
    path = given.write(folder)
    try:
        found = answer(path, engine)
        differs = find_difference(path, engine, LIMIT, found=found)
    except Exception as error:  # noqa: BLE001 - any other exception is what is searched for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(place.filename).name}, {place.name}: {error}"[:300]
    return f"DifferentAnswer: {differs}"[:300] if differs else ""


def answer(path: Path, engine: Engine) -> list[str]:
    """Judge a package and write its report in every way; give its lines, or what refuses it."""
    try:
        report = judged(path, engine, LIMIT)
        for _, render in RENDERINGS:
            render(report).encode()
    except PressmarkError as error:
        return [str(error)]
    return write_lines(report)
