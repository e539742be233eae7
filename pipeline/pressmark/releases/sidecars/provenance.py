"""Where a release comes from: inputs, tools and the commit, as an in-toto statement.

The predicate is SLSA Provenance v1 (slsa.dev, "Provenance"), which says what a build was made of.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.guard import guard_command
from pressmark.package import Package
from pressmark.package.digests import read_content_digest
from pressmark.plugins import list_chosen
from pressmark.releases.writers import list_writers
from pressmark.report import Report

PROVENANCE = "provenance.json"
GIT_SECONDS = 600
"""Of CPU time for one question to git."""
ELSEWHERE = frozenset((
    "GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX", "GIT_WORK_TREE",
))  # fmt: skip
"""What git tells its hooks of their repository, which need not be the one in which a project is."""


def render_provenance(source: Package, released: Package, report: Report) -> str:
    """Write provenance.json; it holds no time, no user and no path of the machine.

    It names the second judge where that was asked, and the plug-ins that were in use.
    """
    paths = list_inputs(source)
    commit, changed = read_git_state(source.root, paths)
    content = read_content_digest(released.descriptor)
    second_judge = {"secondJudge": report.second.judge} if report.second else {}
    plugins = (
        {"plugins": {each.name: each.version for each in list_chosen()}} if list_chosen() else {}
    )
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": MANIFEST, "digest": {"sha256": hash_file(released.root / MANIFEST)}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:pressmark:release:v1",
                "externalParameters": {"package": source.name, "version": source.version},
                "internalParameters": {"content": content} | second_judge | plugins,
                "resolvedDependencies": [
                    *describe_commit(commit, changed),
                    *describe_inputs(source.root, paths, commit, changed),
                ],
            },
            "runDetails": {"builder": {"id": "urn:pressmark:builder", "version": list_writers()}},
        },
    }
    return json.dumps(statement, ensure_ascii=False, indent=2) + "\n"


def read_writers(text: str) -> dict[str, str]:
    """Read from a provenance.json which writers made the release; none where it tells none."""
    try:
        told = json.loads(text)["predicate"]["runDetails"]["builder"]["version"]
        return {str(name): str(version) for name, version in told.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def list_inputs(source: Package) -> tuple[Path, ...]:
    """List every file that was read."""
    paths = {path for each in source.resources for path in each.paths}
    return tuple(sorted(paths | set(source.files)))


def read_git_state(root: Path, paths: tuple[Path, ...]) -> tuple[str | None, frozenset[str]]:
    """Give the git commit that the sources stand on, and the inputs that are not as it holds them.

    Their names are those inside the project. None without git, a repository or a commit.
    """
    commit = ask_git(root, "rev-parse", "--verify", "HEAD")
    if commit is None:
        return None, frozenset()
    names = {path.relative_to(root).as_posix() for path in paths}
    committed = ask_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", ".") or ""
    changed = ask_git(root, "diff", "-z", "--name-only", "--relative", "HEAD", "--", ".") or ""
    new = names - set(committed.split("\0"))
    return commit.strip(), frozenset(new | (names & set(changed.split("\0"))))


def ask_git(root: Path, *words: str) -> str | None:
    """Ask git of the repository in which a folder stands.

    None where git is missing, cannot be started, or has no answer; it is not asked where neither
    the folder nor one above it is a work tree.
    """
    place = root.resolve()
    if not any((each / ".git").exists() for each in (place, *place.parents)):
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - fixed words, and the git of who releases
            guard_command(["git", *words], seconds=GIT_SECONDS),
            cwd=root,
            env={name: value for name, value in os.environ.items() if name not in ELSEWHERE},
            capture_output=True,
            check=False,
        )
    except OSError:
        # This Python may run for a user who may not start it again.
        return None
    return None if answer.returncode else answer.stdout.decode(errors="surrogateescape")


def describe_commit(commit: str | None, changed: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Name the commit, and say whether every input stood in it as it was read."""
    if commit:
        yield {
            "name": "source commit",
            "digest": {"gitCommit": commit},
            "annotations": {"dirty": bool(changed)},
        }


def describe_inputs(
    root: Path, paths: tuple[Path, ...], commit: str | None, changed: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """Give the sha256 of every input by its path inside the project; of each whether it is dirty.

    Dirty is what the commit does not hold, or holds otherwise.
    """
    for path in paths:
        name = path.relative_to(root).as_posix()
        descriptor = {"name": name, "digest": {"sha256": hash_file(path)}}
        if commit and name in changed:
            yield descriptor | {"annotations": {"dirty": True}}
        else:
            yield descriptor
