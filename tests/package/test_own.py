"""Properties of our own, and those that are nearly ones of ours or of the standard."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.intake.limits import BOUNDS, NAMES
from pressmark.package.meant import ELSEWHERE, KNOWN, ORDINARY, SYNONYMS, fold_name
from pressmark.package.own import BY_NAME, LABEL, OWN
from pressmark.package.own_values import LIMITS_OF
from pressmark.package.project import read_project
from pressmark.package.schema import Schema
from pressmark.report.finding import Finding, Findings
from pressmark.validate.descriptor import tell_of_misspelt
from tests.packages import (
    assert_sentences,
    field,
    fields,
    report_of,
    write_package,
    write_project,
)

ROOT = Path(__file__).parent.parent.parent
RELEASES = ROOT / "datapackage/releases"
RIGHT: dict[str, Any] = {
    "pressmark:limits": {"columns": 5},
    "pressmark:expect": {"minRecords": 5, "maxLoss": "12.5 %"},
    "pressmark:formats": ["SQLite"],
    "pressmark:site": "https://data.example.org/faces/",
    "pressmark:contact": "data@example.org",
    "pressmark:doi": "10.5555/a",
    "pressmark:conceptDoi": "https://doi.org/10.5555/a",
    "pressmark:format": 2,
    "pressmark:rules": [],
    "pressmark:views": [],
    "pressmark:queries": [],
    "pressmark:withdrawn": "withdrawn.csv",
    "pressmark:order": "file",
    "pressmark:parts": [1000, 998],
    "pressmark:copied": {
        "schema": {"address": "https://a.example/s.json", "hash": f"sha256:{'0a' * 32}"}
    },
    "pressmark:profile": "fiscal-data-package",
    "pressmark:sqlName": "id_2",
    "pressmark:tree": {"size": 1, "root": f"sha256:{'0a' * 32}"},
    "pressmark:redacted": {
        "path": "data/a.csv",
        "hash": f"sha256:{'0a' * 32}",
        "records": [
            {"leaf": 1, "digest": f"sha256:{'0b' * 32}", "date": "2026-11-29", "reason": "A court."}
        ],
    },
    "pressmark:meaningChanged": "Counted otherwise.",
    "pressmark:formerly": ["b", "c"],
    "pressmark:label": "a",
    "pressmark:passages": {"source": "a", "start": "a", "end": "a", "sha256": "a"},
    "pressmark:textDigest": "a",
    "pressmark:patternHelp": "write two letters",
    "pressmark:allow": ["formula"],
    "pressmark:fullText": False,
    "pressmark:storage": "text",
}
"""A right value of every property of ours, where the schema has the field `a`."""
ROOT_ALONE = {"root": f"sha256:{'0a' * 32}"}
WRONG: dict[str, tuple[Any, ...]] = {
    "pressmark:limits": (5, [], {"column": 5}, {"columns": 0}, {"columns": "5"}, None),
    "pressmark:expect": (5, [], {}, "10 %", {"minRecord": 5}, {"min_records": 5}, {"minRecords": 0},
                         {"minRecords": "5"}, {"minRecords": True}, {"maxLoss": 10},
                         {"maxLoss": "10"}, {"maxLoss": "101 %"}, {"maxLoss": "-1 %"},
                         {"maxLoss": "10 %\n"}, {"maxLoss": "٣ %"}, {"maxLoss": ""}, None),
    "pressmark:formats": ("SQLite", [5], [""], {"SQLite": True}, None),
    "pressmark:site": (5, "", "data.example.org", "ftp://a.example", "https://a.example/?b", None),
    "pressmark:contact": (5, "", "Ann", "ann@", "a b@example.org", "javascript:alert(1)",
                          "https://", "//a.example", "mailto:ann@example.org", ["ann@a.example"],
                          "ann@a.example?cc=bo", "https://a.example/\x07", "ann@a.example\n", None),
    "pressmark:doi": (5, "", "10.5", ["10.5555/a"], None),
    "pressmark:conceptDoi": (True, "doi"),
    "pressmark:format": (1, 3, "2", 2.5, [2], None),
    "pressmark:rules": ("a.sql", {}, [5]),
    "pressmark:views": ("a.sql", [None]),
    "pressmark:queries": (0, [[]]),
    "pressmark:withdrawn": (True, ["withdrawn.csv"]),
    "pressmark:order": ("key", "File", True, ["file"], None),
    "pressmark:parts": (2, "2", [], [5], [0, 2], [1, 2.5], [True, 1], [1, 2**53 + 1], None),
    "pressmark:copied": ("a", {"schema": "a"}, {"data": {}}, {"schema": {"address": "a"}},
                         {"schema": {"address": "a", "hash": "0a"}}),
    "pressmark:profile": ("", " ", 1, None, ["a"]),
    "pressmark:sqlName": ("", " ", 1, None, ["id"]),
    "pressmark:tree": ("a", {"size": 1}, {**ROOT_ALONE, "size": 0}, {**ROOT_ALONE, "size": True},
                       {**ROOT_ALONE, "size": 2**53 + 1}, {**ROOT_ALONE, "size": 1, "of": "t"},
                       {"size": 1, "root": "0a" * 32}, {"size": 1, "root": f"sha256:{'0A' * 32}"},
                       {"size": 1, "root": f"sha256:{'0a' * 32}\n"}),
    "pressmark:redacted": ("a", {}, {**RIGHT["pressmark:redacted"], "records": []},
                           {**RIGHT["pressmark:redacted"], "hash": "x"},
                           {"path": "data/a.csv", "hash": f"sha256:{'0a' * 32}"}),
    "pressmark:meaningChanged": (True, "", " \n", ["x"]),
    "pressmark:formerly": (5, [""], [5], {"name": "b"}, ""),
    "pressmark:label": (5, ["a"], "b", "A", "", None),
    "pressmark:passages": ("a", {"source": "a"}, {**RIGHT["pressmark:passages"], "end": "b"},
                           {**RIGHT["pressmark:passages"], "page": "a"}),
    "pressmark:textDigest": (5, "b", {}),
    "pressmark:patternHelp": (5, "", ["write"]),
    "pressmark:allow": ("formula", ["formulas"], [5], {"formula": True}),
    "pressmark:fullText": (True, "false", 0, None, [False]),
    "pressmark:storage": (5, "", ["text"]),
}  # fmt: skip


def document_with(level: str, **more: Any) -> dict[str, Any]:
    """Write a descriptor in which one part says more."""
    parts: dict[str, dict[str, Any]] = {
        "field": {"name": "a", "type": "string"},
        "constraints": {"required": False},
        "category": {"value": "1"},
        "missing value": {"value": ""},
        "foreign key": {"fields": ["a"]},
        "reference": {"fields": ["a"]},
        "schema": {"primaryKey": ["a"]},
        "dialect": {"delimiter": ","},
        "license": {"name": "CC0-1.0"},
        "contributor": {"title": "Ann"},
        "source": {"title": "A book"},
        "resource": {"name": "t", "path": "t.csv"},
        "package": {"name": "small"},
    }
    parts[level].update(more)
    held = parts["field"]
    held |= {"constraints": parts["constraints"], "categories": [parts["category"]]}
    parts["foreign key"]["reference"] = parts["reference"]
    schema = parts["schema"]
    schema |= {
        "fields": [held],
        "missingValues": [parts["missing value"]],
        "foreignKeys": [parts["foreign key"]],
    }
    parts["resource"] |= {"schema": schema, "dialect": parts["dialect"]}
    people = {"contributors": [parts["contributor"]], "sources": [parts["source"]]}
    people["licenses"] = [parts["license"]]
    return {**parts["package"], **people, "resources": [parts["resource"]]}


def written(folder: Path, level: str, **more: Any) -> Path:
    """Write a stranger's package in which one part says more; give its descriptor."""
    (folder / "t.csv").write_text("a\n1\n", encoding="utf-8")
    path = folder / "datapackage.json"
    path.write_text(json.dumps(document_with(level, **more)), encoding="utf-8")
    return path


