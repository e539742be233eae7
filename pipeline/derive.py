"""A released package → its derived files, a function of the package alone."""

import importlib.metadata
import shutil
from pathlib import Path

from pipeline.agreement import refuse_disagreement
from pipeline.descriptor import Package
from pipeline.engine import Engine
from pipeline.errors import ReleaseError
from pipeline.formats import DERIVED, Ready
from pipeline.manifest import MANIFEST, files_below, manifest_text, read_manifest, sha256_of
from pipeline.report import text
from pipeline.staging import staged
from pipeline.validate import judge

DERIVED_LIST = "derived-sha256.txt"
WRITERS = ("apsw", "duckdb", "pyarrow")


def derive(package: Package, folder: Path) -> None:
    """Write every derived file of a released package into a folder, and list them there.

    ReleaseError where the package is not what its own descriptor says; ProjectError where a view
    or query does not answer the same in SQLite and DuckDB.
    """
    before = set(files_below(folder))
    with Engine() as engine:
        judgement = judge(package, engine)
        if not judgement.report.valid:
            raise ReleaseError(package.place, "is damaged:\n" + text.render(judgement.report))
        ready = Ready(package, judgement.tables, engine)
        for write in DERIVED:
            write(ready, folder)
    databases = (folder / f"{package.name}.sqlite", folder / f"{package.name}.duckdb")
    refuse_disagreement(package, *databases)
    names = tuple(name for name in files_below(folder) if name not in before)
    listed = remarks(package) + manifest_text(folder, names)
    (folder / DERIVED_LIST).write_bytes(listed.encode())


def remarks(package: Package) -> str:
    """Say of which package files were derived, by which writers, and whether its SQL was run."""
    digest = sha256_of(package.root / MANIFEST)
    versions = "".join(f"# {name} {importlib.metadata.version(name)}\n" for name in WRITERS)
    return f"# {package.name} {package.version} sha256:{digest}\n# {trust(package)}\n{versions}"


def trust(package: Package) -> str:
    """Say whether the package's own SQL stands in the derived files."""
    return "with its views" if package.trusted else "without its views"


def derived(package: Package, folder: Path) -> Path:
    """Give a folder with the derived files of a package, making them unless they are there."""
    if not is_derived(package, folder):
        with staged(folder) as fresh:
            derive(package, fresh)
            if folder.exists():
                shutil.rmtree(folder)
            fresh.rename(folder)
    return folder


def is_derived(package: Package, folder: Path) -> bool:
    """Whether a folder holds just what `derive` would write: same package, writers and bytes."""
    path = folder / DERIVED_LIST
    if not path.is_file():
        return False
    written = path.read_text(encoding="utf-8")
    listed = read_manifest(written)
    return (
        written.startswith(remarks(package))
        and set(files_below(folder)) == {*listed, DERIVED_LIST}
        and all(sha256_of(folder / name) == digest for name, digest in listed.items())
    )
