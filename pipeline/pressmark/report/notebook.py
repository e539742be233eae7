"""A report in a notebook: its findings as a table of Arrow or pandas, and as a part of a page."""

import importlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.errors import ProjectError
from pressmark.report.finding import Finding
from pressmark.report.sentences import phrase_place, render_sentence
from pressmark.words import make_visible

if TYPE_CHECKING:
    import jinja2
    import pyarrow as pa

ROOM = Path(__file__).parent
MOST_SHOWN = 20
NUMBERS = ("record", "line")


def make_table(findings: Sequence[Finding]) -> "pa.Table":
    """Give findings as an Arrow table, in the order and by the names of the published report."""
    import pyarrow as pa

    names = tuple(Finding("", "").written())
    types = {name: pa.int64() if name in NUMBERS else pa.string() for name in names}
    rows = [each.written() for each in findings]
    columns = [
        pa.array([escape_surrogates(row[name]) for row in rows], kind)
        for name, kind in types.items()
    ]
    return pa.table(columns, schema=pa.schema(types.items()))


def escape_surrogates(value: Any) -> Any:
    """Write half a surrogate pair, which UTF-8 has no bytes for, as JSON escapes it."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def make_data_frame(table: "pa.Table") -> Any:
    """Give a table as a pandas DataFrame; ProjectError where pandas is not installed."""
    if importlib.util.find_spec("pandas") is None:
        wrong = "needs pandas, which is not installed"
        raise ProjectError("to_pandas", wrong, "install it: pip install pandas")
    import pyarrow as pa

    pandas = importlib.import_module("pandas")
    kinds = {pa.int64(): pandas.Int64Dtype(), pa.string(): pandas.StringDtype()}
    return table.to_pandas(types_mapper=kinds.get)


@cache
def compile_template() -> "jinja2.Template":
    """Compile the template once a process: a small package is judged in less time."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "make_visible": make_visible,
        "render_sentence": render_sentence,
        "phrase_place": phrase_place,
    }
    return environment.from_string((ROOM / "notebook.html").read_text(encoding="utf-8"))


def render_part_of_page(lines: Sequence[str], worst_first: Sequence[Finding], counted: int) -> str:
    """Write what was found as HTML that brings no style, script or name into the page around it.

    The first of `lines` is the verdict; of the findings the first twenty are shown.
    """
    return compile_template().render(
        lines=lines, findings=worst_first[:MOST_SHOWN], counted=counted
    )