def authored(folder: Path, level: str, **more: Any) -> Path:
    """Write the same as a project of ours, its schema in a file of its own; give its folder."""
    document = document_with(level, **more)
    schema = document["resources"][0].pop("schema")
    extra = {"datapackage/datapackage.yaml": json.dumps({"version": "1.0.0", **document})}
    del document["resources"][0]["path"]
    extra["datapackage/datapackage.yaml"] = json.dumps({"version": "1.0.0", **document})
    return write_project(folder / "project", {"t": (json.dumps(schema), "a\n1\n")}, extra)


def refused(where: Path) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read_project(where)
    assert caught.value.exit_code == 2
    return caught.value


def warned(path: Path) -> tuple[Finding, ...]:
    """Read a stranger's package and give what is said of its properties."""
    findings = Findings(100)
    tell_of_misspelt(read_project(path), findings)
    assert findings.errors == 0
    for each in findings.kept:
        assert_sentences(each)
    return tuple(findings.kept)


# The list


def test_every_property_of_ours_has_right_and_wrong_values_here() -> None:
    assert list(RIGHT) == list(WRONG) == [each.name for each in OWN] == list(BY_NAME)
    assert len(BY_NAME) == len(OWN)
    assert set(NAMES) == set(BOUNDS) == set(LIMITS_OF)


