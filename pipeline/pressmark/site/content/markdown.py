"""Markdown in metadata → HTML that cannot harm: descriptions are Markdown (Data Package v2)."""

import re
from functools import cache, lru_cache
from textwrap import shorten

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pressmark.site.downloads.link import check_link

LOWEST = 6
LONGEST_LINE = 200


@cache
def make_parser() -> MarkdownIt:
    """Give a parser that knows CommonMark and tables, shows HTML as text, and fetches nothing."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    # Links come from strangers; what is not safe stays text, as it was written.
    parser.validateLink = is_safe  # type: ignore[method-assign, assignment]
    return parser


def is_safe(address: str) -> bool:
    """Whether a reader may be sent there."""
    return check_link(address) is not None


def render_markdown(text: str | None, highest: int = 3) -> Markup:
    """Write Markdown as HTML whose largest heading is `highest`, so that the page keeps its own."""
    tokens = make_parser().parse(text or "")
    levels = [int(each.tag[1]) for each in tokens if is_heading(each)]
    for token in tokens:
        if is_heading(token):
            token.tag = f"h{min(LOWEST, int(token.tag[1]) - min(levels) + highest)}"
    # The parser escapes everything that is not Markdown.
    return Markup(make_parser().renderer.render(tokens, make_parser().options, {}))  # noqa: S704


def render_line(text: str | None, *, whole: bool = False) -> Markup:
    """Write Markdown as the words of one line, for lists: its first paragraph, or the whole."""
    paragraphs = [each.strip() for each in re.split(r"\n[ \t]*\n", text or "") if each.strip()]
    chosen = paragraphs if whole else paragraphs[:1]
    inline = " ".join(each.lstrip("#").strip() for each in chosen)
    return Markup(make_parser().renderInline(inline))  # noqa: S704 - the parser escapes


@lru_cache(maxsize=1000)
def render_plain_line(text: str | None) -> str:
    """Write the first paragraph of Markdown as plain words, cut where it is long: for previews."""
    return shorten(render_line(text).striptags(), LONGEST_LINE, placeholder=" …")


def is_heading(token: Token) -> bool:
    """Whether a token opens or closes a heading."""
    return token.type in ("heading_open", "heading_close")
