"""Questions that are meant to break a server: each with a name, and its one SELECT.

Each is refused or stopped, if it is not small enough in truth to be answered within the limits.

The table, the full-text table and the words are those of `tests.site.packages`.
"""

DOUBLING = (
    "with recursive c(t) as (select 'xxxxxxxx' union all"
    " select t || t from c where length(t) < 4000000)"
)
LONGEST = f"{DOUBLING}, d(t) as (select t from c order by length(t) desc limit 1)"
ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c)"
THOUSAND = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 1000)"


def wide(expression: str, width: int) -> str:
    """Write an expression of SQL that is some characters longer than another."""
    return f"(({expression}) || '{'0' * width}')"


BOMBS: dict[str, str] = {
    "endless count": f"{ENDLESS} select count(*) from c",
    "endless rows": f"{ENDLESS} select n from c",
    "endless rows of long text": f"{ENDLESS} select {wide('n', 1000)} from c",
    "endless order": f"{ENDLESS} select n from c order by -n",
    "endless distinct": f"{ENDLESS} select distinct n from c order by 1",
    "endless grouping": f"{ENDLESS} select n % 100000000, count(*) from c group by 1",
    "endless union": (
        "with recursive c(n) as (select 1 union select n + 1 from c) select max(n) from c"
    ),
    "endless text": "with recursive c(t) as (select 'x' union all select t || 'x' from c)"
    " select max(length(t)) from c",
    "two endless": f"{ENDLESS} select count(*) from c a, c b",
    "instr over megabytes": f"{LONGEST} select instr(t || t, t || 'y') from d",
    "many instr over megabytes": f"{LONGEST}, e(n) as (select 1 union all select n + 1 from e)"
    " select sum(instr(t || t, t || n)) from d, e",
    "like over megabytes": f"{LONGEST} select t like '%x%x%x%x%x%x%y' from d",
    "glob over megabytes": f"{LONGEST} select t glob '*x*x*x*x*x*x*y' from d",
    "replace that doubles": "with recursive c(t) as (select 'x' union all"
    " select replace(t, 'x', 'xxxxxxxxxx') from c) select max(length(t)) from c",
    "replace over megabytes": f"{LONGEST} select length(replace(t, 'x', t)) from d",
    "many replace over megabytes": f"{LONGEST} select sum(length(replace(d.t, 'x', 'y')))"
    " from d, numbers",
    "doubling": "with recursive c(t) as (select 'x' union all select t || t from c)"
    " select max(length(t)) from c",
    "hex of hex": "with recursive c(t) as (select 'x' union all select hex(t) from c)"
    " select max(length(t)) from c",
    "quote of quote": "with recursive c(t) as (select '''' union all select quote(t) from c)"
    " select max(length(t)) from c",
    "group_concat": f"{ENDLESS} select group_concat({wide('n', 1000)}) from c",
    "string_agg of long text": f"{LONGEST} select length(string_agg(t, t)) from d, numbers",
    "json_group_array": f"{ENDLESS} select length(json_group_array(n)) from c",
    "json_group_object": f"{ENDLESS} select length(json_group_object(n, n)) from c",
    "json nesting": "with recursive c(t) as (select '1' union all"
    " select json_array(json(t)) from c limit 990) select max(length(json(t))) from c, numbers",
    "json that doubles": "with recursive c(t) as (select '1' union all"
    " select json_array(json(t), json(t)) from c) select max(length(t)) from c",
    "json deep text": "with recursive c(t) as (select '[' union all"
    " select t || t from c where length(t) < 4000000) select count(json_valid(t)) from c",
    "json_each of megabytes": f"{LONGEST} select count(*) from d,"
    " json_each('[' || replace(substr(t, 1, 2000000), 'x', '1,') || '1]') a, json_each('[1]') b",
    "json_tree of json_tree": f"{THOUSAND} select count(*) from"
    " (select json_group_array(n) j from c) q, json_tree(q.j) a, json_tree(q.j) b, json_tree(q.j)",
    "join of 64 tables": "select count(*) from "
    + ", ".join(f"numbers n{number}" for number in range(64)),
    "join of 65 tables": "select count(*) from "
    + ", ".join(f"numbers n{number}" for number in range(65)),
    "join of 10 tables": "select max(a.n + b.n) from numbers a, numbers b, numbers d, numbers e,"
    " numbers f, numbers g, numbers h, numbers i, numbers j, numbers k order by a.n * b.n",
    "order by that spills": f"select a.n, b.n, {wide('a.n', 500)} from numbers a, numbers b"
    " order by random()",
    "materialised join": f"with m as materialized (select {wide('a.n * b.n', 900)} t"
    " from numbers a, numbers b) select count(*) from m a, m b",
    "window over everything": "select max(s) from (select sum(a.n) over"
    " (order by b.n rows between 1000 preceding and 1000 following) s from numbers a, numbers b)",
    "window of text": "select max(length(t)) from (select group_concat(a.n) over"
    " (order by a.n, b.n) t from numbers a, numbers b)",
    "printf width": "select printf('%1000000000d', 1)",
    "printf width by parameter": "select printf('%*d', 1000000000, 1)",
    "format precision": "select format('%.1000000000f', 1.5)",
    "many printf": f"{ENDLESS} select sum(length(printf('%1000000d', n))) from c",
    "char of many": "select length(char(" + ",".join(["1114111"] * 100) + "))",
    "randomblob": "select randomblob(1000000000)",
    "zeroblob": "select zeroblob(1000000000)",
    "unhex of megabytes": f"{LONGEST} select length(unhex(replace(t, 'x', 'ff'))) from d",
    "cast to blob": f"{LONGEST} select cast(t as blob) || t from d, numbers",
    "huge list": "select 1 where 1 in (" + ",".join(map(str, range(7000))) + ")",
    "longer list": "select 1 in (" + ",".join(["2"] * 12_000) + ")",
    "deep expression": "select " + "(" * 900 + "1" + ")" * 900,
    "deep sum": "select " + "+".join(["1"] * 10_000),
    "deep not": "select " + "not " * 10_000 + "1",
    "deep minus": "select " + "- " * 10_000 + "1",
    "deep case": "select " + "case when 1 then " * 3000 + "1" + " end" * 3000,
    "deep subqueries": "select * from (" * 300 + "select 1" + ")" * 300,
    "deep exists": "select exists(" * 900 + "select 1" + ")" * 900,
    "many unions": " union all ".join(["select 1"] * 2000),
    "many with": "with a0 as (select 1 x union all select 1), "
    + ", ".join(f"a{n} as (select 1 x from a{n - 1} p, a{n - 1} q)" for n in range(1, 40))
    + " select count(*) from a39",
    "with that copies itself": "with a0 as (select 1 x), "
    + ", ".join(
        f"a{n} as (select x from a{n - 1} union all select x from a{n - 1})" for n in range(1, 30)
    )
    + " select count(*) from a29",
    "many columns": "select " + ",".join(["1"] * 2001),
    "wide rows": f"{ENDLESS} select " + ",".join(["n"] * 1500) + " from c",
    "wide rows of wide rows": "select a.*, b.*, n.n, "
    + ",".join(["a.*"] * 400)
    + " from people a, people b, numbers n",
    "long rows": f"{LONGEST} select t from d, numbers",
    "many long rows": f"{LONGEST} select substr(t, 1, 100000) from d, numbers",
    "long names": f'{ENDLESS} select 1 as "{"n" * 14_000}" from c limit 1',
    "comments": "select 1 " + "/*x*/" * 3000 + "from" * 100,
    "full text of everything": "select count(*) from towns_fts a, towns_fts b, numbers, numbers c"
    " where a.towns_fts match 'berlin OR k*' and b.towns_fts match 'berlin OR k*'",
    "full-text expression": "select count(*) from towns_fts where towns_fts match '"
    + "(" * 3000
    + "a"
    + ")" * 3000
    + "'",
    "full-text nearness": "select count(*) from towns_fts where towns_fts match 'NEAR("
    + "a* " * 3000
    + ")'",
    "snippet": f"{LONGEST} select snippet(towns_fts, 0, t, t, t, 64) from towns_fts, d"
    " where towns_fts match 'berlin'",
    "highlight": f"{LONGEST} select length(highlight(towns_fts, 0, t, t)) || t from towns_fts, d,"
    " numbers where towns_fts match 'berlin'",
    "dates": f"{ENDLESS} select count(date('now', '+' || n || ' days')) from c",
    "strftime": f"{LONGEST} select length(strftime(replace(t, 'x', '%Y-%m-%d'), 'now')) from d",
    "trim over megabytes": f"{LONGEST} select trim(t || 'y' || t, t) from d",
    "collation": f"{LONGEST} select count(*) from d a, d b, numbers"
    " where a.t || numbers.n < b.t || numbers.n collate nocase",
    "percentile": f"{ENDLESS} select percentile(n, 50) from c",
    "explain": "explain " + " union all ".join(["select * from numbers"] * 190),
}
"""None may take more than twice the limit of time, more memory than its limit, or a life."""

ANSWERED = frozenset({
    "endless rows", "endless rows of long text", "like over megabytes", "glob over megabytes",
    "json deep text", "char of many", "unhex of megabytes", "huge list", "longer list",
    "deep expression", "deep subqueries", "long names", "comments", "full-text nearness",
    "explain",
})  # fmt: skip
"""Those that are answered where the machine is fast enough: they only look bad, or are cut."""
