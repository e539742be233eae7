"""What was taken out of a release after it was published: named, and held against its ledger."""

from collections.abc import Iterator

from pressmark.package import Package
from pressmark.package.own import REDACTED, TREE
from pressmark.releases.ledger import LEAF, Ledger
from pressmark.verify.check import Check, judge_check


def check_redacted(package: Package | None, ledger: Ledger | None) -> Iterator[Check]:
    """Name each record that was taken out; one of which the ledger says otherwise is a failure."""
    if package is None:
        return
    told = {
        table: redacted
        for table in package.tables
        if (redacted := REDACTED.of(table.resource)) is not None
    }
    leaves = {
        f"{each.path}{LEAF}{one.leaf}": one.digest for each in told.values() for one in each.records
    }
    acts = [each for each in ledger.redactions if each.version == package.version] if ledger else []
    in_ledger = acts[-1].leaves if acts else {}
    if ledger and (leaves or in_ledger):
        names = sorted({*leaves, *in_ledger})
        wrong = [name for name in names if leaves.get(name) != in_ledger.get(name)]
        good = "the ledger names just the records that were taken out"
        yield judge_check("redacted", good, "the ledger names other records", wrong)
    for table, redacted in told.items():
        for one in redacted.records:
            sentence = f"record {one.leaf} of table {table.name} on {one.date}: {one.reason}"
            yield Check("redacted", "note", sentence, (one.digest,))
        if not TREE.is_in(table.resource):
            sentence = (
                f"{redacted.path} is lost as it was published, for the first format has no trees: "
                f"nothing but the ledger proves the records left in {table.paths[0].name}"
            )
            yield Check("lost", "note", sentence, (redacted.hash,))
