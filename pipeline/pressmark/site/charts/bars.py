"""Counts in steps → a histogram as SVG whose parts are per cent of its width, without a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.lanes import render_per_cent
from pressmark.site.charts.svg import escape_words, render_element

HEIGHT = 64
LEAST = 1.5
"""Pixels of a bar that stands for something."""


@dataclass(frozen=True)
class Step:
    """A step of a histogram: from where to where, in words, and how many values are in it."""

    words: str
    count: int


def draw_histogram(title: str, steps: Sequence[Step]) -> str:
    """Draw a bar a step, as high as its count; each says its step and count."""
    most = max((each.count for each in steps), default=0)
    if not most:
        return ""
    width = 100 / len(steps)
    bars = []
    for number, step in enumerate(steps):
        high = max(LEAST, HEIGHT * step.count / most) if step.count else 0.0
        bars.append(
            render_element(
                "rect",
                render_element("title", escape_words(f"{step.words}: {step.count:,}")),
                x=render_per_cent(number * width + width * 0.05),
                y=HEIGHT - high,
                width=render_per_cent(width * 0.9),
                height=high,
            )
        )
    return render_element("svg", *bars, class_="bars", role="img", aria_label=title)
