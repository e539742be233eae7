"""What records must satisfy together: primary, unique and foreign keys.

Keys are compared as they are published, so `01` and `1` are one integer. A key with a missing part
refers to nothing and repeats nothing (SQL's MATCH SIMPLE); that a primary key is complete is
`cell.required`.
"""

from dataclasses import dataclass

from pressmark.field_types import Column
from pressmark.report.rule import Rule
from pressmark.report.rules import KEY_FOREIGN, KEY_PARENT_NOT_UNIQUE, KEY_PRIMARY

SUSPECTS = "inside.suspects"
"""What a key rule selects first, and quickly: nothing where there can be no offenders."""


NEAREST_OF = 10_000
"""Keys of a parent, its first, among which one is looked for that was probably meant."""
SHORTEST = 4
"""Characters of the shortest key that another is near to: of shorter codes each is near to many."""


def express_digits(text: str) -> str:
    """SQL for the digits of a text: a key with others is another key, however near it looks."""
    return f"regexp_replace({text}, '[^0-9]', '', 'g')"


@dataclass(frozen=True)
class Keyed:
    """A table as the key rules see it: where its cells stand, and some of its columns in order.

    `times` is SQL for how many records a row stands for; the others have the same key, and stand
    behind as many rows of it as findings are listed.
    """

    name: str
    cells: str
    columns: tuple[Column, ...]
    times: str = "1"

    @property
    def complete(self) -> str:
        """SQL: no part of the key is missing, or so wrong that it cannot be compared."""
        return " and ".join(f"{express_published(column)} is not null" for column in self.columns)

    @property
    def key(self) -> str:
        """SQL for the key's value, comparable across tables."""
        if len(self.columns) == 1:
            return express_published(self.columns[0])
        parts = (f"k{n}: {express_published(column)}" for n, column in enumerate(self.columns))
        return f"{{{', '.join(parts)}}}"

    @property
    def shown(self) -> str:
        """SQL for the key as people read it."""
        return f"concat_ws(', ', {', '.join(column.text for column in self.columns)})"


def express_published(column: Column) -> str:
    """SQL for a cell as it is published, which most whole numbers are: asking costs a third."""
    if column.field.type not in ("integer", "number"):
        return column.canonical
    plain = f"regexp_full_match({column.text}, '0|-?[1-9][0-9]{{0,14}}')"
    return f"case when {plain} then {column.text} else {column.canonical} end"


@dataclass(frozen=True)
class KeyCheck:
    """A key rule applied to one table.

    `suspects` selects what is kept as `SUSPECTS`, and from it `offenders` selects record, line,
    value, other, and how many `times` it is one. `wrong` ends the sentence "<value> in <fields>
    ..." and may use `{other}`: of a repeated key its first record and that one's line, otherwise a
    number. `nearest` selects the allowed value that is spelled most like `$value`.
    """

    rule: Rule
    table: str
    fields: tuple[str, ...]
    offenders: str
    wrong: str
    right: str
    suspects: str
    nearest: str | None = None


def is_unique(rule: Rule, keyed: Keyed, *, lined: bool = True) -> KeyCheck:
    """No two records hold the same key ("primaryKey", "uniqueKeys", "unique").

    `lined` says whether the line of the first of them is told: in one file it names a place.
    """
    line = "coalesce(' (line ' || first_line || ')', '')" if lined else "''"
    fields = tuple(column.field.name for column in keyed.columns)
    what = "is the primary key of" if rule == KEY_PRIMARY else "must be unique, and stands in"
    offenders = f"""
        select record, line, {keyed.shown} as value, 'record ' || first || {line} as other,
               {keyed.times} as times
        from {keyed.cells} join (
            select {keyed.key} as repeated, min(record) as first,
                   arg_min(line, record) as first_line
            from {keyed.cells} where {express_suspect(keyed)}
            group by {keyed.key} having count(*) > 1
        ) on {keyed.key} = repeated
        where {express_suspect(keyed)} and record > first"""
    return KeyCheck(
        rule,
        keyed.name,
        fields,
        offenders,
        f"{what} {{other}} already",
        "give every record its own, or delete the record that is there twice",
        select_repeated(keyed),
    )


def select_repeated(keyed: Keyed) -> str:
    """SQL for the hashes that several keys have: equal keys have equal hashes."""
    return f"""
        select hash({keyed.key}) as hashed from {keyed.cells} where {keyed.complete}
        group by hashed having count(*) > 1"""


def express_suspect(keyed: Keyed) -> str:
    """SQL that is true for the few records whose key has one of the repeated hashes."""
    return f"{keyed.complete} and hash({keyed.key}) in (select hashed from {SUSPECTS})"


def leads_to_parent(child: Keyed, parent: Keyed) -> KeyCheck:
    """Every complete foreign key stands in the parent table ("foreignKeys")."""
    fields = ", ".join(column.field.name for column in parent.columns)
    suspects = f"""
        select record, line, {child.shown} as value, '' as other, {child.times} as times
        from {child.cells}
        where {child.complete} and {child.key} not in (
            select {parent.key} from {parent.cells} where {parent.complete})"""
    nearest = f"""
        select value from (
            select {parent.shown} as value, levenshtein(value, $value) as distance,
                   lower(trim(value)) = lower(trim($value)) as alike
            from {parent.cells} where {parent.complete} order by record limit {NEAREST_OF})
        where alike or (distance <= least(greatest(2, length($value) // 4), length($value) - 1)
                        and length($value) >= {SHORTEST}
                        and {express_digits("value")} = {express_digits("$value")})
        order by alike desc, distance, value limit 1"""
    are_words = all(column.field.type in ("string", "any") for column in parent.columns)
    return KeyCheck(
        KEY_FOREIGN,
        child.name,
        tuple(column.field.name for column in child.columns),
        f"from {SUSPECTS}",
        f"stands in no record of the table {parent.name} ({fields})",
        f"write a value that {parent.name} holds, or add its record there first",
        suspects,
        nearest if are_words else None,
    )


def leads_to_one(child: str, parent: Keyed) -> KeyCheck:
    """The fields that a foreign key of the table `child` points to are unique ("foreignKeys")."""
    offenders = f"""
        select min(record) as record, arg_min(line, record) as line,
               arg_min({parent.shown}, record) as value,
               cast(sum({parent.times}) as varchar) as other, 1 as times
        from {parent.cells} where {express_suspect(parent)}
        group by {parent.key} having count(*) > 1"""
    return KeyCheck(
        KEY_PARENT_NOT_UNIQUE,
        parent.name,
        tuple(column.field.name for column in parent.columns),
        offenders,
        f"stands in {{other}} records, but {child} refers to it as if it were one",
        "make it unique there, or refer to fields that are unique",
        select_repeated(parent),
    )
