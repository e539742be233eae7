"""Lines that load a table's CSV with its types: for pandas, polars, R, DuckDB and Stata.

The only place where such lines are written; the codebook of a release and the site's pages take
them from here. What a column is loaded as follows from its `pressmark:storage`: whole numbers stay
whole where values are missing, dates are dates, and whatever is stored as text, such as the code
06 or a number of more than 15 digits, is loaded as the text that stands in the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pressmark import sql
from pressmark.formats import stata
from pressmark.formats.loading import Loading
from pressmark.metadata.values import CitedTable
from pressmark.package.names import choose_sql_names

WRAPPED = 88
"""Characters after which a list of columns goes on in the next line."""


@dataclass(frozen=True)
class Program:
    """A program that loads tables: its lines before the first, and those for each.

    `language` names its lines to readers of Markdown; `help` is a sentence on what they do. Of what
    stands before, `begin` is for any table, `holds` makes what `target` names.
    """

    name: str
    language: str
    help: str
    begin: str
    holds: str
    target: Callable[[CitedTable], str]
    load: Callable[[Loading], str]


def render_literal(text: str) -> str:
    """Write a text as Python and R read it, with every character that is not seen spelled out."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(render_character, text)) + '"'


def render_character(each: str) -> str:
    """Write one character of a literal."""
    if each in '"\\':
        return f"\\{each}"
    if each.isprintable():
        return each
    return f"\\u{ord(each):04x}" if ord(each) < 2**16 else f"\\U{ord(each):08x}"


