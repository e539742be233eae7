"""What is indented is what the library writes."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pressmark.indented import render_indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = st.text() | st.integers() | st.none() | st.booleans()
DOCUMENTS = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_a_document_is_the_text_of_the_library(document: Any) -> None:
    assert render_indented(document) == json.dumps(document, ensure_ascii=False, indent=2)
