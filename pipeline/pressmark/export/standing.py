"""Pages that no site answers: one that leads to another address, and one for what is not there."""

from collections.abc import Sequence
from html import escape

from pressmark.site.as_files import POLICY

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
{head}</head>
<body>
<main>
<div class="band"><div class="inside">
<h1>{title}</h1>
<p>{words}</p>
</div></div>
</main>
</body>
</html>
"""


def write_leading_page(link: str, canonical: str, look: str) -> str:
    """Write a page that leads to another, by its own link and by its canonical address.

    `look` leads to the folder of stylesheet and icon.
    """
    there = escape(link)
    head = f'{link_look(look)}<link rel="canonical" href="{escape(canonical)}">\n'
    head += f'<meta http-equiv="refresh" content="0; url={there}">\n'
    return write("This page leads to another", f'<a href="{there}">Go on to it</a>', head)


def write_missing_page(front: str | None, lacking: Sequence[str]) -> str:
    """Write what a host shows where there is no file; `front` is the front page, if it is known.

    `lacking` are the addresses of the releases that lack records which were taken out by law: no
    address of such a record can be made of what is left of it.
    """
    way = f'<a href="{escape(front)}">The front page</a>' if front else "The front page"
    words = f"The address may be mistyped, or of a page that needs a server. {way} leads on."
    if lacking:
        told = [escape(each) for each in lacking]
        pages = " and ".join(f'<a href="{each}">{each}</a>' if front else each for each in told)
        words += f" Or it was of a record that was taken out by law: {pages} says when and why."
    return write("There is no such page", words, link_look(f"{front}static") if front else "")


def link_look(folder: str) -> str:
    """Write the links to stylesheet and icon, which stand in a folder."""
    icon = f'<link rel="icon" href="{escape(folder)}/icon.svg" type="image/svg+xml">\n'
    return f'{icon}<link rel="stylesheet" href="{escape(folder)}/site.css">\n'


def write(title: str, words: str, head: str = "") -> str:
    """Write one page."""
    return PAGE.format(title=title, words=words, head=head, policy=POLICY)
