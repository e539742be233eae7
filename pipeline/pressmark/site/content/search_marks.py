"""Where the words that were found stand in a text: in marks, in a passage around the first."""

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup, escape

from pressmark.site.content.search_words import FoundWord, cut_words

BEFORE, LONGEST = 60, 200
"""Characters of a passage before its first mark, and all of them."""
JOINED = " .-'\u2019"
"""What may stand between words of one mark."""


def mark_words(text: str, words: Collection[str]) -> tuple[Markup, frozenset[str]]:
    """Set those of some words that a text holds in marks; give the others too."""
    marked = [each for each in cut_words(text) if each.text in words]
    return draw_marks(text, marked), frozenset(words) - {each.text for each in marked}


def draw_marks(text: str, words: Iterable[FoundWord]) -> Markup:
    """Escape a text and set some words of it in marks; those that stand together share one."""
    parts: list[Markup] = []
    begun = last = 0
    for each in words:
        if parts and not text[last : each.start].strip(JOINED):
            parts[-1] = Markup("<mark>{}</mark>").format(text[begun : each.end])
        else:
            begun = each.start
            parts += [
                escape(text[last:begun]),
                Markup("<mark>{}</mark>").format(text[begun : each.end]),
            ]
        last = each.end
    return Markup().join([*parts, escape(text[last:])])


def show_passage(texts: Sequence[tuple[str, str]], words: Collection[str]) -> tuple[str, Markup]:
    """Give the field that holds most of some words, and the passage in which they stand."""
    best: tuple[int, str, str, list[FoundWord]] = (0, "", "", [])
    for field, text in texts:
        marked = [each for each in cut_words(text) if each.text in words]
        count = len({each.text for each in marked})
        if count > best[0]:
            best = (count, field, text, marked)
    _, field, text, marked = best
    if not marked:
        return "", Markup()
    start, end = locate_passage(text, marked[0].start)
    inside = [
        FoundWord(each.text, each.start - start, each.end - start)
        for each in marked
        if each.end <= end
    ]
    passage = draw_marks(text[start:end], inside)
    return field, Markup("{}{}{}").format(
        "…" if start else "", passage, "…" if end < len(text) else ""
    )


def locate_passage(text: str, first: int) -> tuple[int, int]:
    """Give where the passage around the first mark starts and ends, at blanks where there are."""
    start, end = max(0, first - BEFORE), min(len(text), max(0, first - BEFORE) + LONGEST)
    if start and " " in text[start:first]:
        start = text.index(" ", start) + 1
    if end < len(text) and " " in text[first:end]:
        end = max(text.rindex(" ", first, end), first)
    return start, end
