"""SVG as text: elements whose words are escaped and whose numbers are short.

What is drawn names its colors by class. `paint` writes them out, in those of the light page, for
a picture that stands alone: it has no stylesheet, and needs none.
"""

import re
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree as Xml

from pressmark.site.charts.marks import MARKS, SIDE, Mark

SPACE = "http://www.w3.org/2000/svg"
SANS = "Public Sans, Liberation Sans, Arial, sans-serif"
SERIF = "Pressmark Serif, Liberation Serif, Georgia, serif"
INK, MUTED, GROUND, SURFACE = "#1b1e23", "#575c63", "#ffffff", "#f6f4ef"
LINE, STRONG_LINE, LAND, COAST = "#dedad2", "#8c8a84", "#eceae4", "#b9b5ab"
LOOKS: Mapping[str, Mapping[str, str]] = {
    "fill-land": {"fill": LAND, "stroke": COAST, "stroke-width": ".7"},
    "borders": {"fill": "none", "stroke": GROUND, "stroke-width": ".9"},
    "shaded": {
        "fill": "currentColor",
        "fill-opacity": ".26",
        "stroke": "currentColor",
        "stroke-width": ".9",
    },
    "inset": {"fill": "none", "stroke": STRONG_LINE, "stroke-width": ".7"},
    "leader": {"fill": "none", "stroke": STRONG_LINE, "stroke-width": ".7"},
    "fill-ink": {"fill": INK},
    "halo": {"fill": GROUND},
    "mark": {"fill": "currentColor"},
    "fill-quiet": {"fill": MUTED},
    "strong": {"font-weight": "600"},
    "hair": {"stroke": LINE},
    "tick": {"stroke": STRONG_LINE},
    "today": {"stroke": INK},
    "serif": {"font-family": SERIF, "font-weight": "600"},
    "solid": {"fill": "currentColor"},
    "outlined": {"fill": "none", "stroke": "currentColor"},
    **{each.name: {"color": each.color} for each in MARKS},
}
"""What each class that a drawing may have looks like on white."""

EMPTY = "<{}{}/>"
UNHELD = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold (XML 1.0, production 2, and returns, which it makes line ends)."""


def render_element(name: str, *inside: str, **attributes: str | float | None) -> str:
    """Write an element around what is SVG already; `class_` is the class, `_` in names is `-`.

    An attribute that is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{render_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{written}>{body}</{name}>" if body else EMPTY.format(name, written)


def render_value(value: str | float) -> str:
    """Write the value of an attribute."""
    return escape(replace_unwritable(value)) if isinstance(value, str) else render_number(value)


def render_number(number: float) -> str:
    """Write a number to a tenth, without what need not be there."""
    written = f"{number:.1f}".removesuffix(".0")
    if written == "-0":
        return "0"
    return written.replace("0.", ".", 1) if written.startswith(("0.", "-0.")) else written


def escape_words(text: str) -> str:
    """Escape a text; what XML cannot hold becomes the mark of replacement."""
    return escape(replace_unwritable(text), quote=False)


def replace_unwritable(text: str) -> str:
    """Put the mark of replacement for what XML cannot hold."""
    return UNHELD.sub("\ufffd", text)


def draw_mark(mark: Mark, x: float, y: float, size: float) -> str:
    """Draw a mark in a square around a point."""
    left, top = render_number(x - size / 2), render_number(y - size / 2)
    place = f"translate({left} {top}) scale({size / SIDE:.3g})"
    return render_element("g", mark.drawing, class_=f"mark {mark.name}", transform=place)


def paint(svg: str) -> str:
    """Write the looks of all classes into a drawing that is to stand alone.

    What an element says itself counts before what its class says.
    """
    Xml.register_namespace("", SPACE)
    root = Xml.fromstring(svg)  # noqa: S314 - drawn here, its words escaped
    for each in root.iter():
        for name in each.attrib.pop("class", "").split():
            for key, value in LOOKS.get(name, {}).items():
                each.attrib.setdefault(key, value)
    return Xml.tostring(root, encoding="unicode")
