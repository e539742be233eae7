"""Where a page of the register offers to cite its question, it can be cited."""

import html
import re

import pytest

from pressmark.site import ServedRelease
from pressmark.site.address import link_query
from pressmark.site.downloads.served_release import list_questions
from tests.site.visitor import Visitor

LINK = re.compile(r'<a href="(/cite\?[^"]*)"')


@pytest.mark.parametrize("place", [0, 1])
def test_no_question_leads_to_a_citation_that_is_refused(
    published: tuple[ServedRelease, ...], visitor: Visitor, place: int
) -> None:
    """Where the sandbox does not answer a question, its page says so in place of the link."""
    release = published[place]
    for query in list_questions(release):
        page = visitor.text(link_query(release.database_name, query))
        links = LINK.findall(page)
        assert bool(links) != ("for it to be cited" in page), query.name
        for link in links:
            answer = visitor.get(html.unescape(link))
            assert answer.status_code == 200, (query.name, answer.text)