def test_no_other_module_names_a_property_of_ours() -> None:
    """Docstrings and the examples of rules may speak of them, code reads them through the list.

    What is shipped to be run by Python alone has no list.
    """
    shipped = ("report/rules.py", "sidecars/verify.py")
    for path in (ROOT / "pipeline").rglob("*.py"):
        if path.name == "own.py" or any(map(path.match, shipped)):
            continue
        source = path.read_text("utf-8")
        if "pressmark:" not in source:
            continue
        tree = ast.parse(source)
        told = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in told:
                assert not re.search(r"(?<!urn:)pressmark:\w", text), f"{path}: {text}"
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and path.name != "feed.py":
                assert "pressmark:{" not in ast.unparse(node), path


def test_templates_name_none_either() -> None:
    for path in (ROOT / "pipeline").rglob("*.html"):
        assert "pressmark:" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_is_read_wherever_it_may_stand(name: str, tmp_path: Path) -> None:
    own = BY_NAME[name]
    for level in own.stands:
        path = written(tmp_path, level, **{name: RIGHT[name]})
        package = read_project(path)
        part = {
            "package": package.descriptor,
            "resource": package.tables[0].resource,
            "schema": package.tables[0].schema,
            "field": package.tables[0].schema.fields[0],
        }[level]
        assert own.of(part) is not None and package.misspelt == ()
        if own.instead:
            slip = refused(authored(tmp_path, level, **{name: RIGHT[name]}))
            assert slip.wrong.endswith(f"{name} is written by releases alone")
            assert slip.right == own.instead
        else:
            read_project(authored(tmp_path, level, **{name: RIGHT[name]}))


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_refused_in_every_package(name: str, value: Any, tmp_path: Path) -> None:
    own = BY_NAME[name]
    level = own.stands[-1]
    slip = refused(written(tmp_path, level, **{name: value}))
    assert slip.place == f"{tmp_path}/datapackage.json" and name in slip.wrong
    assert slip.right.endswith(f"write {own.right}")
    if not own.instead:
        of_schemas = level not in ("package", "resource")
        place = "schemas/t.yaml" if of_schemas else "datapackage/datapackage.yaml"
        slip = refused(authored(tmp_path, level, **{name: value}))
        assert slip.place == f"{tmp_path}/project/{place}" and name in slip.wrong


