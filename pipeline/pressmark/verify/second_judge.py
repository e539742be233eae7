"""frictionless as a second judge of what is published.

It is slower than ours and wrong in known places (standard.md), so it is asked about a release,
never instead of ours.
"""

from collections.abc import Iterator
from pathlib import Path


def disagreements(descriptor: Path) -> Iterator[str]:
    """Say in a line each what frictionless holds to be wrong with a package that we hold valid."""
    import frictionless

    try:
        report = frictionless.validate(str(descriptor))
    except frictionless.FrictionlessException as refusal:
        yield str(refusal)
        return
    for error in report.errors:
        yield error.message
    for task in report.tasks:
        for each in task.errors:
            yield f"{task.name}: {each.message}"
