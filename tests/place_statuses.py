"""What holds in every place, period by period, for the table `place_statuses`.

`python -m tests.place_statuses` writes `datapackage/records/place_statuses.csv` again from the view
`place_statuses_computed`. Run it after every change of a rule, scope, event, relation, dispute,
check, source or piece of evidence; the rule `place_statuses_follow_the_rules` says when it is due.
"""

import csv
import dataclasses
import io
import sys
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.views import make_package_views, make_views
from pressmark.package.project import read_project
from pressmark.report import text
from pressmark.validate import judge

ROOT = Path(__file__).parent.parent
PATH = Path("datapackage/records/place_statuses.csv")


def computed(root: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Compute the columns and rows of the table; whatever the table now holds is left out.

    SystemExit with the report where the other tables are wrong.
    """
    package = read_project(root)
    others = tuple(table for table in package.tables if table.name != "place_statuses")
    package = dataclasses.replace(package, tables=others)
    with Engine() as engine:
        judgement = judge(dataclasses.replace(package, rules=()), engine)
        if not judgement.report.valid:
            raise SystemExit(text.render(judgement.report))
        make_views(package, judgement.tables, engine)
        make_package_views(package.views, engine)
        columns, rows = engine.answer("select * from place_statuses_computed order by 1, 2")
    return list(columns), rows


def written(root: Path) -> str:
    """Give the text of the table, as CSV."""
    columns, rows = computed(root)
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return page.getvalue()


def write(root: Path) -> None:
    """Write the table again."""
    (root / PATH).write_text(written(root), "utf-8", newline="")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
