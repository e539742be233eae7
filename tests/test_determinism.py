"""The same records give the same bytes, whatever machine, day, folder or order they come from."""

import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from tests.formats.test_formats import ITEMS, ITEMS_TEXT, PARENTS, PARENTS_TEXT
from tests.packages import field as described
from tests.packages import fields, write_package

ROOT = Path(__file__).parent.parent
MANY_RECORDS, FEW_RECORDS = 123_000, 1_000
"""More than one row group of DuckDB, so that two threads have something to share; and fewer."""
NOBODY = "65534"
MANY = fields(
    described("word"), described("amount", "number"), described("flag", "boolean"),
    described("moment", "datetime"),
)  # fmt: skip
SHAPED = fields(described("shape", "object"))
KEYED = fields(described("key", "integer"), described("word"), primaryKey="key")
SORTED = ("items", "parents", "keyed")
"""Tables with a key, whose records may come in any order; without one the order is data."""


def many_text(records: int) -> str:
    """Write a table without a key, some of whose records are equal."""
    chance = random.Random(1)  # noqa: S311 - a repeatable choice, no secret
    lines = ["word,amount,flag,moment"]
    for _ in range(records):
        number = chance.randrange(records // 2)
        moment = f"2021-05-18T16:00:{number % 60:02}.{number % 9}0"
        lines.append(f"w{number % 999},{number / 8},{number % 2},{moment}")
    return "\n".join(lines) + "\n"


def shaped_text() -> str:
    """Write a table of objects: each takes longer than a record of any other."""
    shapes = (f'"{{""b"": {number % 7}, ""a"": ""é""}}"\n' for number in range(FEW_RECORDS))
    return "shape\n" + "".join(shapes)


def keyed_text(records: int) -> str:
    """Write a table with a key, which is sorted by it."""
    return "key,word\n" + "".join(f"{number},w{number % 999}\n" for number in range(records))


@dataclass(frozen=True)
class Variation:
    """What is other than usual in a build."""

    environment: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    folder: str = "usual"
    shuffled: bool = False
    records: int = FEW_RECORDS


WHOLE = "all at once, and number of threads"
"""The one that holds what the others do one by one, but for the user."""
EVERYTHING = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "99", "PYTHONUTF8": "0",
              "PYTHONCOERCECLOCALE": "0"}  # fmt: skip
VARIATIONS = {
    "environment": Variation(
        {**EVERYTHING, "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4711"},
        ("--umask", "077"),
    ),
    "user": Variation(words=("--user", NOBODY)),
    "clock, folder and order": Variation(
        words=("--clock", "4102444800"), folder="another é place/deep", shuffled=True
    ),
    WHOLE: Variation(
        EVERYTHING,
        ("--umask", "007", "--clock", "86400", "--threads", "1"),
        "elsewhere",
        shuffled=True,
        records=MANY_RECORDS,
    ),
}


def shuffle(path: Path) -> None:
    """Bring the records of a table in another order."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *records = csv.reader(file)
    random.Random(2).shuffle(records)  # noqa: S311 - a repeatable choice, no secret
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *records])


def built(source: Path, scratch: Path, variation: Variation) -> dict[str, str]:
    """Build a copy of a package under a variation; give the digest of every file it must give."""
    scratch.mkdir(exist_ok=True)
    scratch.chmod(0o777)
    folder = scratch / variation.folder
    copy = shutil.copytree(source, folder / "source")
    for name in SORTED if variation.shuffled else ():
        shuffle(copy / f"{name}.csv")
    folder.chmod(0o777)
    descriptor, output = copy / "datapackage.json", folder / "built"
    command = [sys.executable, "-m", "tests.varied_build", str(descriptor), str(output)]
    command += variation.words
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1", **variation.environment,
    }  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = folder / "built"
    names = [*read_manifest((made / MANIFEST).read_text("utf-8")), MANIFEST]
    names += [path.relative_to(made).as_posix() for kind in ("*.sqlite", "*.zip", "parquet/*")
              for path in made.glob(kind)]  # fmt: skip
    return {name: hash_file(made / name) for name in sorted(names)}


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder that any user may enter."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def source(folder: Path, records: int) -> Path:
    """Write a package of tables: keys, references, every storage, and one without a key."""
    folder.mkdir()
    tables = {
        "items": (ITEMS, ITEMS_TEXT),
        "parents": (PARENTS, PARENTS_TEXT),
        "many": (MANY, many_text(records)),
        "keyed": (KEYED, keyed_text(records)),
        "shaped": (SHAPED, shaped_text()),
    }
    write_package(folder, tables, title="Small things")
    return folder


@pytest.fixture(scope="module")
def usual() -> Iterator[Callable[[int], tuple[Path, dict[str, str]]]]:
    """Give the package with a number of records, and what an ordinary build of it gives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)

        @cache
        def of(records: int) -> tuple[Path, dict[str, str]]:
            written = source(folder / f"source-{records}", records)
            return written, built(written, folder / str(records), Variation())

        yield of


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(each, marks=pytest.mark.thorough) for each in VARIATIONS if each != WHOLE),
        WHOLE,
    ],
)
def test_a_build_is_the_same_under_another(
    name: str, usual: Callable[[int], tuple[Path, dict[str, str]]], scratch: Path
) -> None:
    variation = VARIATIONS[name]
    if "--user" in variation.words and os.geteuid() != 0:
        pytest.skip("only root may build as another user")
    written, expected = usual(variation.records)
    assert {"small.sqlite", "small-1.0.0.zip", "parquet/many.parquet", MANIFEST} <= set(expected)
    assert built(written, scratch, variation) == expected
