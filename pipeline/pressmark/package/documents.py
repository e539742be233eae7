"""JSON and YAML files as plain values, with the place of every mistake in writing.

YAML is read narrowly. Only `true`, `false`, and numbers as JSON writes them are more than text:
dates, times, `NO` and `010` stay as written. A key given twice is refused, and so are aliases,
which can make a small file expand without end.
"""

import json
import re
import stat
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode

from pressmark.errors import ProjectError, explain_failure
from pressmark.files.pointer import is_pointer

MOST_DIGITS = 1_000
MOST_BYTES = 8 * 1024 * 1024
MOST_YAML_BYTES = 1024 * 1024
"""YAML takes its reader ten seconds a mebibyte."""
MOST_WEIGHT = 400_000
"""What a document's values may weigh: an object as much as five others, each some 400 bytes."""
STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
TAG = "tag:yaml.org,2002:"
PLAIN = (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ("n", "~", "")),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", "-0123456789"),
)
"""What a plain scalar may mean beside text: its tag, its form and its first characters."""


class PlainLoader(Composer, yaml.CSafeLoader):
    """YAML without dates, tags, aliases and repeated keys, cut into words by libyaml."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the name and type are the library's

    def __init__(self, stream: str) -> None:
        """Compose in Python what libyaml parses, four times as fast as Python would."""
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Refuse an alias where a value is expected, and a tag before one."""
        event: Any = self.peek_event()
        if isinstance(event, AliasEvent) or getattr(event, "tag", None) is not None:
            what = "aliases (*name)" if isinstance(event, AliasEvent) else "tags (!name)"
            problem = f"{what} are not read"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        node: Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the signature is the library's
        """Refuse a key given twice."""
        keys: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in keys:
                problem = f"the key {key.value!r} is given twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            keys.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_number(self, node: ScalarNode) -> int:
        """Read a whole number."""
        return read_whole_number(str(node.value))


PlainLoader.add_constructor(TAG + "int", PlainLoader.construct_number)
for _name, _form, _first in PLAIN:
    PlainLoader.add_implicit_resolver(TAG + _name, re.compile(rf"(?:{_form})\Z"), list(_first))


def read_text(
    path: Path, place: str, *, any_line_ends: bool = False, most: int = MOST_BYTES
) -> str:
    """Read a UTF-8 text file; ProjectError where it is missing, no file, not UTF-8 or too large.

    With `any_line_ends` each of them becomes a line feed, so that no checkout changes the text.
    """
    refuse_no_file(path, place)
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
        refuse_large(place, len(raw), most)
        if is_pointer(raw):
            wrong = "is what Git LFS puts in place of a file that it did not fetch"
            raise ProjectError(place, wrong, "fetch it with `git lfs pull`")
        text = raw.decode("utf-8-sig")
        return with_line_feeds(text) if any_line_ends else text
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is not UTF-8"
        raise ProjectError(place, wrong, "save the file as UTF-8") from None
    except OSError as error:
        raise explain_failure(error, place) from None


def refuse_no_file(path: Path, place: str) -> None:
    """Stop where what somebody named is not there, or is a folder or a device."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ProjectError(place, "is no file", "name a file, not a folder or a device")
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectError(place, "there is no such file", "check its name and folder") from None
    except OSError as error:
        raise explain_failure(error, place) from None


def with_line_feeds(text: str) -> str:
    """Give a text with a line feed for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_large(place: str, size: int, most: int) -> None:
    """Stop where a text has more bytes than are read."""
    if size > most:
        right = "keep large data in files of its own; YAML of that size may be written as JSON"
        raise ProjectError(place, f"is larger than {most:,} bytes", right)


def refuse_many_values(text: str, place: str) -> None:
    """Stop where JSON holds so many values that they would fill the memory: `[],` takes 200."""
    marks = STRING.sub("", text) if max(map(text.count, ",[{")) > MOST_WEIGHT // 5 else text
    if marks.count(",") + marks.count("[") + 4 * marks.count("{") > MOST_WEIGHT:
        right = "keep data and long lists in files of their own"
        raise ProjectError(place, "holds more values than a descriptor can have", right)


def read_document(path: Path, place: str) -> dict[str, Any]:
    """Read a JSON or YAML file that holds one object; ProjectError says where it is broken."""
    return read_document_text(read_text(path, place), place, is_json=path.suffix == ".json")


def read_document_text(text: str, place: str, *, is_json: bool) -> dict[str, Any]:
    """Read a text of JSON or YAML that holds one object; ProjectError says where it is broken."""
    try:
        if is_json:
            refuse_many_values(text, place)
            document = json.loads(
                text, object_pairs_hook=without_repeated_keys, parse_int=read_whole_number
            )
        else:
            refuse_large(place, len(text), MOST_YAML_BYTES)
            document = yaml.load(text, Loader=PlainLoader)  # noqa: S506 - PlainLoader is a SafeLoader
    except json.JSONDecodeError as error:
        where = f"{place}, line {error.lineno}, column {error.colno}"
        raise ProjectError(where, f"is not JSON: {error.msg.lower()}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{place}, line {mark.line + 1}, column {mark.column + 1}" if mark else place
        raise ProjectError(where, f"is not plain YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ProjectError(place, str(error).splitlines()[0]) from None
    except RecursionError:
        raise ProjectError(place, "is nested too deeply", "write it flatter") from None
    if not isinstance(document, dict):
        right = "write names and values, as in `name: my-package`"
        raise ProjectError(place, "does not hold an object", right)
    return document


def read_whole_number(text: str) -> int:
    """Read a whole number; ValueError where it is longer than any that a descriptor needs."""
    if len(text) > MOST_DIGITS:
        message = f"holds a number of more than {MOST_DIGITS:,} digits"
        raise ValueError(message)
    return int(text)


def without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build a JSON object, refusing a key given twice (RFC 8259, section 4, warns of it)."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"gives the key {twice!r} twice"
        raise ValueError(message)
    return found
