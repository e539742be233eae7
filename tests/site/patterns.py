"""A child process that tries every pattern over visitors' text on its worst inputs.

`python -m tests.site.patterns [NAME]` uses each pattern as it is used, on texts that repeat what it
looks for, under a limit of CPU time for each text, and prints the name of each that does not come
to an end. A pattern that reads a text once needs a thousandth of it; one that goes back for each
character, or doubles with each, needs more than there is.
"""

import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from types import FrameType, ModuleType

import datasette.utils
import h11._readers

import pressmark.citation
import pressmark.sandbox
import pressmark.site
from pressmark import sql
from pressmark.site.tables import patterns as taken_over

LONG = 20_000
"""Characters: as many as the longest addresses have."""
CPU_SECONDS = 0.1
ENDS = ("", "\x01", "'x")
UNITS = (
    "-", "--", "--\n", "--\n ", "--\n\n", "/**/--\n ", "/**/ ", "/**/", "/*", "/", "*", "*/",
    "/*'", " ", "\t", "\n", "\r\n", " \n", "\t;", ";", ";;", "; ", "'", "''", "'a", '"', '""',
    "\"'", '"\n', "`", "[", "[a", "]", "(", "()", ")", ",", ", ", ".", "0", "0.", "1e", "0,", "-0",
    "-1,", "=", "_", "__", "a_", "_a", "a", "ab ", "A", ":", ":a", ":a ", "://", "@", "é", "\\",
    "~", "%", "a.", "explain ", "select ", "select a as value, ", "max-age=1,", "escape_fts(:",
    "_filter_column_",
)  # fmt: skip
AS_A_WHOLE = (
    "NOTHING", "SHA256", "NO_TEXT", "NUMBER", "RULES", "HERE", "HOST", "MAX_AGE", "RANGES",
    "ABSOLUTE", "SAFE", "PAGES", "PARAMETER", "WRITTEN", "_boring_keyword_re", "_re",
)  # fmt: skip
AT_THE_START = (
    "QUESTION", "NAME", "COUNTED", "PACKED", "MISSING", "css_class_re", "filter_column_re",
    "allowed_sql_res", "GITHUB", "ANY_HEADING",
)  # fmt: skip
REPLACED = ("_single_line_comment_re", "_multi_line_comment_re", "_single_quote_re",
            "_double_quote_re", "_named_param_re")  # fmt: skip
"""Datasette's, of a function that `tables.patterns` takes the place of."""
OF_THE_PROJECT = ("pressmark.site.charts",)
"""Rooms that read nothing but what the project has written."""

Pattern = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> Iterator[tuple[str, Pattern]]:
    """Give every compiled pattern by its name, in the modules that read what visitors write."""
    for module in modules():
        for name, value in vars(module).items():
            if not (module is datasette.utils and name in REPLACED):
                yield from named(f"{module.__name__}.{name}", value)


def named(name: str, value: object) -> Iterator[tuple[str, Pattern]]:
    """Give the patterns that a value of a module holds."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from named(name, each)


def modules() -> Iterator[ModuleType]:
    """Give every module of ours that reads what visitors write, and those of libraries."""
    for package in (pressmark.site, pressmark.citation, pressmark.sandbox):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(OF_THE_PROJECT):
                yield importlib.import_module(found.name)
    yield from (sql, datasette.utils, h11._readers)  # noqa: SLF001 - there is no other way


def use(name: str, pattern: Pattern, text: str) -> None:
    """Use a pattern as it is used: as a whole, at the start, or wherever it fits."""
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    last = name.rpartition(".")[2]
    if last in AS_A_WHOLE or name.startswith("h11."):
        pattern.fullmatch(given)  # type: ignore[arg-type]
    elif last in AT_THE_START:
        pattern.match(given)  # type: ignore[arg-type]
    else:
        pattern.sub("", given) if isinstance(given, str) else pattern.search(given)  # type: ignore[call-overload]


class TooLongError(Exception):
    """A pattern used up its CPU time."""


def out_of_time(_number: int, _frame: FrameType | None) -> None:
    """End a pattern: Python looks for signals while it matches."""
    raise TooLongError


def ends(name: str, pattern: Pattern, text: str) -> bool:
    """Whether a pattern is done with a text in time."""
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        use(name, pattern, text)
    except TooLongError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def texts() -> Iterator[str]:
    """Repeat each unit, with an end that a pattern may not like."""
    for unit in UNITS:
        for end in ENDS:
            yield unit * (LONG // len(unit)) + end


def main(given: list[str]) -> int:
    """Try the patterns, or one that is written in the arguments; print those that do not end."""
    signal.signal(signal.SIGVTALRM, out_of_time)
    taken_over.take_over()
    chosen: list[tuple[str, Pattern]] = [(each, re.compile(each, re.DOTALL)) for each in given]
    chosen = chosen or list(patterns())
    failed = 0
    for name, pattern in chosen:
        worst = next((text for text in texts() if not ends(name, pattern, text)), None)
        if worst is not None:
            failed += 1
            sys.stdout.write(f"{name}: {worst[:20]!r} …\n")
    sys.stdout.write(f"{len(chosen)} patterns tried\n")
    return failed


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
