"""The resources that no schema describes: their bytes, and of a table what can be judged of it.

Of a table without schema its encoding, quotes, header and the lengths of its records are judged;
what its cells mean nobody can tell.
"""

import hashlib
import json
from collections.abc import Iterator

from pressmark.errors import explain_failure
from pressmark.files.pointer import stands_for_another
from pressmark.intake import Limits, TableFile, is_tabular
from pressmark.intake.faults import explain_missing_file
from pressmark.intake.files import Files
from pressmark.intake.refusal import explain_pointer
from pressmark.package import Attachment, Package, Table
from pressmark.package.schema import UNDESCRIBED
from pressmark.report import FileReport, PassedOver
from pressmark.report.finding import Findings
from pressmark.validate.file_findings import name_files, refuse_other_bytes
from pressmark.words import shorten

NO_SCHEMA = "no schema"
NO_DIALECT = "no dialect"
NO_TABLE = "no table"
LONGEST_NAME = 200


def judge_attachments(
    package: Package, findings: Findings, limits: Limits
) -> tuple[FileReport, ...]:
    """Judge every resource that no schema describes, as far as it can be."""
    return tuple(judge_attachment(each, findings, limits) for each in package.attachments)


def judge_attachment(attachment: Attachment, findings: Findings, limits: Limits) -> FileReport:
    """Judge one of them; MachineError where a file of it cannot be read."""
    resource = attachment.resource
    tabular = attachment.has_dialect and is_tabular(resource)
    missing = not all(path.is_file() for path in attachment.paths)
    if missing and not tabular:
        return report_missing(attachment, findings)
    pointers = [path.name for path in attachment.paths if stands_for_another(path)]
    if pointers:
        refusal = explain_pointer(pointers[0])
        findings.add(
            refusal.rule.finding(
                refusal.message, table=attachment.name, path=attachment.place, hint=refusal.hint
            )
        )
        return FileReport(attachment.name, attachment.place, 0, "")
    if not tabular:
        size, sha256 = measure_attachment(attachment, limits)
        refuse_other_bytes(attachment, findings)
        return FileReport(attachment.name, attachment.place, size, sha256)
    table = Table(resource, UNDESCRIBED, attachment.paths, attachment.place)
    file = TableFile(table, findings, limits)
    for _ in file.blocks():
        pass
    name_files(findings, (file,))
    if missing:
        return FileReport(attachment.name, attachment.place, file.bytes, "", file.records)
    size, sha256 = measure_attachment(attachment, limits)
    refuse_other_bytes(attachment, findings)
    return FileReport(attachment.name, attachment.place, size, sha256, file.records)


def report_missing(attachment: Attachment, findings: Findings) -> FileReport:
    """Report the files of a resource that are not there, or are no files."""
    names = attachment.resource.path or ()
    for path, name in zip(attachment.paths, names, strict=True):
        if not path.is_file():
            findings.add(explain_missing_file(path, name, attachment.name))
    return FileReport(attachment.name, attachment.place, 0, "")


def measure_attachment(attachment: Attachment, limits: Limits) -> tuple[int, str]:
    """Give the bytes and the sha256 of a resource's files, or of its data as JSON."""
    if not attachment.paths:
        raw = json.dumps(attachment.resource.data, separators=(",", ":")).encode()
        return len(raw), hashlib.sha256(raw).hexdigest()
    names = attachment.resource.path or ()
    with Files(tuple(zip(attachment.paths, names, strict=True)), limits) as files:
        try:
            files.finish()
        except OSError as error:
            raise explain_failure(error, attachment.place) from None
        return files.size, files.sha256


def list_passed_over(package: Package) -> Iterator[PassedOver]:
    """Say of each resource, and each key to one, what was not checked, and why."""
    for each in package.attachments:
        why = NO_SCHEMA if is_tabular(each.resource) else NO_TABLE
        why = why if each.has_dialect else NO_DIALECT
        yield PassedOver(shorten(each.name, LONGEST_NAME), why)
    undescribed = {each.name for each in package.attachments}
    for table in package.tables:
        described = table.resource.table_schema
        for key in described.foreign_keys if described else ():
            if key.reference.resource in undescribed:
                fields = ", ".join(key.fields)
                what = f"the key {fields} of {table.name} to {key.reference.resource}"
                yield PassedOver(shorten(what, LONGEST_NAME), NO_SCHEMA)
