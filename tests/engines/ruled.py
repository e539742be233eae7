"""Packages with rules of their own: of one record of one table, and such as only look so."""

from pathlib import Path

from tests.packages import field, fields, write_package

from .planted import refer

SCHEMA = fields(
    field("id", "integer"),
    field("name"),
    field("size", "number"),
    field("day", "date"),
    field("parent"),
    primaryKey=["id"],
    foreignKeys=[refer("parent", "k", "p")],
)
PARENT = fields(field("k"), field("size", "integer"), primaryKey=["k"])
HEADINGS = "-- table: t\n-- message: {name} has the size {size}\n-- field: size\n"


def write_rules(folder: Path, *rules: str, records: int = 60, widest: str = "1.25") -> Path:
    """Write a package of two tables that are right, and of these rules, which are trusted."""
    lines = ["id,name,size,day,parent"]
    lines += [
        f"{number},n{number % 9},{number % 13}.5,2020-01-{1 + number % 28:02},p{number % 5}"
        for number in range(1, records)
    ]
    lines.append(f"{records},last,{widest},2020-02-01,")
    parents = "".join(f"p{number},{number}\n" for number in range(5))
    tables = {"t": (SCHEMA, "\n".join(lines) + "\n"), "p": (PARENT, f"k,size\n{parents}")}
    names = [f"rule{number}.sql" for number in range(len(rules))]
    for name, rule in zip(names, rules, strict=True):
        text = rule if rule.startswith("--") else f"{HEADINGS}{rule}"
        (folder / name).write_text(text, "utf-8")
    (folder / "seen.sql").write_text("select id, name, size from t where id < 5", "utf-8")
    own = {"pressmark:rules": names, "pressmark:views": ["seen.sql"]}
    return write_package(folder, tables, **own)


LOCAL = (
    "select id, name, size from t where size > 9",
    "select * from t where name like 'n_' and day between date '2020-01-03' and date '2020-01-09'",
    "select x.id, X.name, size from T x where size is null or length(name) > 2",
    "select x.id, name, coalesce(size, 0) as size from t as x where not (size in (1.5, 2.5))",
    "select id, name, size::varchar as size from t where size + 1 > 12 order by size desc, id",
    "select id, upper(name) as name, case when size > 3 then size end as size from t",
    "-- table: t\n-- message: {what}\nselect id, size || typeof(size) as what from t where id > 9",
    "select id, name, size from t where try_cast(substr(name, 2) as integer) > 6",
    "select id, name, size from t where parent is distinct from 'p1' and year(day) = 2020",
    "select *, lower(name) as small from t where name = 'last'",
)
NOT_LOCAL = (
    "select id, name, max(size) as size from t group by id, name",
    "select id, name, size from t where size > (select avg(size) from t)",
    "select id, name, size from t limit 3",
    "select distinct id, name, size from t",
    "select id, name, sum(size) over () as size from t",
    "select id, name, size from t qualify row_number() over (order by id) < 3",
    "select t.id, t.name, t.size from t join p on k = parent",
    "select t.id, t.name, t.size from t, p where k = parent",
    "select id, name, size from t where parent in (select k from p where size > 2)",
    "select id, name, size from t where exists (from p where k = parent)",
    "select id, name, size from t union all select id, name, size from t",
    "with t as (select 1 as id, 'x' as name, 2 as size) select id, name, size from t",
    "with p as (select * from t) select id, name, size from p",
    "select id, name, size from (select * from t limit 2)",
    "select id + 1 as id, name, size from t where size > 9",
    "select id, name, size, id + 1 as ID from t where size > 9",
    "select * replace (id + 1 as id) from t where size > 9",
    "select *, 7 as id from t where size > 9",
    "select id, name, unnest([size, size]) as size from t",
    "select id, name, size from t where random() < 2",
    "select id, name, size from t where now() is not null",
    "select id, name, size from t where current_date > day",
    "select id, name, size from t where user is not null",
    "select id, name, size from t where day::timestamptz::varchar like '%00'",
    "select id, name, size from t where hash(name) % 3 = 0 and lower(name) = name",
    "select id, name, size from t where name = any(['n1', 'n2'])",
    "select id, name, size from t tablesample reservoir(100 rows) repeatable (1)",
    "select id, name, size from main.t where size > 9",
    "select columns('id|name|size') from t where id < 5",
    "select id, name, size from t group by all",
    "select any_value(id) as id, 'x' as name, 1 as size from t",
    "select id, name, size from t where len(list_transform([id], lambda x: x)) = 1",
    "select id, name, size from t where stats(size) is not null",
    "select id, name, size from t order by id limit 3 offset 2",
    "select id, name, size from seen",
    "-- table: t\n-- key: name\nselect name from t where id = 3",
    "-- table: p\n-- key: k\nselect parent as k from t where id = 3",
    f"select id, name, size from t where {'not ' * 900} id = 1",
)
FAILING = "select id, name, size from t where cast(name as integer) > 3"
"""A rule of one record that fails on the first of them."""
