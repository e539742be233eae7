"""Each rule of the reference breaks where its example says, and nothing else does."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.report.rule import Rule
from pressmark.report.rules import RULES
from pressmark.validate import judge
from tests.docs import DOCS

EXAMPLES = [rule for rule in RULES if not rule.needs]
PAGE = (DOCS / "reference/rules.md").read_text("utf-8")
OF_PACKAGES = ("pressmark:limits", "pressmark:rules")
OF_RESOURCES = ("path", "format", "dialect", "bytes", "hash")
OF_SCHEMAS = ("primaryKey", "uniqueKeys", "foreignKeys")
A_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


def zipped() -> bytes:
    """Pack an entry that would leave its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../t.csv", "a,b\n1,2\n")
    return packed.getvalue()


def nothing() -> bytes:
    """Give no bytes."""
    return b""


def bomb() -> bytes:
    """Pack a hundred million zeros."""
    return gzip.compress(bytes(100_000_000), mtime=0)


PACKED: dict[str, Callable[[], bytes]] = {
    "(nothing)": nothing,
    "(zip of `../t.csv`)": zipped,
    "(gzip of 100 MB of zeros)": bomb,
}
"""Files that no table of a page can show."""


def content(shown: str) -> bytes:
    """Read what a file holds from the way in which the reference writes it."""
    if shown in PACKED:
        return PACKED[shown]()
    written = shown.replace("\\n", "\n").replace("\\r", "\r").encode()
    return A_BYTE.sub(lambda match: bytes([int(match[1], 16)]), written)


def write_example(folder: Path, says: dict[str, Any], file: str) -> Path:
    """Write an example as a package; give its descriptor's path."""
    levels: list[dict[str, Any]] = [{}, {}, {}, {}]
    for name, value in says.items():
        known = (OF_PACKAGES, OF_RESOURCES, OF_SCHEMAS)
        level = next((at for at, names in enumerate(known) if name in names), len(known))
        levels[level][name] = value
    package, resource, schema, field = levels
    fields = [{"name": "a", "type": "string", **field}, {"name": "b", "type": "string"}]
    table = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": fields, **schema}}
    if file:
        (folder / resource.get("path", "t.csv")).write_bytes(content(file))
    if "pressmark:rules" in package:
        query = re.search(r"rule `alike` is `(.*)`", PAGE)
        assert query is not None
        (folder / "alike.sql").write_text(f"-- table: t\n{query[1]}\n", encoding="utf-8")
    document = {"name": "example", **package, "resources": [{**table, **resource}]}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize("rule", EXAMPLES, ids=[rule.id for rule in EXAMPLES])
def test_an_example_breaks_its_rule_and_no_other(rule: Rule, tmp_path: Path) -> None:
    path = write_example(tmp_path, json.loads(rule.given or "{}"), rule.file)
    with Engine() as engine:
        report = judge(read_project(path, trust_rules=True), engine).report
    assert set(report.counts) == {rule.id.replace("<name>", "alike")}
    assert report.valid is (rule.severity == "warning")


def test_what_has_no_example_says_what_it_needs() -> None:
    assert len(EXAMPLES) > 40
    assert all(bool(rule.needs) is not bool(rule.given or rule.file) for rule in RULES)
