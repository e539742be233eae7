"""What else is installed in the environment as a plug-in of Datasette is left out."""

from pathlib import Path

from tests.plugins.conftest import Run, write_distribution

POINTS = "[datasette]\nintruder = intruder\n"
INTRUDER = """
from datasette import hookimpl

@hookimpl
def register_routes():
    return [("^/-/intruder$", lambda: None)]
"""
SITE = """
import sys
{before}
from tests.plugins.test_datasette import show
print(show(sys.argv[1]), "intruder" in sys.modules)
"""


def show(project: str) -> list[str]:
    """Build the app of a project's site, and name the plug-ins that its Datasette has."""
    from datasette.plugins import pm

    from pressmark.package.project import read_project
    from pressmark.site import build_app
    from pressmark.site.served import read_served_releases

    _, releases = read_served_releases(read_project(Path(project)), None)
    build_app(releases)
    return [each.__name__ for each in pm.get_plugins() if "intruder" in str(each)]


def test_it_is_not_imported(calm: Path, tmp_path: Path, run: Run) -> None:
    write_distribution(tmp_path / "i", "intruder", POINTS, {"intruder": INTRUDER})
    script = SITE.format(before="import pressmark.site")
    done = run("-c", script, calm, beside=(tmp_path / "i",))
    assert (done.stdout, done.stderr) == ("[] False\n", "")


def test_it_is_taken_out_where_a_program_had_loaded_it(
    calm: Path, tmp_path: Path, run: Run
) -> None:
    write_distribution(tmp_path / "i", "intruder", POINTS, {"intruder": INTRUDER})
    before = "from datasette.plugins import pm\nassert pm.has_plugin('intruder')"
    done = run("-c", SITE.format(before=before), calm, beside=(tmp_path / "i",))
    assert (done.stdout, done.stderr) == ("[] True\n", "")