def test_a_property_that_is_not_there_has_no_value() -> None:
    assert LABEL.of(Schema.model_validate({"fields": ({"name": "a"},)})) is None


# Ours, misspelt and misplaced


@pytest.mark.parametrize(
    ("level", "name", "near"),
    [
        ("schema", "pressmark:lable", "pressmark:label"),
        ("schema", "pressmark:Label", "pressmark:label"),
        ("schema", "Pressmark:label", "pressmark:label"),
        ("schema", "presmark:label", "pressmark:label"),
        ("schema", "pressmark:textdigest", "pressmark:textDigest"),
        ("schema", "pressmark:text_digest", "pressmark:textDigest"),
        ("schema", "pressmark:passage", "pressmark:passages"),
        ("field", "pressmark:paternHelp", "pressmark:patternHelp"),
        ("field", "pressmark:alow", "pressmark:allow"),
        ("field", "pressmark:formely", "pressmark:formerly"),
        ("resource", "pressmark:former", "pressmark:formerly"),
        ("package", "pressmark:limit", "pressmark:limits"),
        ("package", "pressmark:concept_doi", "pressmark:conceptDoi"),
        ("package", "pressmark:meaningchange", "pressmark:meaningChanged"),
    ],
)
def test_a_misspelt_property_of_ours_is_refused_or_warned_of(
    level: str, name: str, near: str, tmp_path: Path
) -> None:
    slip = refused(authored(tmp_path, level, **{name: "a"}))
    assert slip.wrong == f"{path_of(level, written=False)}{name} is no property of Pressmark's"
    assert slip.right == f"did you mean {near!r}?"
    (found,) = warned(written(tmp_path, level, **{name: "a"}))
    assert (found.rule, found.severity, found.value) == ("schema.property", "warning", name)
    assert found.hint == f'Write "{near}", if that is meant.'
    assert found.path == f"{tmp_path}/datapackage.json"


def path_of(level: str, *, written: bool) -> str:
    """Say where a part stands in its file."""
    inside = {
        "schema": "",
        "field": "fields[0].",
        "constraints": "fields[0].constraints.",
        "category": "fields[0].categories[0].",
        "missing value": "missingValues[0].",
        "foreign key": "foreignKeys[0].",
        "reference": "foreignKeys[0].reference.",
    }
    if level in inside:
        return f"{'resources[0].schema.' if written else ''}{inside[level]}"
    outside = {"package": "", "resource": "resources[0].", "dialect": "resources[0].dialect."}
    return outside.get(level) if level in outside else f"{level}s[0]."  # type: ignore[return-value]


@pytest.mark.parametrize("level", KNOWN)
@pytest.mark.parametrize("own", OWN, ids=lambda own: own.name)
def test_a_property_of_ours_stands_only_where_it_means_something(
    level: Any, own: Any, tmp_path: Path
) -> None:
    if level in own.stands:
        return
    name, value = own.name, RIGHT[own.name]
    slip = refused(authored(tmp_path, level, **{name: value}))
    wrong = f"{name} is no property of a {level}"
    assert slip.wrong == f"{path_of(level, written=False)}{wrong}"
    assert slip.right.startswith("write it on a ") and own.stands[-1] in slip.right
    (found,) = warned(written(tmp_path, level, **{name: value}))
    assert found.message == (
        f'"{path_of(level, written=True)}{name}" is no property of a {level}: the package is '
        "judged as if it were not there."
    )
    assert found.table == (
        None if level in ("package", "license", "contributor", "source") else "t"
    )


@pytest.mark.parametrize(
    ("level", "name", "right"),
    [
        ("package", "pressmark:moon", "write one of pressmark:limits, pressmark:expect, "),
        ("dialect", "pressmark:zzz", "a dialect has none, so take it out"),
    ],
)
def test_what_is_near_to_nothing_of_ours_lists_what_there_is(
    level: str, name: str, right: str, tmp_path: Path
) -> None:
    assert refused(authored(tmp_path, level, **{name: 1})).right.startswith(right)
    (found,) = warned(written(tmp_path, level, **{name: 1}))
    assert (found.hint or "").endswith(", unless a newer version knows it.")


