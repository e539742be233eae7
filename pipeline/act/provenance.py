"""Where a release comes from: inputs, tools and the commit, as an in-toto statement.

The predicate is SLSA Provenance v1 (slsa.dev, "Provenance"), which says what a build was made of.
"""

import importlib.metadata
import json
import platform
import subprocess
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.descriptor import Package
from pipeline.manifest import MANIFEST, sha256_of

LIBRARIES = ("apsw", "duckdb", "numpy", "pyarrow", "pybtex", "pydantic", "pyyaml")


def provenance_text(source: Package, released: Package) -> str:
    """Write provenance.json; it holds no time, no user and no path of the machine."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": MANIFEST, "digest": {"sha256": sha256_of(released.root / MANIFEST)}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:pressmark:release:v1",
                "externalParameters": {"package": source.name, "version": source.version},
                "resolvedDependencies": [*commit(source.root), *inputs(source)],
            },
            "runDetails": {
                "builder": {"id": "urn:pressmark:builder", "version": versions()},
            },
        },
    }
    return json.dumps(statement, ensure_ascii=False, indent=2) + "\n"


def versions() -> dict[str, str]:
    """Give the versions of the tool and of the libraries that read or wrote a byte."""
    libraries = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"pressmark": __version__, "python": platform.python_version(), **libraries}


def commit(root: Path) -> list[dict[str, Any]]:
    """Name the git commit that the sources stood on, where there is one."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607 - the git of the person who releases
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return []
    if answer.returncode:
        return []
    return [{"name": "source commit", "digest": {"gitCommit": answer.stdout.strip()}}]


def inputs(source: Package) -> list[dict[str, Any]]:
    """Give the sha256 of every file that was read, by its path inside the project."""
    paths = {path for table in source.tables for path in table.paths}
    paths |= set(source.files)
    return [
        {"name": path.relative_to(source.root).as_posix(), "digest": {"sha256": sha256_of(path)}}
        for path in sorted(paths)
    ]
