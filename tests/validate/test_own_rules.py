"""The dataset's own rules: what they select is wrong, and a wrong rule stops the command."""

from pathlib import Path
from typing import Any

import pytest

from pressmark.engine import beside
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import judge
from tests.packages import field, fields, report_of, write_package

ITEMS = fields(
    field("k", "integer"), field("since", "date"), field("ok", "boolean"), primaryKey="k"
)
TEXT = 'k,since,ok\n"1",2021-01-01,true\n02,2021-01-02,false\n3,,\n'
HEAD = "-- table: t\n"


def written(folder: Path, rule: str, schema: dict[str, Any] = ITEMS, text: str = TEXT) -> Path:
    (folder / "r.sql").write_text(rule, encoding="utf-8")
    return write_package(folder, {"t": (schema, text)}, **{"pressmark:rules": ["r.sql"]})


def judged(folder: Path, rule: str, schema: dict[str, Any] = ITEMS, text: str = TEXT) -> Report:
    return report_of(written(folder, rule, schema, text))


def found(report: Report) -> list[tuple[int | None, str | None, str]]:
    return [(each.record, each.value, each.message) for each in report.findings]


def test_what_a_rule_selects_is_wrong(tmp_path: Path) -> None:
    report = judged(
        tmp_path,
        "-- table: t\n-- field: since\n-- message: {since} of {k} comes {when}\n"
        "-- hint: write {k} later, {ok}\n"
        "select k, since, ok, 'too soon' as when from t where since < date '2021-01-02';\n",
    )
    (finding,) = report.findings
    assert finding.written() == {
        "rule": "rule.r",
        "severity": "error",
        "table": "t",
        "path": "t.csv",
        "record": 1,
        "line": 2,
        "field": "since",
        "value": "2021-01-01",
        "message": "2021-01-01 of 1 comes too soon.",
        "hint": "Write 1 later, true.",
    }
    assert (report.valid, report.not_checked) == (False, ())


def test_a_rule_says_at_least_its_name_and_the_key(tmp_path: Path) -> None:
    report = judged(tmp_path, "-- table: t\nselect k from t where k = 2")
    assert found(report) == [(2, "2", "The record breaks the rule r.")]
    assert (report.findings[0].field, report.findings[0].hint) == (None, None)


def test_a_warning_does_not_fail_the_run(tmp_path: Path) -> None:
    report = judged(tmp_path, "-- table: t\n-- severity: warning\nselect k from t")
    assert (report.valid, report.warnings, report.counts) == (True, 3, {"rule.r": 3})


@pytest.mark.parametrize("small", [0, 1_000_000])
def test_rules_are_told_in_their_order_whether_asked_one_by_one_or_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(beside, "SMALL", small)
    names = [f"r{number}.sql" for number in range(9)]
    for number, name in enumerate(names):
        # Those that come first take longest.
        (tmp_path / name).write_text(
            f"{HEAD}-- message: {{n}}\nselect k, n from t, (select count(*) as n "
            f"from range({(9 - number) * 50_000})) where k = 2 and n > 100_000"
        )
    path = write_package(tmp_path, {"t": (ITEMS, TEXT)}, **{"pressmark:rules": names})
    messages = [message for _, _, message in found(report_of(path))]
    assert messages == [f"{(9 - number) * 50_000}." for number in range(7)]
    (tmp_path / "r3.sql").write_text(f"{HEAD}select k, nothing from t")
    (tmp_path / "r5.sql").write_text(f"{HEAD}select k, neither from t")
    with pytest.raises(ProjectError, match=r"r3\.sql: cannot run: .*nothing"):
        report_of(path)


def test_findings_stand_in_the_order_of_records_and_then_of_values(tmp_path: Path) -> None:
    rule = (
        "-- table: t\n-- message: {k} {n}\nselect k, n from t, (values (2), (1), (3)) as v(n)"
        " union all select 99, 0"
    )
    assert [message for _, _, message in found(judged(tmp_path, rule))] == [
        "99 0.", "1 1.", "1 2.", "1 3.", "2 1.", "2 2.", "2 3.", "3 1.", "3 2.",
        "3 3."]  # fmt: skip


