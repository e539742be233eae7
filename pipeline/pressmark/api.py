"""What programs call: the functions of `pressmark`, each one call into the room that does it.

A package is a folder, a descriptor, a zip, or a `Package` read before: `read_project` reads one
whose own SQL is to run. Paths are those of files, and an address is refused. What is wrong with
the data is in the report that comes back; what is wrong with the call is raised:

- ProjectError: the package, a path or an argument is wrong as written;
- ReleaseError: it would contradict what is published;
- MachineError: the disk is full, a file may not be read, a limit of the machine is reached.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.errors import ProjectError
from pressmark.local_path import parse_output, parse_path, parse_word

if TYPE_CHECKING:
    from pressmark.infer.draft import DraftTable
    from pressmark.package import Package
    from pressmark.publish.release import Published
    from pressmark.releases.differ import Changes
    from pressmark.report import Report
    from pressmark.validate import Progress
    from pressmark.verify import Verification


def read_project(
    path: str | Path, *, trust_rules: bool = False, schemas: str | Path | None = None
) -> "Package":
    """Read a project's folder, any package's descriptor, or a zip of it, without its data.

    The SQL of an authored project is its own; that of somebody else's package is run only with
    `trust_rules`. Copies of schemas and dialects that it names by address are looked for in the
    folder `schemas`, and in its own. ProjectError where there is no package, or it is wrong as
    written.
    """
    from pressmark.releases.opened import open_package

    folder = None if schemas is None else parse_path(schemas)
    return open_package(parse_path(path), trust_rules=trust_rules, schemas=folder)


def validate(  # noqa: PLR0913 - all but one have a default
    package: "str | Path | Package | Sequence[str | Path]",
    *,
    schema: str | Path | None = None,
    limit: int = 100,
    sources: str | Path | None = None,
    second_judge: bool = False,
    rules: Iterable[str] | None = None,
    ignore: Mapping[str, str] | None = None,
    cache: bool = False,
    engine: str | None = None,
    spark_master: str | None = None,
    progress: "Progress | None" = None,
) -> "Report":
    """Judge every record of a package, or of files, and report what is wrong with it.

    A file of records that nothing describes, or a list of such, is judged by what it shows, or by
    the Table Schema in the file `schema`: then `report.judged_by` says how it was read.
    `report.counts` counts all findings by rule, `report.findings` lists at most `limit`. Recorded
    passages are held against the texts in the folder `sources`. `progress` is told what is done,
    and how many records, bytes, and bytes in all. `second_judge` is frictionless. Only `rules` are
    asked, by name or kind, beside what keeps records from being read; what rules to `ignore` find,
    each for a reason, is no error. An `engine`, "spark" at a `spark_master` or "sail", judges on
    many machines. A `cache` keeps what is known, else nothing is written. Raises PressmarkError.
    """
    from pressmark.twice import judge_package
    from pressmark.undescribed.meaning import names_files
    from pressmark.validate.progress import hide_progress

    words, told = list_paths(package), progress or hide_progress
    given = {"schema": schema, "sources": sources, "second_judge": second_judge, "engine": engine}
    if names_files(words, given | {"spark_master": spark_master}):
        from pressmark.undescribed.files_judged import judge_words

        return judge_words(words, schema, limit=limit, rules=rules, ignore=ignore, progress=told)
    return judge_package(
        read_whole(package), sources=None if sources is None else parse_path(sources), limit=limit,
        second_judge=second_judge, rules=rules, ignore=ignore, cache=cache, progress=told,
        engine=engine, spark_master=spark_master,
    )  # fmt: skip


def build(  # noqa: PLR0913 - all but two have a default
    package: "str | Path | Package",
    output: str | Path,
    *,
    limit: int = 100,
    cache: bool = False,
    engine: str | None = None,
    spark_master: str | None = None,
    formats: Iterable[str] | None = None,
    progress: "Progress | None" = None,
) -> "Report":
    """Write all files of the next release into the folder `output`, unpublished.

    An earlier build there is replaced; where `report.valid` is False nothing is written. With a
    `cache` nothing is written either where the same stands there, and what is known of a project,
    and kept in its `build/cache`, is not asked again. An `engine`, as of `validate`, cuts large
    tables into parts. `formats` are derived instead of those that the package names. ProjectError
    (also where `output` holds anything else), MachineError.
    """
    from pressmark.formats import with_formats
    from pressmark.releases.build import build as write
    from pressmark.validate import hide_progress

    folder, told = parse_output(output), progress or hide_progress
    found = with_formats(read(package), formats)
    if engine or spark_master:
        from pressmark.parted.build_on import build_with_engine as spread

        return spread(found, engine, spark_master, folder, limit=limit, progress=told)
    return write(found, folder, limit=limit, cache=cache, progress=told)


def release(  # noqa: PLR0913 - all but one have a default
    package: "str | Path | Package",
    *,
    date: str | None = None,
    key: str | Path | None = None,
    limit: int = 100,
    second_judge: bool = False,
    dry_run: bool = False,
    accept: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
    progress: "Progress | None" = None,
) -> "Published":
    """Publish a project under its version, once; signed where an SSH `key` is given.

    `date` is the day that the ledger keeps (YYYY-MM-DD), today in UTC if you give none. In what
    comes back `version` is None where `report.valid` is False; then nothing was published. `new`
    is False where the same was published before, which changes nothing. ReleaseError where the
    version is published with other content, is too small for what changed, or breaks a promise;
    ProjectError, MachineError. With `second_judge` the report says what frictionless finds; in a
    `dry_run` all of this is done but nothing is published, and nothing of the project is written.
    Data that looks wrong beside earlier releases is a ReleaseError whose exit code is 1, unless
    `accept` gives by table, or by `table.field`, the reason why it is right, which is published. A
    first release of 1.0.0 or higher has a license and a creator, unless `without` names them.
    """
    from pressmark.publish.consent import read_consent
    from pressmark.publish.release import rehearse
    from pressmark.publish.release import release as publish
    from pressmark.validate import hide_progress

    act = rehearse if dry_run else publish
    return act(
        read(package),
        date=read_today() if date is None else read_day(date),
        key=None if key is None else parse_path(key),
        limit=limit,
        second_judge=second_judge,
        consent=read_consent(accept, without),
        progress=progress or hide_progress,
    )


def verify(
    release: str | Path,
    *,
    project: str | Path | None = None,
    head: str | None = None,
    signers: str | Path | None = None,
    trust_rules: bool = False,
) -> "Verification":
    """Prove a release: its folder, its zip, or a version in the ledger of `project` (here: ".").

    `found.valid` says whether every check held, `found.checks` has them one by one. `head` is the
    digest of a ledger entry that you kept, `signers` a file of those whose signature counts. The
    SQL of a release is run where its project is named, and else only with `trust_rules`.
    ProjectError where there is no such release or signer; MachineError.
    """
    from pressmark.verify import verify as prove

    return prove(
        parse_word(str(release)),
        None if project is None else parse_path(project),
        head=head,
        signers=None if signers is None else parse_path(signers),
        trust_rules=trust_rules,
    )


def compare(
    old: "str | Path | Package",
    new: "str | Path | Package",
    *,
    project: str | Path = ".",
    limit: int = 100,
) -> "Changes":
    """Say what changed between two packages, and which version that asks for.

    Each is a folder, a descriptor, a zip, a `Package`, or a version in the ledger of `project`. In
    what comes back `level` is the part of the version that must rise (None: nothing changed) and
    `least` the least version; `comparison.tables` counts the changes of records, and
    `comparison.schema` and `comparison.listed` list those of the schema and the first `limit` of
    each kind of the records. What was unpacked to be compared is gone by then.
    ProjectError, also where the data of one is wrong: `validate` says what; ReleaseError,
    MachineError.
    """
    from pressmark.releases.differ import Changes, compare_packages
    from pressmark.report import Report

    sides = tuple(
        parse_word(str(each)) if isinstance(each, str | Path) else each for each in (old, new)
    )
    with compare_packages(sides[0], sides[1], parse_path(project), limit=limit) as found:
        if isinstance(found, Report):
            raise ProjectError(found.place, found.verdict, "validate it to see what is wrong")
        return Changes(found.old, found.new, found.comparison)


def cite(
    package: "str | Path | Package",
    version: str | None = None,
    *,
    table: str | None = None,
    key: str | None = None,
    format: str = "text",  # noqa: A002 - as `pressmark cite --format` has it
) -> str:
    """Write how to cite a release: the one published last, or `version`; or one table or record.

    A record is named by its primary key (the parts of several with commas between them). `format`
    is text, bibtex, ris, csl, cff, datacite, schema-org, dcat or croissant. ProjectError where
    version, table, key or format are not there, or the format asks for what is not known;
    ReleaseError where the release is not what was published.
    """
    from pressmark.citation.release import find_cited_values, write_citation

    found = read(package)
    word = found if version is None else version
    values = find_cited_values(word, found.root, locate_releases(found), table=table, key=key)
    return write_citation(values, format, found.place)


def describe(*files: str | Path) -> tuple["DraftTable", ...]:
    """Draft the schema of every table that files show which nobody described; nothing is written.

    Of each `schema` is the Table Schema, `described` the resource, `fields` give the reason of each
    type, and `every_doubt` says what is doubtful. ProjectError where a file holds no table.
    """
    from pressmark.infer.describing import describe as draft

    return draft(tuple(map(parse_path, files)))


def list_paths(package: "str | Path | Package | Sequence[str | Path]") -> tuple[Path, ...]:
    """Give the paths of what is to be judged; none of what was read already."""
    words = [package] if isinstance(package, str | Path) else package
    return tuple(map(parse_path, words)) if isinstance(words, list | tuple) else ()


def locate_releases(package: "Package") -> Path | None:
    """Give the folder of a project's releases, where there are any."""
    from pressmark.releases.ledger import LEDGER

    folder = package.releases
    return folder if folder and (folder / LEDGER).is_file() else None


def read(package: object) -> "Package":
    """Give a package, read where it is only named; ProjectError where it is neither."""
    from pressmark.package import Package

    if isinstance(package, str | Path):
        return read_project(package)
    if not isinstance(package, Package):
        right = "give a path, as str or Path, or a Package that was read"
        raise ProjectError("package", f"{type(package).__name__} names no package", right)
    return package


def read_whole(package: object) -> "Package":
    """Give a package; ProjectError also where a project asks for a format that there is not.

    What somebody else published may name those of a newer version, and is judged all the same.
    """
    from pressmark.releases.opened import refuse_unknown_formats

    found = read(package)
    if found.releases:
        refuse_unknown_formats(found)
    return found


def read_day(written: str) -> str:
    """Give a day as it was written; ProjectError where it is none, or written otherwise."""
    with suppress(ValueError):
        if datetime.date.fromisoformat(written).isoformat() == written:
            return written
    raise ProjectError("date", f"{written!r} is no day", "write one such as 2026-11-22")


def read_today() -> str:
    """Give the day by the clock, in UTC."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
