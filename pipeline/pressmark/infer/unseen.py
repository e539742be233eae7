"""Characters that nobody can see: what emojis and some scripts need is allowed, with a doubt.

Any other keeps its field as it is, so that judging its records says where it stands.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.infer.draft import Doubt
from pressmark.package.own import ALLOW
from pressmark.rules.characters import BIDI, compile_characters
from pressmark.rules.legible import ORTHOGRAPHY


def find_unseen(texts: pa.Array) -> set[str]:
    """Find the characters of a column that hide or turn text around."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return set()
    held = texts.filter(pc.match_substring_regex(texts, BIDI)).to_pylist()
    return {each for text in held for each in compile_characters(BIDI).findall(text)}


def add_unseen(properties: dict[str, Any], unseen: set[str]) -> Iterator[Doubt]:
    """Allow a field what it holds, if writing needs all of it, and give the doubt."""
    if not unseen or not all(map(ORTHOGRAPHY.fullmatch, unseen)):
        return
    properties[ALLOW.name] = ["bidi"]
    listed = ", ".join(f"U+{ord(each):04X}" for each in sorted(unseen))
    words = (
        f"Holds characters that nobody can see, as emojis and some scripts do: {listed}. Allowed."
    )
    yield Doubt(words, 2)