@pytest.mark.parametrize("name", ["patternHelp", "pattern_help", "allow", "formerly"])
def test_an_author_who_forgets_the_prefix_is_told(name: str, tmp_path: Path) -> None:
    slip = refused(authored(tmp_path, "field", **{name: "x"}))
    assert slip.right.startswith("did you mean 'pressmark:")
    assert "as in 'my:name'" in slip.right
    assert warned(written(tmp_path, "field", **{name: "x"})) == ()


# Those of the standard

SLIPS: tuple[tuple[str, str, str, str | None], ...] = (
    ("package", "titel", "title", None),
    ("package", "licence", "licenses", None),
    ("package", "contributers", "contributors", None),
    ("package", "keyword", "keywords", None),
    ("package", "missingValues", "missingValues", "schema"),
    ("package", "primary_key", "primaryKey", "schema"),
    ("package", "schema", "schema", "resource"),
    ("package", "delimiter", "delimiter", "dialect"),
    ("resource", "primarykey", "primaryKey", "schema"),
    ("resource", "missingValues", "missingValues", "schema"),
    ("resource", "foreignKey", "foreignKeys", "schema"),
    ("resource", "quotechar", "quoteChar", "dialect"),
    ("resource", "sep", "delimiter", "dialect"),
    ("resource", "encodng", "encoding", None),
    ("resource", "mediaType", "mediatype", None),
    ("resource", "byte", "bytes", None),
    ("schema", "primarykey", "primaryKey", None),
    ("schema", "foriegnKeys", "foreignKeys", None),
    ("schema", "missing_values", "missingValues", None),
    ("schema", "uniqueKey", "uniqueKeys", None),
    ("schema", "delimiter", "delimiter", "dialect"),
    ("schema", "decimalChar", "decimalChar", "field"),
    ("field", "typ", "type", None),
    ("field", "Type", "type", None),
    ("field", "constraint", "constraints", None),
    ("field", "fromat", "format", None),
    ("field", "descripton", "description", None),
    ("field", "datatype", "type", None),
    ("field", "required", "required", "constraints"),
    ("field", "enum", "enum", "constraints"),
    ("field", "maxLenght", "maxLength", "constraints"),
    ("field", "primaryKey", "primaryKey", "schema"),
    ("constraints", "requird", "required", None),
    ("constraints", "max", "maximum", None),
    ("constraints", "regex", "pattern", None),
    ("constraints", "min_length", "minLength", None),
    ("constraints", "type", "type", "field"),
    ("category", "lable", "label", None),
    ("missing value", "Label", "label", None),
    ("foreign key", "resource", "resource", "reference"),
    ("reference", "resourse", "resource", None),
    ("dialect", "delimeter", "delimiter", None),
    ("dialect", "separator", "delimiter", None),
    ("dialect", "header_rows", "headerRows", None),
    ("dialect", "encoding", "encoding", "resource"),
    ("license", "titel", "title", None),
    ("contributor", "orgnization", "organization", None),
    ("source", "Path", "path", None),
)
"""Where a slip stands, how it is written, what was meant, and where that belongs if elsewhere."""


@pytest.mark.parametrize(("level", "name", "meant", "belongs"), SLIPS)
def test_a_slip_is_refused_in_a_project_and_warned_of_in_a_strangers_package(
    level: str, name: str, meant: str, belongs: str | None, tmp_path: Path
) -> None:
    where = f" in the {belongs}" if belongs else ""
    what = f"a {level}" if belongs else "the standard"
    slip = refused(authored(tmp_path, level, **{name: "x"}))
    assert slip.wrong == f"{path_of(level, written=False)}{name} is no property of {what}"
    assert slip.right.startswith(f"did you mean {meant!r}{where}? A property of your own")
    (found,) = warned(written(tmp_path, level, **{name: "x"}))
    assert found.message == (
        f'"{path_of(level, written=True)}{name}" is no property of {what}: the package is judged '
        "as if it were not there."
    )
    assert found.hint == f'Write "{meant}"{where}, if that is meant.'
    inside = level in ("field", "constraints", "category")
    assert (found.field, found.record, found.line) == ("a" if inside else None, None, None)


