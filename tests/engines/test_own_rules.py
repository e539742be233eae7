"""A package's own rules on many machines: the same findings, whatever a rule looks like."""

import json
import random
from itertools import zip_longest
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.engine.storage import PLAIN, choose
from pressmark.engines.own_rules_on import AskedRecords, ask_rules, do_with_records
from pressmark.engines.record_rules import FUNCTIONS, find_lone_table
from pressmark.engines.work import Work, read_versions
from pressmark.intake import Limits
from pressmark.package import Package, Statement
from pressmark.package.names import name_in_sql
from pressmark.package.project import read_project
from pressmark.validate.choice import EVERYTHING, ChosenRules
from tests.packages import field, fields, write_package

from .compared import said_by_many, said_by_one
from .partitions import Partitions
from .ruled import LOCAL, NOT_LOCAL, write_rules

REFUSED = (
    "select id, name, size from t as u(id, name, other) where size > 9",
    "select id, name, size from t where nextval('s') > 0",
    "select id, name, size from t) union all (select 1, 'x', 2",
    "select id, name, size from read_csv('/etc/passwd')",
    "select id, name, getenv('HOME') as size from t",
    "select id, name, nothing as size from t",
    "select",
)


def list_lone(package: Package) -> list[int | None]:
    """Say of each rule at which position the table stands of whose records alone it is."""
    with Engine() as engine:
        return [find_lone_table(name_in_sql(package), rule, engine) for rule in package.rules]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give a package of all rules."""
    path = write_rules(tmp_path_factory.mktemp("rules"), *LOCAL, *NOT_LOCAL, *REFUSED)
    return read_project(path, trust_rules=True)


def test_only_what_looks_at_one_record_is_asked_by_workers(asked: Package) -> None:
    found = dict(zip((*LOCAL, *NOT_LOCAL, *REFUSED), list_lone(asked), strict=True))
    assert [rule for rule in LOCAL if found[rule] != 0] == []
    assert [rule for rule in (*NOT_LOCAL, *REFUSED) if found[rule] is not None] == []


def test_every_function_of_one_record_is_the_same_everywhere() -> None:
    """An aggregate, a macro or what depends on the day has another kind, or another stability."""
    with Engine() as engine:
        kinds = "function_type, stability, has_side_effects"
        rows = engine.rows(f"select function_name, {kinds} from duckdb_functions()")
    for name in FUNCTIONS:
        known = {tuple(each) for own, *each in rows if own == name}
        assert known == {("scalar", "CONSISTENT", False)}, name


@pytest.mark.parametrize(
    ("limit", "number"), [pytest.param(3, 37, marks=pytest.mark.thorough), (100, 4)]
)
def test_what_rules_find_is_told_alike(limit: int, number: int, tmp_path: Path) -> None:
    """Those of workers, and between them those of one machine, which may ask a view."""
    rules = [rule for pair in zip_longest(LOCAL, NOT_LOCAL) for rule in pair if rule]
    path = write_rules(tmp_path, *rules)
    cluster = Partitions(random.Random(number))  # noqa: S311 - an order
    alone = said_by_one(path, limit)
    assert said_by_many(path, limit, number, cluster=cluster) == alone
    assert set(json.loads(alone[0])["counts"]) == {f"rule.rule{n}" for n in range(len(rules))}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_cannot_run_is_told_alike(rule: str, tmp_path: Path) -> None:
    path = write_rules(tmp_path, LOCAL[0], rule, records=9)
    said = said_by_many(path, 3, 2)
    assert said == said_by_one(path, 3)
    assert "cannot run" in said[1]


@pytest.mark.parametrize(
    "widest", ["1.25", "12345678901234.25", "1e400", "123456789012345678901.5"]
)
def test_cells_have_the_types_of_the_whole_table(widest: str, tmp_path: Path) -> None:
    """One number in the last record decides how all are stored, and so how they are written."""
    path = write_rules(tmp_path, LOCAL[6], widest=widest)
    assert said_by_many(path, 100, 4) == said_by_one(path, 100)


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_rule_that_fails_on_a_record_stops_the_command_alike(
    severity: str, tmp_path: Path
) -> None:
    rule = f"-- table: t\n-- severity: {severity}\nselect id from t where cast(name as integer) > 3"
    path = write_rules(tmp_path, LOCAL[0], rule)
    said = said_by_many(path, 3, 4)
    assert said == said_by_one(path, 3)
    assert said[0] == "ProjectError"
    assert "Conversion Error" in said[1]


def test_rules_are_not_run_where_anything_else_is_wrong(tmp_path: Path) -> None:
    path = write_rules(tmp_path, LOCAL[0])
    (tmp_path / "p.csv").write_text("k,size\np0,0\n")
    said = said_by_many(path, 3, 4)
    assert said == said_by_one(path, 3)
    assert json.loads(said[0])["not_checked"] == ["rule.rule0"]


VIEWS = {
    "my view": "select id from t",  # its name is no word: every rule may ask it
    "name": "select nothing from t",  # it cannot be made, and a rule has its name as a word
    "t": "select 1 as id, 'x' as name, 2 as size",  # it would be another than the table
    "p": "select 1 as id",
}


@pytest.mark.parametrize(
    ("view", "rules"),
    [
        *((view, (LOCAL[0], NOT_LOCAL[0])) for view in VIEWS),
        ("name", ()),
        ("name", (LOCAL[0],)),
        ("t", (LOCAL[0],)),
    ],
)
def test_views_are_made_alike(view: str, rules: tuple[str, ...], tmp_path: Path) -> None:
    path = write_rules(tmp_path, *rules)
    (tmp_path / f"{view}.sql").write_text(VIEWS[view], "utf-8")
    document = json.loads(path.read_text()) | {"pressmark:views": [f"{view}.sql"]}
    path.write_text(json.dumps(document))
    assert said_by_many(path, 3, 4) == said_by_one(path, 3)


def test_rules_are_chosen_and_ignored_alike(tmp_path: Path) -> None:
    path = write_rules(tmp_path, LOCAL[0], NOT_LOCAL[0], LOCAL[1])
    choices = [EVERYTHING, ChosenRules((), frozenset(), {"rule.rule1": "known"})]
    for chosen in (("rule",), ("cell",), ("rule.rule1", "rule.rule2")):
        names = frozenset(
            each for word in chosen for each in (*(f"rule.rule{n}" for n in range(3)), "cell.type")
            if each.startswith(word)
        )  # fmt: skip
        choices.append(ChosenRules(chosen, names, {}))
    for choice in choices:
        assert said_by_many(path, 3, 2, choice) == said_by_one(path, 3, choice)


def test_a_table_without_a_key_is_asked_by_the_place_of_its_records(tmp_path: Path) -> None:
    place = "-- table: t\n-- key: pressmark_order\n-- message: {name}\n"
    path = write_package(
        tmp_path,
        {"t": (fields(field("name"), field("Name")), "name,Name\n" + "a,b\nb,\n" * 20)},
        **{"pressmark:rules": ["alike.sql"]},
    )
    select = "select pressmark_order, name from t where Name_2 is null"
    (tmp_path / "alike.sql").write_text(place + select)
    assert list_lone(read_project(path, trust_rules=True)) == [0]
    said = said_by_many(path, 100, 9)
    assert said == said_by_one(path, 100)
    assert json.loads(said[0])["counts"] == {"rule.alike": 20}


def make_work(package: Package) -> Work:
    """Give work of one task: the table that rules look at, read whole."""
    from pressmark.engines.work import Task

    tasks = (Task("whole", 0),)
    return Work(package, Limits.of(package), 3, frozenset(), EVERYTHING, (), tasks, (None,),
                (None,), read_versions())  # fmt: skip


@pytest.mark.parametrize(
    "reading",
    ["read_text('/etc/hostname')", "read_csv('/etc/passwd')", "glob('/etc/*')", "'t.csv'", "work"],
)
def test_the_engine_of_a_worker_is_locked(reading: str, tmp_path: Path) -> None:
    """Even a rule that was taken for one of records alone reads no file and no variable."""
    package = read_project(write_rules(tmp_path, LOCAL[0]), trust_rules=True)
    work = make_work(package)
    storages = {0: tuple(choose(each, PLAIN)
                         for each in package.tables[0].schema.fields)}  # fmt: skip
    (rule,) = package.rules
    hostile = Statement(rule.name, rule.place, f"select 1 as id, * from {reading}",
                        rule.headings, rule.text)  # fmt: skip
    asked = AskedRecords(work, (0,), {0: [(0, hostile)]}, storages)
    (row,) = do_with_records(asked, ask_rules, 0)
    part = json.loads(row.column("told")[0].as_py())["part"]
    assert part["raised"][0] == "ProjectError"
    assert part["counts"] == {}


def test_rules_that_are_not_trusted_are_run_by_nobody(tmp_path: Path) -> None:
    path = write_rules(tmp_path, LOCAL[0])
    asked = AskedRecords(make_work(read_project(path)), (0,), {0: []}, {})
    with pytest.raises(AssertionError, match="trusted"):
        list(do_with_records(asked, ask_rules, 0))
