"""The way from one page of a table to its others, where no server turns them."""

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from pressmark.export.links import lead_from

NEAR, SPREAD = 2, 10
"""How many pages on each side are named, and how many others, spread evenly."""


def write_pager(pages: Sequence[str], file: str) -> str:
    """Write links to the other pages of a table, by their files; nothing where it is the only."""
    if len(pages) <= 1:
        return ""
    at = pages.index(file)
    steps = []
    if at:
        steps.append(f'<a href="{lead_to(file, pages[at - 1])}" rel="prev">Previous page</a>')
    if at + 1 < len(pages):
        steps.append(f'<a href="{lead_to(file, pages[at + 1])}" rel="next">Next page</a>')
    numbers = " ".join(
        name_page(number + 1, None if number == at else lead_to(file, pages[number]))
        for number in choose_numbers(at, len(pages))
    )
    told = f"Page {at + 1:,} of {len(pages):,}"
    return (
        f'<nav aria-label="Pages of the table"><p class="actions"><span>{told}</span>'
        f'{"".join(steps)}</p><p class="actions">{numbers}</p></nav>'
    )


def name_page(number: int, link: str | None) -> str:
    """Write the number of a page, with a link unless it is this one."""
    if link is None:
        return f'<b aria-current="page">{number:,}</b>'
    return f'<a href="{link}" aria-label="Page {number:,}">{number:,}</a>'


def lead_to(file: str, page: str) -> str:
    """Write the link from one file to another."""
    return escape(lead_from(file, quote(page)))


def choose_numbers(at: int, count: int) -> Iterator[int]:
    """Choose the pages to name: the first, the last, those near, and some between, from 0."""
    spread = {round(number * (count - 1) / SPREAD) for number in range(SPREAD + 1)}
    near = set(range(max(0, at - NEAR), min(count, at + NEAR + 1)))
    yield from sorted(spread | near)
