"""Whether a build would write what stands in its folder already: then it writes nothing."""

from pathlib import Path

from pressmark.cache.judged import FILES, KeptFindings
from pressmark.files.manifest import MANIFEST, hash_file, list_files_below
from pressmark.package import Package
from pressmark.releases.find import find_newest_final
from pressmark.releases.sidecars.provenance import list_inputs, read_git_state
from pressmark.releases.writers import list_writers
from pressmark.report import Report
from pressmark.validate import Known

Circumstances = tuple[object, ...]


def find_built(
    kept: KeptFindings, output: Path, limit: int, circumstances: Circumstances
) -> Report | None:
    """Give the report of the build that stands in a folder; None where another would be written."""
    paths = list_built(output)
    content = kept.find_written(paths) if paths else None
    if content is None:
        return None
    return kept.find_report("build", limit, paths, content, circumstances)


def tell_built(  # noqa: PLR0913 - what was built, where, and of what
    kept: KeptFindings,
    output: Path,
    limit: int,
    circumstances: Circumstances,
    *,
    report: Report,
    known: Known,
) -> None:
    """Keep that this stands in a folder now, and what was found on the way."""
    paths = list_built(output)
    kept.tell(report, known, "build", limit, paths, kept.read_written(paths), circumstances)


def list_built(output: Path) -> tuple[Path, ...]:
    """List the files of a build, but for those of a cache that may stand in its folder."""
    if not output.is_dir():
        return ()
    folder = output.resolve()
    return tuple(folder / name for name in list_files_below(folder) if name not in FILES)


def list_circumstances(package: Package) -> Circumstances:
    """List what a build depends on beside its package and the tool.

    That is the release before it, which has to be sound, the commit on which its files stand, and
    the writers. ReleaseError.
    """
    previous = find_newest_final(package, below=package.version)
    before = previous and (previous.root, hash_file(previous.root / MANIFEST))
    commit, changed = read_git_state(package.root, list_inputs(package))
    return before, commit, tuple(sorted(changed)), tuple(list_writers().items())