def test_what_frictionless_alone_has_in_a_dialect_is_said(tmp_path: Path) -> None:
    """What it divides into parts is read; what the standard has no property for is passed over."""
    divided: Any = {"excel": {"fillMergedCells": True, "sheet": "A"}}
    slip = refused(authored(tmp_path, "dialect", **divided))
    assert slip.wrong == "resources[0].dialect.excel is no property of the standard"
    assert slip.right == "take out what it holds: nothing in the standard means that"
    (found,) = warned(written(tmp_path, "dialect", **divided))
    assert found.hint == "Take out what it holds: nothing in the standard means that."
    assert warned(written(tmp_path, "dialect", csv={"delimiter": ";"})) == ()


WILD = """_key count_of_rows rows scheme control stats extrapaths lang mandatory unit
    skos:broadMatch collection readme views author maintainers datapackage_version
    title_translations namespace title_en description_fr name_en examples titles source date
    created_by modified last_updated license_id num_resources resource_type mimetype url hashing
    layout trusted tags groups size state position notes extras spatial temporal taxonomic project
    references unit_of_measure default nullable index length width precision ontology sameAs
    valueReference isAbout doi issued rights theme contact status @type @context #note $comment
    related scope comment row_count record_count column_count field_count sample preview thumbnail
    family alias short_name display_name measure dimension calculation aggregation sort ordering
    question response universe variable label labels category group my:licences dc:titel
    x-primarykey"""
"""Properties that others add to theirs."""


@pytest.mark.parametrize("level", ["package", "resource", "schema", "field"])
def test_words_of_publishers_own_are_passed_over_in_silence(level: Any, tmp_path: Path) -> None:
    more = {name: "x" for name in WILD.split() if name not in KNOWN[level]}
    assert [found.message for found in warned(written(tmp_path, level, **more))] == []


def test_properties_of_the_first_standard_are_no_slips(tmp_path: Path) -> None:
    document = document_with("package", profile="tabular-data-package")
    document["resources"][0] |= {"profile": "tabular-data-resource", "compression": "no"}
    document["resources"][0]["dialect"] |= {"csvddfVersion": 1.2, "caseSensitiveHeader": False}
    document["contributors"] = [{"title": "Ann", "role": "author"}]
    path = written(tmp_path, "package")
    document["resources"][0].pop("compression")
    path.write_text(json.dumps(document), encoding="utf-8")
    assert warned(path) == ()


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_releases_hold_no_slip(version: str) -> None:
    assert read_project(RELEASES / version / "datapackage.json").misspelt == ()


def test_the_tables_of_slips_name_what_the_standard_has() -> None:
    for level, places in ELSEWHERE.items():
        for belongs, names in places:
            assert set(names) <= set(KNOWN[belongs]) and not set(names) & set(KNOWN[level])
    for (level, word), (name, belongs) in SYNONYMS.items():
        assert name in KNOWN[belongs] and word == fold_name(word)
        assert word not in map(fold_name, KNOWN[level])
    assert all(word == fold_name(word) for word in ORDINARY)


