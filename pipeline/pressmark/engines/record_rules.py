"""Which of a package's own rules look at one record of one table: proven from their parsed SQL.

Whatever is not known here is not proven: what DuckDB tells of a rule must be what it tells of
`select * from "table"`, but for the columns, the condition and the order, and these may hold what
is listed here and nothing else. A rule that fails on any record is asked again on one machine.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.views import list_asked_views
from pressmark.engine.wide import is_wide
from pressmark.errors import ProjectError
from pressmark.package import Package, Statement, Table
from pressmark.package.order import name_order_column
from pressmark.validate.own_rules import find_target

FUNCTIONS = frozenset({
    "!~~", "!~~*", "%", "*", "+", "-", "/", "//", "abs", "ascii", "bit_length", "ceil",
    "ceiling", "chr", "concat", "concat_ws", "contains", "date_diff", "date_part", "date_sub",
    "date_trunc", "datediff", "datepart", "datetrunc", "day", "dayname", "dayofmonth",
    "dayofweek", "dayofyear", "ends_with", "floor", "greatest", "hour", "ilike_escape",
    "instr", "isfinite", "isnan", "isodow", "last_day", "lcase", "least", "left", "len",
    "length", "like_escape", "lower", "lpad", "ltrim", "md5", "minute", "mod", "month",
    "monthname", "not_ilike_escape", "not_like_escape", "ord", "position", "prefix",
    "quarter", "regexp_extract", "regexp_full_match", "regexp_matches", "regexp_replace",
    "replace", "reverse", "right", "round", "rpad", "rtrim", "second", "sha256", "sign",
    "starts_with", "strftime", "strip_accents", "strlen", "strpos", "substr", "substring",
    "suffix", "to_days", "to_months", "to_years", "translate", "trim", "trunc", "typeof",
    "ucase", "unicode", "upper", "week", "weekday", "year", "||", "~~", "~~*", "~~~",
})  # fmt: skip
"""Functions and operators of one record: the same for the same cells, on every machine and day."""
TYPES = frozenset({
    "BIGINT", "BOOL", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "HUGEINT", "INT", "INTEGER",
    "NUMERIC", "SMALLINT", "STRING", "TEXT", "TIME", "TIMESTAMP", "TINYINT", "VARCHAR",
})  # fmt: skip
"""Types to which a cell may be cast; a moment with a zone would depend on that of the machine."""
OPERATORS = frozenset({
    "COMPARE_IN", "COMPARE_NOT_IN", "OPERATOR_COALESCE", "OPERATOR_IS_NOT_NULL",
    "OPERATOR_IS_NULL", "OPERATOR_NOT",
})  # fmt: skip
"""Operators of which DuckDB tells by type, not by name."""
OF_THE_DAY = frozenset({
    "current_catalog", "current_database", "current_date", "current_role", "current_schema",
    "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp",
    "session_user", "user",
})  # fmt: skip
"""What SQL reads as a value of its own though it is written as the name of a column."""
VARYING = ("select_list", "where_clause", "modifiers")

Tree = dict[str, Any]


class RuleNames(NamedTuple):
    """The names that a rule may use: of columns, and of its table before them."""

    table: str
    columns: frozenset[str]


def find_lone_table(named: Package, rule: Statement, engine: Engine) -> int | None:
    """Give the position of the table of which a rule looks at one record at a time.

    None where that is not proven: it is `named` as databases name it. Each record must be found by
    a key of its own, and tell that as it is. No view may be called as a word of the rule is.
    """
    if list_asked_views(named.views, (rule,)):
        return None
    try:
        table, key = find_target(named, rule)
        place = name_order_column(named, table)
        unique = table.schema.primary_key or (place,)
        if not is_wide(table) and set(unique) <= set(key):
            columns = {field.name for field in table.schema.fields} | ({place} if place else set())
            if looks_at_one_record(rule.select, table, columns, key, engine):
                return named.tables.index(table)
    except (ProjectError, RecursionError):
        return None
    return None


def looks_at_one_record(
    select: str, table: Table, columns: Iterable[str], key: Iterable[str], engine: Engine
) -> bool:
    """Whether a SELECT is proven to look at one record at a time, and to give its key."""
    read, plain = parse(select, engine), parse(f"select * from {sql.quote(table.name)}", engine)
    if list(read) != list(plain) or len(read.get("statements", ())) != 1:
        return False
    node, bare = read["statements"][0].pop("node"), plain["statements"][0].pop("node")
    if read != plain or node.keys() != bare.keys():
        return False
    alias = node["from_table"].get("alias", "")
    name = (alias or table.name).lower()
    known = RuleNames(name, frozenset(each.lower() for each in columns))
    return (
        all(node[name] == bare[name] for name in node if name not in (*VARYING, "from_table"))
        and fold(node["from_table"] | {"alias": ""}) == fold(bare["from_table"])
        and all(is_order(each, known) for each in node["modifiers"])
        and (node["where_clause"] is None or is_of_record(node["where_clause"], known))
        and keeps_key(node["select_list"], bare["select_list"][0], set(key), known)
    )


def parse(select: str, engine: Engine) -> Tree:
    """Give what DuckDB reads in a statement, without where it stands there."""
    ((told,),) = engine.rows("select json_serialize_sql($asked)", {"asked": select})
    read: Tree = json.loads(told, object_hook=drop_places)
    return read


def drop_places(tree: Tree) -> Tree:
    """Drop where in the text something stands."""
    return {name: each for name, each in tree.items() if not name.startswith("query_location")}


def fold(tree: Tree) -> str:
    """Write a tree in small letters: names of tables know no case."""
    return json.dumps(tree, sort_keys=True).lower()


def is_order(modifier: Tree, known: RuleNames) -> bool:
    """Whether all that is done to the records found is that they are sorted."""
    return modifier.keys() == {"type", "orders"} and all(
        is_of_record(each["expression"], known) for each in modifier["orders"]
    )


def keeps_key(items: list[Tree], star: Tree, key: set[str], known: RuleNames) -> bool:
    """Whether the columns of a SELECT are of one record, and give all its key once, as it is."""
    given: list[str] = []
    for each in items:
        if each["class"] == "STAR":
            if (each | {"relation_name": ""}) != star or not (
                not each["relation_name"] or each["relation_name"].lower() == known.table
            ):
                return False
            given += known.columns
            continue
        alias, is_column = each["alias"].lower(), each["class"] == "COLUMN_REF"
        if not is_of_record(each, known) or not (alias or is_column):
            return False
        name = each["column_names"][-1].lower() if is_column else ""
        given.append(alias or name)
        if alias in {each.lower() for each in key} and alias != name:
            return False
    return all(given.count(each.lower()) == 1 for each in key)


def is_of_record(tree: Tree, known: RuleNames) -> bool:
    """Whether an expression is of the cells of one record alone."""
    return tree["class"] in CHECKS and CHECKS[tree["class"]](tree, known)


def are_of_record(trees: Iterable[Tree], known: RuleNames) -> bool:
    """Whether all expressions are."""
    return all(is_of_record(each, known) for each in trees)


def names_column(tree: Tree, known: RuleNames) -> bool:
    """Whether a name is that of a column, and of nothing else."""
    *before, name = (each.lower() for each in tree["column_names"])
    if not before:
        return name in known.columns and name not in OF_THE_DAY
    return before == [known.table] and name in known.columns


def is_function_of_record(tree: Tree, known: RuleNames) -> bool:
    """Whether a call is of a function that is known, and of the cells of one record alone."""
    own = tree["schema"] or tree["catalog"] or tree["function_name"].lower() not in FUNCTIONS
    more = tree["filter"] or tree["order_bys"]["orders"] or tree["distinct"] or tree["export_state"]
    arguments = tree["arguments"]
    if own or more or any(each["name"] for each in arguments):
        return False
    return are_of_record((each["expression"] for each in arguments), known)


def is_cast_of_record(tree: Tree, known: RuleNames) -> bool:
    """Whether a cast is to a type that is known."""
    written = tree["type_expr"]
    if written["schema"] or written["catalog"] or written["type_name"].upper() not in TYPES:
        return False
    return is_of_record(tree["child"], known)


def is_case_of_record(tree: Tree, known: RuleNames) -> bool:
    """Whether all conditions and values of a CASE are of one record."""
    parts = [part for each in tree["case_checks"] for part in each.values()]
    return are_of_record([*parts, tree["else_expr"]], known)


CHECKS: dict[str, Callable[[Tree, RuleNames], bool]] = {
    "BETWEEN": lambda tree, known: are_of_record(
        (tree["input"], tree["lower"], tree["upper"]), known
    ),
    "CASE": is_case_of_record,
    "CAST": is_cast_of_record,
    "COLUMN_REF": names_column,
    "COMPARISON": lambda tree, known: are_of_record((tree["left"], tree["right"]), known),
    "CONJUNCTION": lambda tree, known: are_of_record(tree["children"], known),
    "CONSTANT": lambda _tree, _known: True,
    "FUNCTION": is_function_of_record,
    "OPERATOR": lambda tree, known: (
        tree["type"] in OPERATORS and are_of_record(tree["children"], known)
    ),
}
"""What is written of expressions, and when each kind of them is of one record."""
