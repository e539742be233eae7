"""Counts in steps → a histogram as SVG whose parts are per cent of its width, without a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.lanes import percent
from pressmark.site.charts.svg import element, words

HEIGHT = 64
LEAST = 1.5
"""Pixels of a bar that stands for something."""


@dataclass(frozen=True)
class Step:
    """A step of a histogram: from where to where, in words, and how many values are in it."""

    words: str
    count: int


def histogram(title: str, steps: Sequence[Step]) -> str:
    """Draw a bar a step, as high as its count; each says its step and count."""
    most = max((each.count for each in steps), default=0)
    if not most:
        return ""
    width = 100 / len(steps)
    bars = []
    for number, step in enumerate(steps):
        high = max(LEAST, HEIGHT * step.count / most) if step.count else 0.0
        bars.append(
            element(
                "rect",
                element("title", words(f"{step.words}: {step.count:,}")),
                x=percent(number * width + width * 0.05),
                y=HEIGHT - high,
                width=percent(width * 0.9),
                height=high,
            )
        )
    return element("svg", *bars, class_="bars", role="img", aria_label=title)