def test_what_is_no_record_has_no_place(tmp_path: Path) -> None:
    report = judged(tmp_path, HEAD + "select 99 as k union all select null as k")
    assert [(each.record, each.line, each.value) for each in report.findings] == [
        (None, None, None),
        (None, None, "99"),
    ]


def test_a_key_of_several_fields_may_be_partly_missing(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"), field("c"))
    report = judged(
        tmp_path, "-- table: t\n-- key: a, b\nselect a, b from t where c = 'x'", schema,
        "a,b,c\n1,,x\n1,2,\n,2,x\n",
    )  # fmt: skip
    assert [(each.record, each.value) for each in report.findings] == [(1, "1"), (3, None)]


def test_a_record_found_twice_is_reported_once(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"))
    report = judged(tmp_path, "-- table: t\n-- key: a\nselect a from t", schema, "a,b\n1,x\n1,y\n")
    assert [each.record for each in report.findings] == [1, 2]


def test_a_table_may_be_empty(tmp_path: Path) -> None:
    assert judged(tmp_path, HEAD + "select k from t", text="k,since,ok\n").valid


def test_line_and_record_are_those_of_the_file(tmp_path: Path) -> None:
    schema = fields(field("k", "integer"), field("x"), primaryKey="k")
    report = judged(tmp_path, HEAD + "select k from t where k = 1", schema, 'k,x\n9,"a\nb"\n1,\n')
    assert [(each.record, each.line) for each in report.findings] == [(2, 4)]


@pytest.mark.parametrize("end", [";", " ; -- the end", "\n;\n/* no; more */\n", " -- ;", ""])
def test_a_rule_may_end_in_semicolons_and_comments(end: str, tmp_path: Path) -> None:
    assert judged(tmp_path, HEAD + "select k from t where k = 1" + end).errors == 1


@pytest.mark.parametrize("names", [('a "b"', "t"), ("it's", 'x "y"'), ("ä é", "日本")])
def test_tables_and_fields_may_have_any_name(names: tuple[str, str], tmp_path: Path) -> None:
    name, table = names
    (tmp_path / "r.sql").write_text(
        f"-- table: {table}\n-- message: {{{name}}}!\n"
        f'select * from "{table.replace(chr(34), chr(34) * 2)}"', encoding="utf-8"
    )  # fmt: skip
    schema = fields(field(name), primaryKey=name)
    header = name.replace('"', '""')
    path = write_package(
        tmp_path, {table: (schema, f'"{header}"\nx\n')}, **{"pressmark:rules": ["r.sql"]}
    )
    # A file of such a name may be warned of as well.
    assert (1, "x", "x!") in found(report_of(path))


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("select k from t", "names the table '', which is not in the package",
         "write `-- table: <name>` at its top"),
        ("-- table: T\nselect k from t", "names the table 'T', which is not in the package",
         "write `-- table: <name>` at its top"),
        ("-- table: t\n-- key: K\nselect k from t", "names the key 'K', which are no fields of t",
         "write `-- key: <field>, <field>` at its top"),
        ("-- table: t\n-- key: k,,ok\nselect k from t", "has an empty name in its key 'k,,ok'",
         "write `-- key: <field>, <field>` at its top"),
        ("-- table: t\n-- key: k, k\nselect k from t", "names 'k' twice in its key 'k, k'",
         "write `-- key: <field>, <field>` at its top"),
        ("-- table: t\n-- field: x\nselect k from t",
         "names the field 'x', which t does not have", "write one of k, since, ok"),
        ("-- table: t\n-- severity: warn\nselect k from t", "has the severity 'warn'",
         "write `-- severity: error` or warning"),
        ("-- table: t\nselect since from t", "its SELECT does not give the key 'k'",
         "it gives since"),
        ("-- table: t\nselect k as K from t", "its SELECT does not give the key 'k'",
         "it gives K"),
        ("-- table: t\n-- message: {x}\nselect k from t",
         "its message names {x}, which its SELECT does not give", "it gives k"),
        ("-- table: t\n-- hint: {x}\nselect k from t where false",
         "its hint names {x}, which its SELECT does not give", "it gives k"),
        ("-- table: t\nselect k from none",
         "cannot run: Catalog Error: Table with name none does not exist!",
         "mend the rule; the data was not judged by it"),
        ("-- table: t\nselect k from t where k = $x",
         ("cannot run: Invalid Input Error: Values were not provided for the following "
          "parameters: x"), "mend the rule; the data was not judged by it"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_no_finding(rule: str, wrong: str, right: str, tmp_path: Path) -> None:
    path = written(tmp_path, rule)
    with pytest.raises(ProjectError) as caught:
        report_of(path)
    error = caught.value
    assert (error.place, error.wrong, error.right) == (f"{tmp_path}/r.sql", wrong, right)
    assert error.exit_code == 2


@pytest.mark.parametrize(
    ("select", "why"),
    [
        ("selec k", "holds no SELECT"),
        ("select k from t; drop table t", "holds several statements"),
        ("select k from t where cast(since as integer) > 1", "cannot run: "),
        ("select k from t where cast(cast(ok as varchar) as integer) = 1", "Conversion Error"),
        ("select k from t where regexp_matches('x', '(')", "cannot run: Invalid Input Error"),
        ("select k, from where", "cannot run: Parser Error"),
        ("select 'x' as k", "cannot run: Conversion Error"),
        ("select 1 as k from read_csv('/etc/passwd')", "cannot run: Permission Error"),
        ("select 1 as k from '/etc/passwd'", "cannot run: Catalog Error"),
        ("select getenv('HOME') as k", "cannot run: Catalog Error"),
    ],
)
def test_a_rule_that_cannot_run_stops_the_command(select: str, why: str, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + select)
    with pytest.raises(ProjectError) as caught:
        report_of(path)
    assert caught.value.place == f"{tmp_path}/r.sql"
    assert why in caught.value.wrong


def test_a_rule_needs_a_key(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "select a from t", fields(field("a")), "a\nx\n")
    with pytest.raises(ProjectError, match="names no key, and t has no primary key"):
        report_of(path)


def test_rules_ask_by_the_names_of_databases_and_findings_say_those_of_the_files(
    tmp_path: Path,
) -> None:
    (tmp_path / "r.sql").write_text(
        "-- table: T\n-- field: A_2\n-- message: {A_2} is wrong.\n"
        "select t.a, t.A_2 from T_2 as t join t as other on other.A_2 = t.A_2",
        encoding="utf-8",
    )
    table = (fields(field("a"), field("A"), primaryKey="a"), "a,A\nx,y\n")
    path = write_package(tmp_path, {"t": table, "T": table}, **{"pressmark:rules": ["r.sql"]})
    (found,) = report_of(path).findings
    assert (found.table, found.record, found.field, found.value) == ("T", 1, "A", "y")
    assert found.message == "y is wrong."


def test_rules_wait_until_nothing_else_is_wrong(tmp_path: Path) -> None:
    report = judged(tmp_path, HEAD + "select k from t", text="k,since,ok\nx,,\n")
    assert (report.counts, report.not_checked) == ({"cell.type": 1}, ("rule.r",))


def test_the_rules_of_strangers_are_not_run(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "select nonsense")
    with Engine() as engine:
        report = judge(read_project(path), engine).report
    assert (report.valid, report.not_checked) == (True, ("rule.r",))


VIEWS = {"b.sql": "select k, ok from a", "a.sql": "select k, ok from t"}


def with_views(folder: Path, rule: str, views: dict[str, str]) -> Path:
    """Write a package with a rule and views."""
    (folder / "r.sql").write_text(rule, encoding="utf-8")
    for name, select in views.items():
        (folder / name).write_text(f"-- title: {name}\n{select}\n", encoding="utf-8")
    own = {"pressmark:rules": ["r.sql"], "pressmark:views": list(views)}
    return write_package(folder, {"t": (ITEMS, TEXT)}, **own)


def test_a_rule_may_ask_the_views_of_the_package(tmp_path: Path) -> None:
    path = with_views(tmp_path, HEAD + "select k from B where not ok", VIEWS)
    assert found(report_of(path)) == [(2, "2", "The record breaks the rule r.")]


def test_a_view_is_made_only_where_a_rule_asks_one(tmp_path: Path) -> None:
    wrong = {"wrong.sql": "select nothing from t"}
    assert report_of(with_views(tmp_path, HEAD + "select k from t where false", wrong)).valid
    path = with_views(tmp_path, HEAD + "select k from wrong", wrong)
    with pytest.raises(ProjectError, match=r"(?s)wrong\.sql.*DuckDB refuses it"):
        report_of(path)