def test_a_slip_leaves_a_strangers_package_valid(tmp_path: Path) -> None:
    """It is a warning of the same shape as every other, and the rest is judged."""
    path = write_package(
        tmp_path, {"t": (fields(field("a", typ="integer")), "a\nx\n")}, primarykey="a"
    )
    report = report_of(path)
    assert report.valid and report.counts == {"schema.property": 2}
    assert [each.written() for each in report.findings] == [
        {
            "rule": "schema.property", "severity": "warning", "table": table, "path": str(path),
            "record": None, "line": None, "field": field_name, "value": value,
            "message": f"{message}: the package is judged as if it were not there.", "hint": hint,
        }
        for table, field_name, value, message, hint in (
            (None, None, "primarykey", '"primarykey" is no property of a package',
             'Write "primaryKey" in the schema, if that is meant.'),
            ("t", "a", "typ", '"resources[0].schema.fields[0].typ" is no property of the standard',
             'Write "type", if that is meant.'),
        )
    ]  # fmt: skip


def test_a_schema_in_a_file_of_its_own_is_named(tmp_path: Path) -> None:
    table = fields(field("a", typ="integer"))
    path = write_package(tmp_path, {"t": (table, "a\n1\n"), "u": (table, "a\n1\n")})
    (tmp_path / "s.json").write_text(json.dumps(table), encoding="utf-8")
    document = json.loads(path.read_text("utf-8"))
    for resource in document["resources"]:
        resource["schema"] = "s.json"
    document["resources"][0]["titel"] = "x"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = [(each.path, each.table, each.field, each.value) for each in warned(path)]
    assert sorted(found, key=str) == [
        (f"{tmp_path}/datapackage.json", "t", None, "titel"),
        (f"{tmp_path}/s.json", "t", "a", "typ"),
        (f"{tmp_path}/s.json", "u", "a", "typ"),
    ]


@pytest.mark.parametrize(
    ("resource", "right"),
    [
        ({"shcema": {"fields": []}}, "write schema in place of 'shcema'"),
        ({"schema": {"feilds": []}}, "write fields in place of 'feilds'"),
    ],
)
def test_a_slip_that_leaves_out_a_schema_is_named(
    resource: dict[str, Any], right: str, tmp_path: Path
) -> None:
    document = {"resources": [{"name": "t", "path": "t.csv", **resource}]}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    package = read_project(path)
    assert [each.right for each in package.faults] == [right]
    assert ([each.name for each in package.attachments], package.tables) == (["t"], ())


def test_a_slip_that_leaves_out_the_name_of_a_field_is_a_fault(tmp_path: Path) -> None:
    schema = {"fields": [{"nam": "a"}]}
    path = tmp_path / "datapackage.json"
    document = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    path.write_text(json.dumps(document), encoding="utf-8")
    (fault,) = read_project(path).faults
    assert fault.right == "write name in place of 'nam'"


@pytest.mark.search
def test_of_very_many_own_properties_only_equal_ones_are_looked_for(tmp_path: Path) -> None:
    more = {f"propertie{number}": 1 for number in range(20_000)}
    more |= {f"presmark{number}:label": 1 for number in range(10)}
    found = warned(written(tmp_path, "resource", **more, primarykey=1, zzz=1, encodng=1))
    assert [each.value for each in found] == ["primarykey"]
    assert warned(written(tmp_path, "resource", **{f"{'presmark' * 9}:label": 1})) == ()
    assert warned(written(tmp_path, "resource", **{"x" * 5_000: 1, "y" * 40: 1})) == ()


def test_a_key_beside_the_schema_is_used_and_said(tmp_path: Path) -> None:
    """The schema may stand in a file of its own; what people here wrote is refused."""
    document = json.loads(written(tmp_path, "resource", uniqueKeys=[["a"]]).read_text("utf-8"))
    (tmp_path / "s.json").write_text(json.dumps(document["resources"][0]["schema"]), "utf-8")
    document["resources"][0]["schema"] = "s.json"
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_project(path).tables[0].schema.unique_keys == (("a",),)
    (found,) = warned(path)
    assert (found.value, found.hint) == ("uniqueKeys", "Write it in the schema.")
    assert found.message == (
        '"resources[0].uniqueKeys" stands beside the schema: the package is judged as if it stood '
        "there."
    )
    assert refused(authored(tmp_path, "resource", uniqueKeys=[["a"]])).wrong.endswith(
        "of a resource"
    )
