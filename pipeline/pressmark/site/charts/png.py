"""SVG that was drawn here → PNG, with the fonts that come with the site, bounded in pixels.

The library reads no file and no address that a drawing might name; ours name none.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pressmark.site.charts.picture import Drawn

FONTS = Path(__file__).parent / "fonts"
MOST_PIXELS = 16_000_000
LARGEST = 3_000_000
"""Characters of a drawing; one of some hundred places has a twentieth."""


class DrawingError(Exception):
    """The library that draws is missing, or the drawing is too large."""


def can_draw() -> bool:
    """Whether the library that draws is installed (the extra `charts`)."""
    return find_spec("vl_convert") is not None


def draw_png(drawn: Drawn, *, scale: float = 1) -> bytes:
    """Draw a picture; DrawingError where it cannot be drawn or would be too large."""
    pixels = drawn.width * drawn.height * scale * scale
    if pixels > MOST_PIXELS or len(drawn.svg) > LARGEST:
        message = "the picture is too large to be drawn"
        raise DrawingError(message)
    try:
        import vl_convert

        register()
        return vl_convert.svg_to_png(drawn.svg, scale=scale)
    except (ImportError, RuntimeError, ValueError) as error:
        raise DrawingError(str(error).splitlines()[0]) from None


@cache
def register() -> None:
    """Make the fonts known to the library, once."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
