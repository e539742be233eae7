"""What an address of a citation lacks is said, and where it can be corrected."""

import pytest

from tests.site.visitor import Visitor

QUESTION = "there"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"query={QUESTION}&place=a", "Write db=walked-1-0-0, for example."),
        ("sql=select+1", "Write db=walked-1-0-0, for example."),
        ("", "There is no query in this address."),
        ("db=walked-1-0-0", "There is no query in this address."),
        ("db=walked-1-0-0&query=", "There is no query in this address."),
        ("db=walked-1-0-0&query=zzz", f"There is {QUESTION}."),
        (f"db=walked-1-0-0&query={QUESTION}s", f"Did you mean {QUESTION}?"),
        ("db=walked-1-0&sql=select+1", "Did you mean walked-1-0-0?"),
        ("db=zzz&sql=select+1", "There is walked-1-0-0."),
    ],
)
@pytest.mark.parametrize("form", ["", ".json"])
def test_what_an_address_of_a_citation_lacks_is_said(
    reader: Visitor, query: str, said: str, form: str
) -> None:
    """The release, the question by its nearest name, or all of it."""
    answer = reader.get(f"/cite{form}?{query}")
    assert answer.status_code in {400, 404}
    assert said in answer.text


def test_a_question_that_is_refused_leads_back_to_its_form(reader: Visitor) -> None:
    """With what was typed."""
    answer = reader.get(f"/cite?db=walked-1-0-0&query={QUESTION}&place=no+such+place")
    assert answer.status_code == 400
    back = f"/walked-1-0-0/{QUESTION}?place=no+such+place"
    assert f'<a href="{back}">Correct it in the form of the question</a>' in answer.text
    form = reader.get(back)
    assert form.status_code == 400
    assert 'value="no such place"' in form.text
