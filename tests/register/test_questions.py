"""The register's questions, asked and answered without codes where the schema has words."""

import re

from pressmark.site import ServedRelease
from pressmark.site.tables.written_cells import without_codes
from tests.site.visitor import Visitor

HERE = "/face-recognition-governance-2-0-0"


def test_a_question_offers_keys_and_codes_to_choose_from(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/who_may_use?place=us-va&date=2021-08-15")
    assert re.search(r'<select id="parameter-1" name="place" required', page)
    assert '<option value="us-va" selected>Virginia</option>' in page
    assert '<option value="us-or-portland">Portland, Oregon</option>' in page
    assert re.search(r'<input type="date" id="parameter-2" name="date" value="2021-08-15"', page)
    page = visitor.text(f"{HERE}/history?about=amazon-1")
    assert re.search(r'name="about" value="amazon-1" list="choices-1" required', page)
    page = visitor.text(f"{HERE}/evidence_for?table=instruments&key=us-or-portland-1")
    assert '<option value="instruments" selected>Rules and policies</option>' in page


def test_an_answer_is_written_in_words(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/who_may_use?place=us-va&date=2021-08-15")
    answer = page[page.index("<table") : page.index("</table>")]
    assert not re.findall(r">[a-z]+(?:_[a-z]+)+<", answer)
    page = visitor.text(f"{HERE}/evidence_for?table=instruments&key=us-or-portland-1")
    answer = page[page.index("<table") : page.index("</table>")]
    assert "jurisdiction_place_id" not in answer
    assert '<td data-l="Field"><div>Place</div></td>' in answer


def test_descriptions_name_questions_and_tables_by_their_titles(newest: ServedRelease) -> None:
    said = without_codes(newest, "see status_on, event_participants, no_later_event_found")
    assert said == (
        "see “What was the status of each rule on a day?”, “Who took part in events”,"
        " no later event found"
    )


def test_addresses_and_code_in_descriptions_stay_as_they_are(newest: ServedRelease) -> None:
    text = "[x](https://example.org/status_on/a_b.csv?q=c_d) `no_later` a_function() my_file.csv"
    assert without_codes(newest, text) == text
