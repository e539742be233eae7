"""Judge, build, serve and compare what others published; 1 where anything is not as expected.

`python -m tests.publishers FOLDER` takes the checkouts in a folder, `owner/name` each at its
commit; what is not there is fetched with `--forge ADDRESS`, below which repositories stand as
`owner/name`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.publishers.checkouts import LeftOutError, checkout, copied
from tests.publishers.judges import NotJudgedError, between, ours, theirs
from tests.publishers.published import UNKNOWN, Published, read_table
from tests.publishers.visits import visit

Counts = Mapping[str, int] | Mapping[str, int | None]


def main(words: list[str]) -> int:
    """Go through the table, print a paragraph for each package, then what is wrong."""
    asked = arguments(words)
    wrong: list[str] = []
    left_out: list[str] = []
    wanted = [
        each
        for each in read_table()
        if not asked.words or any(word in each.name for word in asked.words)
    ]
    for each in wanted:
        begun = time.monotonic()
        try:
            there = checkout(each, asked.folder, asked.forge)
            with tempfile.TemporaryDirectory(prefix="publishers-") as place:
                found = list(faults(each, copied(each, there, Path(place)), Path(place) / "built"))
        except LeftOutError as reason:
            left_out.append(f"{each.name}: {reason}")
            continue
        say(f"  {time.monotonic() - begun:.1f} s")
        known = f", until {each.until}" if each.until else ""
        for fault in found:
            say(f"  WRONG{known}: {fault}")
        wrong += [f"{each.name}: {fault}" for fault in found if not each.until]
        if each.until and not found:
            wrong.append(f"{each.name}: is as expected; take out 'until'")
    for line in left_out:
        say(f"left out: {line}")
    for line in wrong:
        say(f"WRONG {line}")
    say(f"{len(wanted) - len(left_out)} of {len(wanted)} packages, {len(wrong)} faults")
    return 1 if wrong or len(left_out) == len(wanted) else 0


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command's words."""
    parser = argparse.ArgumentParser(prog="python -m tests.publishers", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the checkouts are, or are put")
    parser.add_argument("words", nargs="*", help="take only packages whose names hold one of these")
    parser.add_argument("--forge", help="the address below which repositories stand as owner/name")
    return parser.parse_args(words)


def faults(each: Published, descriptor: Path, output: Path) -> Iterator[str]:
    """Put a package before both judges and visit its site; say what is not as it should be."""
    try:
        mine, releases = ours(descriptor, output)
    except Exception as crash:  # noqa: BLE001 - it is shown, and the others go on
        yield f"crashes: {type(crash).__name__}: {crash}"
        return
    say(f"{each.name}: {mine.ending} {shown(mine.counts)}")
    if mine.ending != each.ending:
        yield f"ends {mine.ending} {mine.said or shown(mine.counts)}, not {each.ending}"
    elif not as_expected(mine.counts, each.counts):
        yield f"finds {shown(mine.counts)}, not {shown(each.counts)}"
    if releases:
        yield from visit(releases)
    elif mine.ending == "valid":
        yield "is valid, and nothing was built"
    try:
        differences = between(mine, theirs(descriptor))
    except NotJudgedError as reason:
        say(f"  frictionless does not judge it: {reason}")
        return
    for line in differences:
        say(f"  differs: {line}")
    if differences and not each.differences:
        yield "differs from frictionless, and no line of the standard is named"
    if each.differences and not differences:
        yield "does not differ from frictionless, and a difference is named"


def as_expected(found: Counts, expected: Counts) -> bool:
    """Tell whether as much was found as is expected, as far as that is known."""
    known = {rule: count for rule, count in expected.items() if count is not None}
    return found.keys() == expected.keys() and known.items() <= found.items()


def shown(counts: Counts) -> str:
    """Write findings as the table holds them."""
    each = sorted(counts.items())
    return "; ".join(f"{rule} {UNKNOWN if count is None else count}" for rule, count in each)


def say(line: str) -> None:
    """Print a line at once: the whole takes minutes."""
    print(line, flush=True)  # noqa: T201 - it is a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
