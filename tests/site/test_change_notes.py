"""What a page tells of a release's CHANGES.md."""

from pressmark.site.content.changes import read_notes

SIGNED = "- Trips (`trips`), `length`: values: 1 to 2 now. This is right: In mm now."
TEXT = f"""# Trips 0.2.0: since 0.1.0

New lengths.

## Signed off

{SIGNED}

## For readers

Look at them.

## Records

- Trips (`trips`): 2 records changed
"""


def test_what_was_signed_off_is_told_apart_from_the_note() -> None:
    found = read_notes(TEXT, is_published=True)
    assert found is not None
    assert (found.introduction, found.signed_off) == ("New lengths.", SIGNED)
    assert found.note == "New lengths.\n\n## For readers\n\n\nLook at them."
    assert found.counts == (("changed", 2),)


def test_it_is_told_though_nothing_else_is() -> None:
    found = read_notes(f"# T\n\n## Signed off\n\n{SIGNED}\n", is_published=True)
    assert found is not None and (found.note, found.signed_off) == ("", SIGNED)
    assert read_notes("# T\n", is_published=True) is None