def render_list(items: list[str], before: str, after: str, indent: str = "    ") -> str:
    """Write items between brackets: in one line, or one an own line where that is too long."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= WRAPPED:
        return line
    rows = ",\n".join(f"{indent}    {each}" for each in items)
    return f"{before}\n{rows}\n{indent}{after}"


PANDAS = {"integer": "Int64", "double": "Float64", "boolean": "boolean"}
MOMENTS = (("date", "datetime64[s]"), ("timestamp", "datetime64[us]"))


def load_with_pandas(table: Loading) -> str:
    """Load with pandas 2 and newer, into columns that know missing values."""
    types = [
        f"{render_literal(name)}: {render_literal(PANDAS.get(kind, 'string'))}"
        for name, kind in table.columns
    ]
    lines = [
        f"{table.target} = pd.read_csv(",
        f"    {render_literal(table.source)},",
        f"    {render_list(types, 'dtype={', '}')},",
        f"    keep_default_na=False, na_values=[{render_literal(table.missing)}],",
        '    encoding="utf-8",',
        ")",
    ]
    for kind, unit in MOMENTS:
        for name in table.of(kind):
            column = f"{table.target}[{render_literal(name)}]"
            lines.append(f"{column} = {column}.astype({render_literal(unit)})")
    return "\n".join(lines) + "\n"


POLARS = {
    "integer": ".cast(pl.Int64)",
    "double": ".cast(pl.Float64)",
    "boolean": ' == "true"',
    "date": '.str.to_date("%Y-%m-%d")',
    "timestamp": '.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us")',
}


def load_with_polars(table: Loading) -> str:
    """Load with polars: every cell as text first, which it then makes typed without guessing.

    It leaves the quotes of a name doubled, so there the names are told.
    """
    names = [name for name, _ in table.columns]
    told = render_list(list(map(render_literal, names)), ", new_columns=[", "]", "")
    renamed = told if any('"' in name for name in names) else ""
    lines = [
        (
            f"{table.target} = pl.read_csv({render_literal(table.source)}, "
            f"infer_schema_length=0{renamed})"
        ),
        f"{table.target} = {table.target}.with_columns(",
        f'    pl.all().fill_null("").replace({render_literal(table.missing)}, None)',
        ")",
    ]
    typed = [f"pl.col({render_literal(name)}){POLARS[kind]}" for name, kind in table.columns
             if kind in POLARS]  # fmt: skip
    if typed:
        rows = "".join(f"    {each},\n" for each in typed)
        lines.append(f"{table.target} = {table.target}.with_columns(\n{rows})")
    return "\n".join(lines) + "\n"


R = (
    (("integer",), "whole"),
    (("double",), "as.numeric"),
    (("boolean",), "as.logical"),
    (("date",), "as.Date"),
    (("timestamp",), "moment"),
)
R_BEGIN = """\
whole <- function(x) {  # an integer, a double where all fit exactly, else the text
  y <- type.convert(x, as.is = TRUE, numerals = "no.loss")
  if (is.logical(y)) as.integer(y) else y
}
moment <- function(x) as.POSIXct(x, "%Y-%m-%dT%H:%M:%OS", tz = "UTC")
"""


def load_with_r(table: Loading) -> str:
    """Load with R and nothing else: every cell as text first, which is then made typed.

    It takes blanks from the ends of a name, so there the names are told.
    """
    names = [name for name, _ in table.columns]
    lines = [
        f"{table.target} <- read.csv(",
        f"  {render_literal(table.source)},",
        (
            f'  colClasses = "character", na.strings = {render_literal(table.missing)}, '
            'encoding = "UTF-8",'
        ),
        "  check.names = FALSE, blank.lines.skip = FALSE",
        ")",
    ]
    if any(name != name.strip() for name in names):
        told = render_list(list(map(render_literal, names)), "c(", ")", "")
        lines.append(f"names({table.target}) <- {told}")
    for kinds, function in R:
        some = table.of(*kinds)
        if some:
            columns = (
                f"{table.target}[{render_list(list(map(render_literal, some)), 'c(', ')', '')}]"
            )
            lines.append(f"{columns} <- lapply({columns}, {function})")
    return "\n".join(lines) + "\n"


DUCKDB = {
    "integer": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def load_with_duckdb(table: Loading) -> str:
    """Load with DuckDB, which guesses nothing of a column whose type it is told.

    It refuses a missing value that holds a mark of the file; then all comes as text first.
    """
    names = choose_sql_names(name for name, _ in table.columns)
    kinds = (DUCKDB.get(kind, "VARCHAR") for _, kind in table.columns)
    types = dict(zip(names, kinds, strict=True))
    if not set(table.missing) & set('",\r\n'):
        told = f",\n    nullstr = {sql.quote_text(table.missing)}"
        return f"create table {table.target} as\nfrom {render_reader(table.source, types, told)};\n"
    defined = [f"{sql.quote(name)} {kind}" for name, kind in types.items()]
    texts = render_reader(table.source, dict.fromkeys(types, "VARCHAR"))
    return (
        f"{render_list(defined, f'create table {table.target} (', ')', '')};\n"
        f"insert into {table.target}\n"
        f"select nullif(coalesce(columns(*), ''), {sql.quote_text(table.missing)})\nfrom {texts};\n"
    )


def render_reader(source: str, types: dict[str, str], told: str = "") -> str:
    """Write DuckDB's reader of a file with columns of these types."""
    columns = [f"{sql.quote_text(name)}: '{kind}'" for name, kind in types.items()]
    return (
        f"read_csv(\n    {sql.quote_text(source)},\n"
        f"    {render_list(columns, 'columns = {', '}')},\n"
        "    auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
        f"{told}\n)"
    )


def name_in_tables(table: CitedTable) -> str:
    """Name a table of a dict in Python."""
    return f"tables[{render_literal(table.name)}]"


PROGRAMS: tuple[Program, ...] = (
    Program("pandas", "python", "Each table is a data frame in `tables`.",
            "import pandas as pd\n", "tables = {}\n", name_in_tables, load_with_pandas),
    Program("polars", "python", "Each table is a data frame in `tables`.",
            "import polars as pl\n", "tables = {}\n", name_in_tables, load_with_polars),
    Program("R", "r", "Each table is a data frame in `tables`. Nothing but R is needed.",
            R_BEGIN, "tables <- list()\n",
            lambda table: f"tables[[{render_literal(table.name)}]]", load_with_r),
    Program("DuckDB", "sql", "Each table is a table.", "", "",
            lambda table: sql.quote(table.sql_name), load_with_duckdb),
    Program("Stata", "stata", "Each table is saved as a file. Needs Stata 14 or "
            "newer. These lines were written without a Stata to run them in.", "", "",
            lambda table: PurePosixPath(table.path).stem, stata.render_stata),
)  # fmt: skip
"""Every program that is told how to load, in the order in which readers see them."""
