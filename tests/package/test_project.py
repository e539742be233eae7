"""Folders and descriptors read as packages; what leaves the root, or is not there, is refused."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.package.paths import display, resolve_inside
from pressmark.package.project import read_project
from tests.packages import field, fields, report_of, write_project

SCHEMA = "fields:\n  - name: a\n    type: string\n"


def bare(folder: Path, resource: dict[str, Any], **properties: Any) -> Path:
    """Write a descriptor of one table `t` beside its file."""
    (folder / "t.csv").write_text("a\n1\n", encoding="utf-8")
    table = {"name": "t", "path": "t.csv", "schema": fields(field("a")), **resource}
    path = folder / "datapackage.json"
    document = {"name": "small", **properties, "resources": [table]}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def refusal(path: Path) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read_project(path)
    assert caught.value.exit_code == 2
    return caught.value


# Where a package is found


def test_a_project_finds_schemas_and_records_by_the_tables_name(tmp_path: Path) -> None:
    root = write_project(
        tmp_path,
        {"t": (SCHEMA, "a\n1\n")},
        {
            "schemas/rules/b.sql": "-- table: t\n-- key: a\nselect a from t",
            "schemas/rules/a.sql": "-- table: t\n-- key: a\nselect a from t",
            "schemas/rules/.#a.sql": "an editor's own",
            "datapackage/views/v.sql": "select 1 as x",
            "datapackage/queries/q.sql": "select 1 as x",
            "datapackage/withdrawn.csv": "table,key\n",
            "datapackage/notes/1.0.0.md": "First.\n",
            "datapackage/notes/2.0.0.md": "Not yet.\n",
        },
    )
    package = read_project(root)
    assert (package.name, package.version, package.trusted) == ("small", "1.0.0", True)
    assert [rule.name for rule in package.rules] == ["a", "b"]
    assert [view.name for view in package.views] == ["v"]
    assert [query.name for query in package.queries] == ["q"]
    assert (package.withdrawn, package.note) == ("table,key\n", "First.\n")
    assert package.releases == root / "datapackage/releases"
    assert package.tables[0].place == "datapackage/records/t.csv"
    assert package.tables[0].paths == (root / "datapackage/records/t.csv",)
    assert [path.relative_to(root).as_posix() for path in package.files] == [
        "datapackage/datapackage.yaml",
        "schemas/t.yaml",
        "schemas/rules/a.sql",
        "schemas/rules/b.sql",
        "datapackage/views/v.sql",
        "datapackage/queries/q.sql",
        "datapackage/notes/1.0.0.md",
        "datapackage/withdrawn.csv",
    ]
    assert read_project(root / "datapackage/datapackage.yaml") == package


def test_a_small_project_has_nothing_beside_its_tables(tmp_path: Path) -> None:
    package = read_project(write_project(tmp_path, {"t": (SCHEMA, "a\n")}))
    assert (package.rules, package.views, package.queries) == ((), (), ())
    assert (package.withdrawn, package.note) == (None, None)


def test_a_project_may_name_its_own_paths(tmp_path: Path) -> None:
    root = write_project(
        tmp_path,
        {},
        {
            "datapackage/datapackage.yaml": "resources:\n"
            "  - {name: t, path: x/y.csv, schema: z.yaml, dialect: d.yaml}\n",
            "z.yaml": SCHEMA,
            "d.yaml": "delimiter: ;\n",
            "x/y.csv": "a\n",
        },
    )
    package = read_project(root)
    assert package.tables[0].paths == (root / "x/y.csv",)
    assert package.tables[0].resource.dialect.delimiter == ";"
    assert package.files[1:3] == (root / "z.yaml", root / "d.yaml")


@pytest.mark.parametrize("name", ["datapackage.json", "datapackage.yaml", "datapackage.yml"])
def test_a_folder_may_hold_a_bare_descriptor(name: str, tmp_path: Path) -> None:
    bare(tmp_path, {}).rename(tmp_path / name)
    for where in (tmp_path, tmp_path / name):
        package = read_project(where)
        assert (package.name, package.trusted, package.releases) == ("small", False, None)
        assert package.files == (tmp_path / name,)


def test_an_authored_project_comes_before_a_bare_descriptor(tmp_path: Path) -> None:
    write_project(tmp_path, {"t": (SCHEMA, "a\n")})
    bare(tmp_path, {}, version="9.9.9")
    assert read_project(tmp_path).version == "1.0.0"


def test_the_sql_of_a_bare_descriptor_is_trusted_on_demand(tmp_path: Path) -> None:
    (tmp_path / "r.sql").write_text("-- table: t\nselect 1", encoding="utf-8")
    (tmp_path / "w.csv").write_text("x\n", encoding="utf-8")
    path = bare(tmp_path, {}, **{"pressmark:rules": ["r.sql"], "pressmark:withdrawn": "w.csv"})
    package = read_project(path)
    assert ([rule.name for rule in package.rules], package.trusted) == (["r"], False)
    assert package.withdrawn == "x\n"
    assert read_project(path, trust_rules=True).trusted


def test_a_descriptor_of_version_1_works_unchanged(tmp_path: Path) -> None:
    schema = fields(field("a"), foreignKeys=[
        {"fields": "a", "reference": {"resource": "", "fields": "a"}}])  # fmt: skip
    (tmp_path / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    path = bare(
        tmp_path,
        {"profile": "tabular-data-resource", "schema": "s.json"},
        profile="tabular-data-package",
    )
    package = read_project(path)
    assert package.tables[0].schema.foreign_keys[0].reference.resource is None
    assert package.files == (path, tmp_path / "s.json")


def test_strangers_name_their_own_properties_as_they_like(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "tittle": "x"}]}
    (tmp_path / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    read_project(bare(tmp_path, {"schema": "s.json"}))
    read_project(bare(tmp_path, {"schema": schema}))


@pytest.mark.parametrize(
    ("files", "place", "wrong"),
    [
        ({"schemas/t.yaml": "fields: [{name: a, tittle: x}]"}, "schemas/t.yaml",
         "fields[0].tittle is no property of the standard"),
        ({"datapackage/datapackage.yaml": "licences: []\nresources: [{name: t}]"},
         "datapackage/datapackage.yaml", "licences is no property of the standard"),
        ({"schemas/t.yaml": "fields: [{name: a}, {title: b}]"}, "schemas/t.yaml",
         "fields[1].name is missing"),
        ({"schemas/rules/r.sql": "delete from t"}, "schemas/rules/r.sql", "holds no SELECT"),
        ({"datapackage/datapackage.yaml": "resources: [{name: 5}]"},
         "datapackage/datapackage.yaml", "resources[0].name 5: should be a text"),
        ({"datapackage/datapackage.yaml": "resources: [{name: ../x}]"},
         "datapackage/datapackage.yaml",
         "the path 'schemas/../x.yaml' leaves the package or is hidden"),
        ({"datapackage/datapackage.yaml": "resources: [{name: none}]"}, "schemas/none.yaml",
         "there is no such file"),
        ({"datapackage/datapackage.yaml": "name: x"}, "datapackage/datapackage.yaml",
         "resources is no list of tables"),
    ],
)  # fmt: skip
def test_an_authored_mistake_is_named_by_its_file(
    files: dict[str, str], place: str, wrong: str, tmp_path: Path
) -> None:
    refused = refusal(write_project(tmp_path, {"t": (SCHEMA, "a\n")}, files))
    assert refused.place == f"{tmp_path}/{place}"
    assert refused.wrong.startswith(wrong)


@pytest.mark.parametrize(
    ("schema", "path", "value", "wrong"),
    [
        ("fields: [{name: a}]\nprimaryKey: b", "primaryKey", '"b"',
         "names 'b', which is no field of this schema"),
        ("fields: [{name: a, type: intger}]", "fields[0].type", '"intger"',
         "should be 'any', 'array'"),
    ],
)  # fmt: skip
def test_an_authored_fault_is_named_by_its_file(
    schema: str, path: str, value: str, wrong: str, tmp_path: Path
) -> None:
    files = {"schemas/t.yaml": schema}
    (fault,) = read_project(write_project(tmp_path, {"t": (SCHEMA, "a\n")}, files)).faults
    assert (fault.place, fault.path) == (f"{tmp_path}/schemas/t.yaml", path)
    assert (fault.table, fault.value) == ("t", value)
    assert fault.wrong.startswith(wrong)


def test_a_folder_without_package_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path)
    assert (refused.place, refused.wrong) == (str(tmp_path), "holds no package")
    for right in ("write datapackage/datapackage.yaml", '"folder/*.csv"', "`pressmark new`"):
        assert right in refused.right


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "none")
    assert (refused.wrong, refused.right) == ("there is no such file or folder", "check the name")
    (tmp_path / "nine").mkdir()
    assert refusal(tmp_path / "nin").right == f"did you mean {tmp_path / 'nine'}?"


def test_a_pipe_is_no_project(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").wrong == "is no file"


# Paths


UNSAFE = [
    "../t.csv",
    "x/../../t.csv",
    "x/../t.csv",
    "/etc/passwd",
    "~/t.csv",
    "~root/t.csv",
    "$HOME/t.csv",
    "${HOME}/t.csv",
    "x\\t.csv",
    "C:/t.csv",
    "c:t.csv",
    ".hidden.csv",
    ".git/config",
    "x/.git/config",
    "//host/t.csv",
    "a\nb.csv",
    "a\x7fb.csv",
]


@pytest.mark.parametrize("written", UNSAFE)
def test_an_unsafe_path_is_refused(written: str, tmp_path: Path) -> None:
    path = bare(tmp_path, {"path": written})
    assert str(refusal(path)) == (
        f"{path}: the path {written!r} leaves the package or is hidden\n"
        "  write a relative path inside the package, with / and without .."
    )


@pytest.mark.parametrize("written", UNSAFE)
@pytest.mark.parametrize("part", ["schema", "dialect"])
def test_a_part_at_an_unsafe_path_is_lost(part: str, written: str, tmp_path: Path) -> None:
    package = read_project(bare(tmp_path, {part: written}))
    (fault,) = package.faults
    assert (fault.path, json.loads(fault.value)) == (f"resources[0].{part}", written)
    assert fault.wrong == f"cannot be used: the path {written!r} leaves the package or is hidden"
    (attachment,) = package.attachments
    assert not package.tables and attachment.has_dialect == (part == "schema")


@pytest.mark.parametrize("written", UNSAFE)
@pytest.mark.parametrize("several", [False, True])
def test_a_resource_at_an_unsafe_path_is_none_and_the_rest_is(
    several: bool, written: str, tmp_path: Path
) -> None:
    path = bare(tmp_path, {})
    document = json.loads(path.read_text("utf-8"))
    other = {"name": "u", "path": ["t.csv", written] if several else written}
    document["resources"] += [other | {"schema": fields(field("a"))}, other | {"name": "v"}]
    path.write_text(json.dumps(document), "utf-8")
    package = read_project(path)
    assert [each.name for each in package.resources] == ["t"]
    assert [(each.path, each.table) for each in package.faults] == [
        ("resources[1].path", "u"), ("resources[2].path", "v"),
    ]  # fmt: skip
    document["pressmark:format"] = 2
    path.write_text(json.dumps(document), "utf-8")
    assert refusal(path).wrong == f"the path {written!r} leaves the package or is hidden"


@pytest.mark.parametrize("written", UNSAFE)
@pytest.mark.parametrize("name", ["rules", "views", "queries"])
def test_an_unsafe_path_of_sql_is_refused(name: str, written: str, tmp_path: Path) -> None:
    path = bare(tmp_path, {}, **{f"pressmark:{name}": [written]})
    assert refusal(path).wrong == f"the path {written!r} leaves the package or is hidden"


@pytest.mark.parametrize("written", ["../w.csv", "/etc/passwd"])
def test_an_unsafe_path_of_withdrawn_keys_is_refused(written: str, tmp_path: Path) -> None:
    path = bare(tmp_path, {}, **{"pressmark:withdrawn": written})
    assert refusal(path).wrong == f"the path {written!r} leaves the package or is hidden"


@pytest.mark.parametrize("part", ["path", "schema", "dialect"])
def test_a_link_out_of_the_package_is_refused(part: str, tmp_path: Path) -> None:
    outside = tmp_path / "secret.json"
    outside.write_text('{"fields": [{"name": "a"}]}', encoding="utf-8")
    root = tmp_path / "package"
    root.mkdir()
    (root / "link.json").symlink_to(outside)
    (root / "folder").symlink_to(tmp_path)
    for written in ("link.json", "folder/secret.json", "folder/none.json"):
        path = bare(root, {part: written})
        wrong = (refusal(path) if part == "path" else read_project(path).faults[0]).wrong
        assert wrong.endswith(f"the path {written!r} leaves the package or is hidden")


def test_a_link_inside_the_package_is_followed(tmp_path: Path) -> None:
    path = bare(tmp_path, {"path": "link.csv"})
    (tmp_path / "link.csv").symlink_to("t.csv")
    assert read_project(path).tables[0].paths == (tmp_path / "link.csv",)


def test_the_package_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    bare(tmp_path / "real", {})
    (tmp_path / "link").symlink_to("real")
    assert read_project(tmp_path / "link").tables[0].name == "t"


def test_a_link_that_turns_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("link.csv")
    refused = refusal(bare(tmp_path, {"path": "link.csv"}))
    wrong = "the path 'link.csv' cannot be followed: its links turn in a circle"
    assert (refused.wrong, refused.right) == (wrong, "write another")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    wrong = "the path 't.csv/x' cannot be followed: a folder on its way is a file"
    assert refusal(bare(tmp_path, {"path": "t.csv/x"})).wrong == wrong


def test_a_name_may_be_too_long(tmp_path: Path) -> None:
    shown = "a" * 59 + "…"
    wrong = f"the path {shown!r} cannot be followed: file name too long"
    assert refusal(bare(tmp_path, {"path": "a" * 300})).wrong == wrong


def test_a_folder_that_may_not_be_read_is_the_machines_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare(tmp_path, {})
    exists = Path.exists

    def refuse(path: Path) -> bool:
        if path.name == "t.csv":
            raise PermissionError(13, "Permission denied", "t.csv")
        return exists(path)

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(MachineError, match=r"t\.csv: permission denied"):
        read_project(path)


def test_a_note_that_may_not_be_looked_at_is_the_machines_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path, {"t": (SCHEMA, "a\n")})
    exists = Path.exists

    def refuse(path: Path) -> bool:
        if path.name == "withdrawn.csv":
            raise PermissionError(13, "Permission denied", "withdrawn.csv")
        return exists(path)

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(MachineError, match=r"withdrawn\.csv: permission denied"):
        read_project(root)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_only_a_file_holds_a_table(make: Any, tmp_path: Path) -> None:
    make(tmp_path / "odd.csv")
    (found,) = report_of(bare(tmp_path, {"path": "odd.csv"})).findings
    assert (found.rule, found.table, found.path) == ("file.missing", "t", "odd.csv")
    assert found.message == '"odd.csv" is a folder or a device, and no file.'


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_only_a_file_holds_a_schema(make: Any, tmp_path: Path) -> None:
    make(tmp_path / "odd.json")
    (fault,) = read_project(bare(tmp_path, {"schema": "odd.json"})).faults
    assert fault.wrong == "cannot be used: odd.json: is no file"


@pytest.mark.parametrize("written", [None, 5, "", ["x"]])
def test_a_path_is_a_text(written: object, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        resolve_inside(tmp_path, written, "here")
    assert str(caught.value) == f"here: {written!r} is no path\n  write a relative path"


def test_a_surrogate_is_no_part_of_a_path(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="leaves the package or is hidden"):
        resolve_inside(tmp_path, "\ud800.csv", "here")


@pytest.mark.parametrize("written", ["a.csv", "./a.csv", "x/a.csv", "é ü.csv", "a..b.csv", "x/./a"])
def test_a_safe_path_is_taken(written: str, tmp_path: Path) -> None:
    assert resolve_inside(tmp_path, written, "here") == tmp_path / written


@pytest.mark.parametrize(("given", "shown"), [("./a/b", "a/b"), (".", "."), ("a/../b", "b")])
def test_a_path_is_shown_as_people_know_it(given: str, shown: str) -> None:
    assert display(Path(given)) == shown


# Addresses


def test_addresses_are_listed_and_nothing_is_fetched(tmp_path: Path) -> None:
    document = {
        "resources": [
            {"name": "a", "path": "http://example.org/a.csv", "schema": fields(field("a"))},
            {"name": "b", "path": ["b.csv", "HTTPS://example.org/b.csv"]},
            {"name": "c", "path": "c.csv", "schema": "https://example.org/c.json"},
            {"name": "d", "path": "file:///etc/passwd", "dialect": "s3://x/d.json"},
            {"name": "e", "url": "ftp://example.org/e.csv"},
        ]
    }
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "b.csv").write_text("a\n1\n", encoding="utf-8")
    found = report_of(path).findings
    assert [(each.rule, each.table, each.path) for each in found] == [
        ("file.missing", "a", "http://example.org/a.csv"),
        ("file.missing", "b", "HTTPS://example.org/b.csv"),
        ("file.missing", "c", "c.csv"),
        ("file.missing", "d", "file:///etc/passwd"),
        ("descriptor.value", "e", str(path)),
        ("schema.missing", "c", str(tmp_path)),
        ("schema.missing", "d", str(tmp_path)),
    ]
    assert (
        found[0].message == "The file stands at http://example.org/a.csv, and nothing is fetched."
    )
    assert found[4].message == (
        '"resources[4]" has neither path nor data, and nothing is fetched from its url.'
    )
    (tmp_path / "datapackage").mkdir()
    path.rename(tmp_path / "datapackage/datapackage.yaml")
    assert refusal(tmp_path).wrong == (
        "holds addresses, and nothing is fetched: http://example.org/a.csv, "
        "HTTPS://example.org/b.csv, file:///etc/passwd"
    )


def test_a_url_beside_the_data_says_where_it_is_from(tmp_path: Path) -> None:
    """Before the standard had paths, data stood at a url; where they are at hand nobody asks."""
    given = {"name": "a", "url": "http://example.org/a.csv", "schema": fields(field("a"))}
    path = tmp_path / "datapackage.json"
    for here in ({"path": "a.csv"}, {"data": [["a"], ["1"]]}):
        path.write_text(json.dumps({"resources": [given | here]}), encoding="utf-8")
        assert read_project(path).tables[0].name == "a"


# Tables


@pytest.mark.parametrize(
    ("resource", "path", "wrong", "right"),
    [
        ({"path": None}, "", "has neither path nor data", "write one of the two"),
        ({"path": []}, "", "has neither path nor data", "write one of the two"),
        ({"path": None, "paths": "t.csv"}, "", "has neither path nor data",
         "write one of the two in place of 'paths'"),
        ({"data": [["a"]]}, "", "has both path and data", "write one of the two"),
        ({"schema": ""}, ".schema", "should be an object",
         "write an object, with names and values"),
        ({"path": None, "data": "a"}, ".data", "is a text, and nothing says of which format",
         "write its format, such as csv"),
    ],
)  # fmt: skip
def test_a_table_of_which_nobody_can_tell_the_data_is_a_fault(
    resource: dict[str, Any], path: str, wrong: str, right: str, tmp_path: Path
) -> None:
    """It is no table any more, and the others are judged."""
    package = read_project(bare(tmp_path, resource))
    (fault,) = package.faults
    assert (fault.path, fault.wrong, fault.right) == (f"resources[0]{path}", wrong, right)
    assert (fault.table, package.tables) == ("t", ())


@pytest.mark.parametrize(
    ("reference", "wrong", "right"),
    [
        ({"resource": "u", "fields": "a"}, "names the table 'u', which is not in the package",
         "name one of t"),
        ({"resource": "t", "fields": "A"}, "names the field 'A', which 't' does not have",
         "name one of a"),
    ],
)  # fmt: skip
def test_a_foreign_key_that_leads_to_no_field_is_a_fault_and_not_judged(
    reference: dict[str, str], wrong: str, right: str, tmp_path: Path
) -> None:
    schema = fields(field("a"), foreignKeys=[{"fields": "a", "reference": reference}])
    package = read_project(bare(tmp_path, {"schema": schema}))
    (fault,) = package.faults
    assert fault.path == "resources[0].schema.foreignKeys[0]"
    assert (fault.wrong, fault.right, fault.table) == (wrong, right, "t")
    assert package.tables[0].schema.foreign_keys == ()


@pytest.mark.parametrize(
    ("resources", "wrong"),
    [
        (None, "resources is no list of tables"),
        ([], "resources is no list of tables"),
        ({}, "resources is no list of tables"),
    ],
)
def test_a_package_lists_its_tables(resources: object, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"resources": resources}), encoding="utf-8")
    refused = refusal(path)
    assert refused.wrong == wrong
    assert refused.right.startswith("write ")


@pytest.mark.parametrize(
    ("resources", "wrong", "right"),
    [
        ("[{name: t}, {name: t}]", "two tables are named 't'", "rename one"),
        ("[{name: t}, t]", "resources[1] is no object", "write the properties of a table, "),
        ("[{name: t, path: 5}]", "resources[0].path 5: should be a list", ""),
        ('[{name: ""}]', "the path 'schemas/.yaml'", "write a relative path"),
    ],
)
def test_an_author_names_every_table_and_its_file(
    resources: str, wrong: str, right: str, tmp_path: Path
) -> None:
    files = {"datapackage/datapackage.yaml": f"resources: {resources}"}
    refused = refusal(write_project(tmp_path, {"t": (SCHEMA, "a\n")}, files))
    assert refused.wrong.startswith(wrong) and refused.right.startswith(right)


def test_a_missing_file_is_a_finding_and_no_mistake_of_the_project(tmp_path: Path) -> None:
    assert read_project(bare(tmp_path, {"path": "x/none.csv"})).tables[0].place == "x/none.csv"


@pytest.mark.parametrize(
    ("properties", "wrong"),
    [
        ({"pressmark:rules": "r.sql"}, 'pressmark:rules "r.sql": should be a list'),
        ({"pressmark:views": [5]}, "pressmark:views[0] 5: should be a text"),
        ({"pressmark:queries": {}}, "pressmark:queries should be a list"),
        ({"pressmark:withdrawn": 5}, "pressmark:withdrawn 5: should be a text"),
        ({"pressmark:rules": ["a/r.sql", "b/r.sql"]}, "two SQL files are named 'r'"),
    ],
)
def test_sql_and_withdrawn_keys_are_named_by_paths(
    properties: dict[str, Any], wrong: str, tmp_path: Path
) -> None:
    assert refusal(bare(tmp_path, {}, **properties)).wrong == wrong


def test_a_missing_rule_is_named(tmp_path: Path) -> None:
    refused = refusal(bare(tmp_path, {}, **{"pressmark:rules": ["r.sql"]}))
    assert (refused.place, refused.wrong) == (f"{tmp_path}/r.sql", "there is no such file")


def test_a_table_may_stand_in_several_files_or_inside_the_descriptor(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("2\n", encoding="utf-8")
    (table,) = read_project(bare(tmp_path, {"path": ["t.csv", "u.csv"]})).tables
    assert table.paths == (tmp_path / "t.csv", tmp_path / "u.csv")
    assert table.place == "t.csv and 1 more"
    path = bare(tmp_path, {"path": None, "data": [{"a": 1}]})
    (table,) = read_project(path).tables
    assert (table.paths, table.place) == ((), f"{display(path)} (data of t)")


@pytest.mark.parametrize("paths", [["pipe"], ["t.csv", "folder"], ["t.csv", "pipe"]])
def test_every_file_of_a_table_is_a_file(tmp_path: Path, paths: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (found,) = report_of(bare(tmp_path, {"path": paths})).findings
    assert found.message == f'"{paths[-1]}" is a folder or a device, and no file.'
