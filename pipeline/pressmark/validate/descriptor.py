"""What a descriptor says, held against what can be published, before anything of it is read."""

from pressmark.package import Misspelt, Package
from pressmark.package.copies import is_address
from pressmark.package.names import explain_no_name
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rules import DESCRIPTOR_VALUE, SCHEMA_MISSING, SCHEMA_NAME, SCHEMA_PROPERTY
from pressmark.validate.extent import tell_of_width
from pressmark.validate.legible import tell_of_names
from pressmark.words import shorten


def tell_of_descriptor(package: Package, findings: Findings) -> None:
    """Find what in a descriptor is wrong or passed over."""
    tell_of_missing(package, findings)
    tell_of_no_names(package, findings)
    tell_of_misspelt(package, findings)
    tell_of_faults(package, findings)
    tell_of_names(package, findings)
    tell_of_width(package, findings)


def tell_of_missing(package: Package, findings: Findings) -> None:
    """Find every schema and dialect of which there is no copy, or not the file that is named."""
    for each in package.copied:
        if each.sha256 is None:
            address = shorten(each.address, LONGEST_VALUE)
            table = shorten(each.table, LONGEST_VALUE)
            where = f"stands at {address}, and no copy of it is here"
            hint = f"Download it, and lay it there: pressmark schemas add {address} FILE."
            if not is_address(each.address):
                where = f"should stand in {address}, and there is no such file"
                hint = "Put the file there, or correct its path in the descriptor."
            findings.add(
                SCHEMA_MISSING.finding(
                    f'The {each.part} of the table "{table}" {where}: it is not judged.',
                    table=each.table,
                    path=package.place,
                    value=address,
                    hint=hint,
                )
            )


def tell_of_no_names(package: Package, findings: Findings) -> None:
    """Find the names of the package and its resources that no digest and no proof can hold."""
    tables = [("table", each.name, each.name, each.place) for each in package.tables]
    others = [("resource", each.name, each.name, each.place) for each in package.attachments]
    itself = ("package", package.name, None, package.place)
    for what, name, table, place in (itself, *tables, *others):
        wrong = explain_no_name(name)
        if wrong:
            findings.add(
                SCHEMA_NAME.finding(
                    f"The name of the {what} {wrong}.",
                    table=table,
                    path=place,
                    value=shorten(name, LONGEST_VALUE),
                    hint="Write it without.",
                )
            )


def tell_of_faults(package: Package, findings: Findings) -> None:
    """Report every property whose value could not be used."""
    for each in package.faults:
        findings.add(
            DESCRIPTOR_VALUE.finding(
                f'"{shorten(each.path, LONGEST_VALUE)}" {each.wrong}.',
                table=each.table,
                path=each.place,
                field=each.field,
                value=shorten(each.value, LONGEST_VALUE),
                hint=as_sentence(each.right),
            )
        )


def as_sentence(text: str) -> str:
    """Write the words of an order as a sentence."""
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def tell_of_misspelt(package: Package, findings: Findings) -> None:
    """Warn of every property that stands where the standard has none.

    It is passed over, and was probably meant to be another, or is used as if it stood elsewhere.

    What people here wrote was refused with such a property; this is for what others wrote.
    """
    for each in package.misspelt:
        what = f'"{shorten(each.path, LONGEST_VALUE)}" {each.wrong}'
        judged = "as if it stood there" if each.used else "as if it were not there"
        findings.add(
            SCHEMA_PROPERTY.finding(
                f"{what}: the package is judged {judged}.",
                table=each.table,
                path=each.place,
                field=each.field,
                value=shorten(each.name, LONGEST_VALUE),
                hint=render_hint(each),
            )
        )


def render_hint(each: Misspelt) -> str:
    """Say what was probably meant by a property, or where it belongs."""
    if each.used:
        return f"Write it in the {each.belongs}."
    if each.meant is None:
        newer = ", unless a newer version knows it" if ":" in each.name else ""
        return f"{each.right[:1].upper()}{each.right[1:]}{newer}."
    where = f" in the {each.belongs}" if each.belongs else ""
    return f'Write "{each.meant}"{where}, if that is meant.'
