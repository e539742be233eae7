"""Releases and their ledger replaced together: after a crash they are all old, or are finished.

What is to stand there is made whole and durable first, in a folder beside; giving that folder the
name `JOURNAL` decides. From then on every step can be done again, and whoever redacts does so.
"""

import shutil
from pathlib import Path

from pressmark.files import disk
from pressmark.files.staging import make_durable
from pressmark.releases.journal import JOURNAL
from pressmark.releases.ledger import LEDGER, Ledger

NEW, OLD = "new", "old"


def decide(fresh: Path, ledger: Ledger) -> None:
    """Replace releases by those in the folder `new` of a staged one, and the ledger by this one.

    `fresh` stands in the folder of releases, and nothing of it is left there.
    """
    (fresh / OLD).mkdir()
    disk.write_bytes(fresh / LEDGER, ledger.text().encode())
    make_durable(fresh)
    disk.move(fresh, ledger.folder / JOURNAL)
    resume(ledger.folder)


def resume(releases: Path) -> bool:
    """Finish what was decided; give whether anything was."""
    journal = releases / JOURNAL
    if not journal.is_dir():
        return False
    # Who was stopped while the old state was removed left no such folder, or some of it.
    for fresh in sorted((journal / NEW).glob("*")):
        place = releases / fresh.name
        if place.is_dir():
            disk.move(place, journal / OLD / fresh.name)
        disk.move(fresh, place)
    if (journal / LEDGER).is_file():
        disk.move(journal / LEDGER, releases / LEDGER)
    shutil.rmtree(journal)
    return True
