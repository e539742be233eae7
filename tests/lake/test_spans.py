"""What holds at each snapshot, joined to spans, holds at the same snapshots again."""

from hypothesis import given
from hypothesis import strategies as st

from pressmark.lake.spans import Span, list_spans

STATES = st.lists(st.dictionaries(st.integers(0, 3), st.sampled_from("ab")), max_size=6)


def held_at(spans: list[Span[int, str]], number: int) -> dict[int, str]:
    """Give what spans say of a snapshot, as the specification reads them; no key is told twice."""
    there = [each for each in spans if each.begin <= number < (each.end or number + 1)]
    assert len({each.key for each in there}) == len(there)
    return {each.key: each.value for each in there}


@given(STATES)
def test_spans_say_what_holds_at_each_snapshot(states: list[dict[int, str]]) -> None:
    numbered = [(3 * place, state) for place, state in enumerate(states)]
    spans = list(list_spans(numbered))
    assert [held_at(spans, number) for number, _ in numbered] == states
    assert [each.begin for each in spans] == sorted(each.begin for each in spans)


@given(STATES)
def test_a_span_is_as_long_as_what_it_says_holds(states: list[dict[int, str]]) -> None:
    spans = list(list_spans(list(enumerate(states))))
    ended = {(each.key, each.value, each.end) for each in spans}
    assert not any((each.key, each.value, each.begin) in ended for each in spans)
