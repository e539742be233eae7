"""What workers tell of a part of the work, as JSON, and what stopped them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pressmark.engines.portion_judge import refuse_other_versions
from pressmark.engines.read_part import RAISED
from pressmark.engines.work import Batches, Machines, Work, tell_row
from pressmark.errors import MachineError, PressmarkError, explain_failure
from pressmark.intake.refusal import Refusal

CHANGED = "changed while it was read"
AGAIN = "start again when nobody writes it"


@dataclass(frozen=True)
class Making:
    """Who makes a release and where: the machines, what they know, and two folders they all see.

    The release is made in `folder`; a file of it that is not whole yet stands in `aside`.
    """

    machines: Machines
    work: Work
    folder: Path
    aside: Path


def do_told(work: Work, number: int, place: str, rows: Batches) -> Batches:
    """Give the rows of a task, or tell what stopped it."""
    try:
        refuse_other_versions(work)
        yield from rows
    except PressmarkError as error:
        yield tell_failure(error, number)
    except Refusal:
        yield tell_failure(MachineError(place, CHANGED, AGAIN), number)
    except OSError as error:
        yield tell_failure(explain_failure(error, place), number)


def tell_failure(error: PressmarkError, number: int) -> pa.RecordBatch:
    """Tell what stopped a task."""
    raised = (type(error).__name__, error.place, error.wrong, error.right)
    return tell_row(json.dumps({"task": number, "raised": raised}), number)


def tell(number: int, **told: Any) -> pa.RecordBatch:
    """Tell what a task found."""
    return tell_row(json.dumps({"task": number, **told}), number)


def read_told(rows: pa.Table) -> list[dict[str, Any]]:
    """Give what tasks told, in their order; what stopped the first of them is raised."""
    told = sorted(map(json.loads, list_told(rows)), key=lambda each: each["task"])
    for each in told:
        if "raised" in each:
            kind, *said = each["raised"]
            raise RAISED[kind](*said)
    return told


def list_told(rows: pa.Table) -> Iterator[str]:
    """List the texts that were told."""
    yield from (text for text in rows.column("told").to_pylist() if text is not None)
