"""What is judged on one machine alone, refused by name before anything starts."""

from collections.abc import Mapping

from pressmark.errors import ProjectError
from pressmark.package import Package
from pressmark.plugins import list_chosen
from pressmark.validate.evidence import find_recordings

ONE_MACHINE = "leave --engine out: one machine judges it"


def refuse_options(asked: Mapping[str, bool]) -> None:
    """Stop at an option that no engine takes, or at a plug-in, which workers lack: ProjectError."""
    for option, given in asked.items():
        if given:
            wrong = f"an engine does not take {option}"
            raise ProjectError("--engine", wrong, "leave one of the two out")
    for each in list_chosen():
        wrong = f"the plug-in {each.name!r} is not loaded by the workers of an engine"
        raise ProjectError("--engine", wrong, "leave one of the two out")


def refuse_what_needs_one_machine(package: Package) -> None:
    """Stop at what no engine would judge as one machine does: ProjectError."""
    for each in find_recordings(package):
        wrong = f"the table {each.table.name!r} records passages, and no engine looks them up"
        raise ProjectError(package.place, wrong, ONE_MACHINE)
