"""A Vega-Lite specification → SVG that stands inside a page: no styles of its own, few digits."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from pressmark.site.charts.marks import CLASSES

SVG = "http://www.w3.org/2000/svg"
DIGITS = re.compile(r"-?\d+\.\d+")
KEPT = frozenset({
    "clip-path", "d", "fill", "fill-opacity", "font-family", "font-size", "font-weight", "height",
    "id", "opacity", "stroke", "stroke-dasharray", "stroke-width", "text-anchor", "transform",
    "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
CONFIG = {"aria": False, "background": None, "view": {"stroke": None}, "padding": 2}
Specification = Mapping[str, Any]


class DrawingError(Exception):
    """The library that draws is missing, or refuses: a defect of the machine or of a chart."""


@dataclass(frozen=True)
class Picture:
    """One drawing to be: `name` is unique on a page, `title` and `text` are for who cannot see it.

    `form` is wide or narrow where one of two suits the window, otherwise inset.
    """

    name: str
    form: str
    title: str
    text: str
    specification: Specification


def drawn(picture: Picture, folder: Path) -> str:
    """Draw a picture, or take it from `folder` where the same was drawn by the same library before.

    DrawingError where it cannot be drawn.
    """
    asked = json.dumps({"config": CONFIG, **picture.specification}, sort_keys=True)
    digest = hashlib.sha256(f"{library()}\n{asked}".encode()).hexdigest()
    path = folder / f"{digest}.svg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".fresh")
        fresh.write_text(vega(asked), encoding="utf-8")
        fresh.replace(path)
    return cleaned(path.read_text(encoding="utf-8"), picture)


def library() -> str:
    """Name the library that draws, with its version; DrawingError where it is not installed."""
    try:
        return f"vl-convert {metadata.version('vl-convert-python')}"
    except metadata.PackageNotFoundError:
        message = "vl-convert-python is not installed"
        raise DrawingError(message) from None


def vega(specification: str) -> str:
    """Draw with Vega-Lite, without a network; DrawingError where it refuses."""
    try:
        import vl_convert

        return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    except ImportError as error:
        raise DrawingError(str(error)) from None
    except ValueError as error:
        raise DrawingError(str(error).splitlines()[0]) from None


def cleaned(svg: str, picture: Picture) -> str:
    """Keep what is drawn: shapes and texts, their colours also by class, title and description.

    Identifiers are named after the picture, since several stand in one page.
    """
    Xml.register_namespace("", SVG)
    root = Xml.fromstring(svg)  # noqa: S314 - drawn here, from our own specification
    names: dict[str, str] = {}
    for element in root.iter():
        identifier = element.get("id")
        if identifier:
            names[identifier] = f"{picture.name}-{len(names) + 1}"
    for parent in list(root.iter()):
        for child in list(parent):
            if is_empty(child):
                parent.remove(child)
    for element in root.iter():
        simplify(element, names)
    return framed(root, picture)


def is_empty(element: Xml.Element) -> bool:
    """Whether nothing of an element can be seen."""
    shape = element.tag == f"{{{SVG}}}path"
    return shape and (not element.get("d") or element.get("display") == "none" or bare(element))


def bare(element: Xml.Element) -> bool:
    """Whether a shape is only the ground of a group, without colour."""
    grounds = ("background", "foreground")
    unseen = all(element.get(name) in (None, "none", "transparent") for name in ("fill", "stroke"))
    return element.get("class") in grounds and unseen


def simplify(element: Xml.Element, names: Mapping[str, str]) -> None:
    """Drop attributes that show nothing, shorten numbers, and name colours by class."""
    given = {name: value for name, value in element.attrib.items() if name in KEPT}
    colours = [
        f"{kind}-{CLASSES[given[kind]]}"
        for kind in ("fill", "stroke")
        if given.get(kind) in CLASSES
    ]
    element.attrib.clear()
    if colours:
        element.set("class", " ".join(colours))
    for name, value in given.items():
        element.set(name, attribute(name, value, names))


def attribute(name: str, value: str, names: Mapping[str, str]) -> str:
    """Write an attribute with numbers to a tenth and with the identifiers of the picture."""
    if name == "id":
        return names[value]
    if name == "clip-path":
        return re.sub(r"#([^)]*)", lambda found: f"#{names[found[1]]}", value)
    return DIGITS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)


def framed(root: Xml.Element, picture: Picture) -> str:
    """Write the drawing with its title and description, as large as its place in the page."""
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("class", f"chart {picture.form}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{picture.name}-title")
    root.set("aria-describedby", f"{picture.name}-text")
    for tag, words in (("desc", picture.text), ("title", picture.title)):
        element = Xml.Element(
            f"{{{SVG}}}{tag}", {"id": f"{picture.name}-{tag.replace('desc', 'text')}"}
        )
        element.text = words
        root.insert(0, element)
    return Xml.tostring(root, encoding="unicode")
