"""Arguments and options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Project = Annotated[
    Path,
    typer.Argument(
        help="A project folder, or a datapackage.json, .yaml or .yml.", metavar="PROJECT"
    ),
]
OfProject = Annotated[
    Path, typer.Option("--project", help="The project, or its folder of releases.")
]
TrustRules = Annotated[
    bool,
    typer.Option("--trust-rules", help="Run the SQL that comes with somebody else's package."),
]
Limit = Annotated[int, typer.Option(min=0, help="Findings to list; counts are always complete.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
HERE = Path()
