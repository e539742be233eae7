"""A project in git: what a release adds to it, and the lines that git needs so that it keeps well.

Records and releases are proven by their bytes, so no checkout may change their line ends
(`.gitattributes`, see `line_ends`); what is made again from releases need not be kept
(`.gitignore`). Lines are added where nobody has spoken of these files, and nothing is rewritten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.files import disk
from pressmark.files.staging import replace_file
from pressmark.package import Package
from pressmark.releases.converted import find_converted
from pressmark.releases.line_ends import ATTRIBUTES, KEPT
from pressmark.releases.sidecars.provenance import ask_git

IGNORE = ".gitignore"
LARGE = 50_000_000
"""Bytes of one release above which another place than git is better: git keeps each for ever."""
NOBODY_SPOKE = ("unspecified", "auto")
"""What git says of the attribute `text` where no line names a file, or only one for all."""
PLAIN = re.compile(r"[\w./*-]+", re.ASCII)
GLOB = re.compile(r"[\\*?\[\]!#]")
"""What a pattern would read as more than a character."""


@dataclass(frozen=True)
class Lines:
    """Lines that a file of git lacks, and why they should stand there."""

    path: Path
    lines: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class InGit:
    """What a release means for git: the bytes that it adds, None for none, and what it writes."""

    adds: int | None
    lacking: tuple[Lines, ...]

    @property
    def large(self) -> bool:
        """Whether a release is better kept outside of git."""
        return (self.adds or 0) > LARGE

    def written(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        files = [{"file": str(each.path), "lines": list(each.lines)} for each in self.lacking]
        return {"adds": self.adds, "wrote": files}


def measure_in_git(package: Package, releases: Path, fresh: Path | None) -> InGit | None:
    """Say what git gets of a release: of the folder `fresh`, if it is new, and of lines it lacks.

    None where neither the project nor its releases are kept in git.
    """
    project, kept = is_kept(package.root), is_kept(releases)
    if not project and not kept:
        return None
    lines = (*(list_project_lines(package, releases) if project else ()),
             *(list_release_lines(releases) if kept else ()))  # fmt: skip
    return InGit(measure_size(fresh) if kept and fresh else None, lines)


def is_kept(folder: Path) -> bool:
    """Whether git keeps what is put into a folder: it stands in a work tree, and is not ignored."""
    there = next(each for each in (folder, *folder.resolve().parents) if each.is_dir())
    inside = ask_git(there, "rev-parse", "--is-inside-work-tree")
    return (inside or "").strip() == "true" and ask_git(there, "check-ignore", "--", ".") is None


def measure_size(folder: Path) -> int:
    """Count the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def list_project_lines(package: Package, releases: Path) -> Iterator[Lines]:
    """Give what the files of a project lack."""
    root = package.root
    attributes = tuple(f"{pattern} -text" for pattern in find_unguarded(package))
    if attributes and is_ours(root / ATTRIBUTES):
        yield Lines(root / ATTRIBUTES, attributes, "so that no checkout changes line ends")
    names = ["build/"]
    if releases.resolve().is_relative_to(root.resolve()):
        lock = releases.resolve().relative_to(root.resolve()) / ".lock"
        names.append(lock.as_posix())
    ignored = tuple(each for each in names if not is_spoken_of(root, each))
    if ignored and is_ours(root / IGNORE):
        yield Lines(root / IGNORE, ignored, "for what need not be kept")


def is_spoken_of(root: Path, name: str) -> bool:
    """Whether a file or folder (with `/` at its end) is ignored, or somebody says that it is not.

    Git tells of the opposite too, with -v, but not of a folder's where there is none yet.
    """
    inside = f"{name}any" if name.endswith("/") else name
    if ask_git(root, "check-ignore", "-v", "--", inside) is not None:
        return True
    path = root / IGNORE
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    return f"!{name.strip('/')}" in {line.strip(" /*").replace("!/", "!") for line in lines}


def list_release_lines(releases: Path) -> Iterator[Lines]:
    """Give what the folder of releases lacks; every release writes it there (`keep_line_ends`)."""
    if not (releases / ATTRIBUTES).exists():
        yield Lines(releases / ATTRIBUTES, (KEPT.strip(),), "so that no checkout changes line ends")


def find_unguarded(package: Package) -> tuple[str, ...]:
    """Name, as patterns, the records whose line ends git may change and nobody has spoken of.

    None where git has changed them already: they would be taken for changed by people.
    """
    root = package.root
    paths = tuple(path for each in package.resources for path in each.paths
                  if path.is_relative_to(root))  # fmt: skip
    if not paths or find_converted(root, paths):
        return ()
    names = [path.relative_to(root).as_posix() for path in paths]
    told = (ask_git(root, "check-attr", "-z", "text", "--", *names) or "").split("\0")
    said = zip(told[::3], told[2::3], strict=False)
    open_ = [name for name, value in said if value in NOBODY_SPOKE]
    return tuple(dict.fromkeys(map(render_pattern, open_)))


def render_pattern(name: str) -> str:
    """Write the pattern for all files beside a file, or for one that stands at the top alone."""
    folder, _, alone = name.rpartition("/")
    exact = GLOB.sub(r"\\\g<0>", folder or alone)
    pattern = f"{exact}/**" if folder else f"/{exact}"
    if PLAIN.fullmatch(pattern):
        return pattern
    # In quotes git reads a text as C does.
    return '"' + "".join(map(escape_character, pattern)) + '"'


def escape_character(each: str) -> str:
    """Write a character of a pattern in quotes."""
    if each in '"\\':
        return "\\" + each
    return each if each.isprintable() else "".join(f"\\{byte:03o}" for byte in each.encode())


def is_ours(path: Path) -> bool:
    """Whether lines can be added to a file: git follows no link to one, and nor do we."""
    return not path.is_symlink() and (path.is_file() or not path.exists())


def add(lines: Lines) -> None:
    """Add lines at the end of a file, whose others stay as they are, with their line ends."""
    before = lines.path.read_bytes() if lines.path.exists() else b""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    if before and not before.endswith(b"\n"):
        before += end
    with replace_file(lines.path) as fresh:
        disk.write_bytes(fresh, before + b"".join(each.encode() + end for each in lines.lines))
