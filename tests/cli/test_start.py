"""A command loads what it needs, and no library that takes longer than its work."""

import subprocess
import sys
from pathlib import Path

from tests.packages import field, fields, write_package

SHOWN = """
import sys
from pressmark import validate
assert validate(sys.argv[1]).valid
print(*sorted(sys.modules))
"""


def test_judging_a_package_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    """Where pandas is there, pyarrow imports it; drafts are of files without a schema.

    What bytes show to be right is asked of no engine.
    """
    keyed = fields(
        field("a", "integer"), field("b", constraints={"pattern": "[a-z]"}), primaryKey="a"
    )
    path = write_package(tmp_path, {"t": (keyed, "a,b\n1,x\n2,\n")})
    command = [sys.executable, "-c", SHOWN, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pressmark.validate" in loaded
    unneeded = {
        "pandas", "jsonschema", "datasette", "duckdb", "pressmark.infer.draft", "rich", "typer"
    }  # fmt: skip
    assert unneeded.isdisjoint(loaded)


def test_a_site_starts_without_the_units_of_measure_that_no_table_names() -> None:
    """Datasette would read them all."""
    asked = "import sys, pressmark.site, datasette.app; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "datasette.views.table" in loaded
    assert [each for each in loaded if each.startswith("datasette.vendored.pint")] == []
