"""What machines of others read of a site: where it is, in which forms, and what may be indexed."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pressmark.metadata import read_values, write_catalogue
from pressmark.package import Descriptor
from pressmark.public_address import parse_public_address
from pressmark.releases.ledger import Entry
from pressmark.site import ServedFile, ServedRelease, build_app
from pressmark.site.content.linked_data import write_release_data
from pressmark.site.content.signposts import (
    LONGEST_LINKS,
    describe_linkset,
    list_release_signposts,
    write_links,
)
from tests.site.packages import BAD, MANY, descriptor, publish
from tests.site.visitor import Visitor

ORIGIN, PREFIX = "https://data.example.org", "/faces"
PUBLIC = ORIGIN + PREFIX
LANDING = "/releases/1.10.0/"
RECORD = "/record/1.10.0/people/2"
RECORDS = 2 + 3 + 2 + MANY
DAYS = ("2026-03-04",)
ORCID = "https://orcid.org/0000-0002-1825-0097"


def publish_with_metadata(folder: Path, version: str) -> ServedRelease:
    """Publish a version with the files by which it is cited."""
    people = [
        {"title": BAD, "path": ORCID, "roles": ["creator"]},
        {"givenName": "Ada", "familyName": "Lovelace", "roles": ["creator"]},
        {"title": "A house", "roles": ["publisher"]},
    ]
    told = {**descriptor(version), "contributors": people, "keywords": ["odd", BAD]}
    release = publish(folder, told)
    values = read_values(release.package.descriptor, release.package.name)
    files = list(release.files)
    for name, text in write_catalogue(values):
        (folder / name).write_text(text, encoding="utf-8")
        files.append(ServedFile(name, folder / name, "0" * 64))
    return replace(release, files=tuple(files), days=DAYS)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Two versions, of which the older was withdrawn."""
    old = publish_with_metadata(tmp_path_factory.mktemp("old"), "1.9.0")
    new = publish_with_metadata(tmp_path_factory.mktemp("new"), "1.10.0")
    act = Entry(
        version="1.9.0", date="2026-03-05", act="withdrawn", reason="It was wrong.",
        manifest="0" * 64, files={}, previous=None,
    )  # fmt: skip
    return replace(old, withdrawn="It was wrong.", later=(act,), days=(*DAYS, "2026-03-05")), new


@pytest.fixture(scope="module")
def public(published: tuple[ServedRelease, ...]) -> Visitor:
    """Visit them below a public address."""
    return Visitor(build_app(published, public=parse_public_address(PUBLIC)))


@pytest.fixture(scope="module")
def untold(published: tuple[ServedRelease, ...]) -> Visitor:
    """Visit them where the site was not told its address."""
    return Visitor(build_app(published))


class Head(HTMLParser):
    """Reads what machines read of a page: tags, links, and linked data."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.data: list[Any] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.tags.append(
                (given.get("name") or given.get("property", ""), given.get("content", ""))
            )
        if tag == "link":
            self.links.append((given["rel"], given["href"]))
        self.inside = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Take linked data."""
        if self.inside:
            self.data.append(json.loads(data))
            self.inside = False

    def named(self, name: str) -> list[str]:
        """Give what the tags of that name say."""
        return [content for each, content in self.tags if each == name]

    def related(self, relation: str) -> list[str]:
        """Give where the links of that relation lead."""
        return [address for each, address in self.links if each == relation]


def read_header_links(header: str) -> dict[str, list[str]]:
    """Read a header `Link` by relation."""
    found: dict[str, list[str]] = {}
    for address, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', header):
        found.setdefault(relation, []).append(address)
    return found


def find_texts(document: Any) -> Iterator[str]:
    """Give every text of a document."""
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from find_texts(each)
    elif isinstance(document, str):
        yield document


def test_every_release_is_listed_with_its_files(
    public: Visitor, published: tuple[ServedRelease, ...]
) -> None:
    """Newest first, with sizes and digests, whole addresses, and what was said later."""
    answer = public.get("/releases.json")
    told = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (told["package"], told["latest"]) == ("odd-things", "1.10.0")
    assert [each["version"] for each in told["releases"]] == ["1.10.0", "1.9.0"]
    new, old = told["releases"]
    assert {each["name"]: (each["bytes"], each["sha256"]) for each in new["files"]} == {
        each.name: (each.path.stat().st_size, each.sha256) for each in published[1].files
    }
    for each in new["files"]:
        assert each["address"].startswith(PUBLIC + LANDING)
        assert public.ask("HEAD", each["address"].removeprefix(ORIGIN)).status_code == 200
    assert "withdrawn" not in new
    assert old["withdrawn"] == {
        "date": "2026-03-05", "reason": "It was wrong.", "replaced_by": "1.10.0",
        "address": PUBLIC + LANDING,
    }  # fmt: skip


def test_an_untold_address_is_made_up_nowhere(untold: Visitor) -> None:
    """Neither of what a request calls the site: addresses are paths, or are not there."""
    told = untold.get("/releases.json").json()
    assert {each["address"] for each in told["releases"]} == {LANDING, "/releases/1.9.0/"}
    for address in ("/sitemap.xml", "/sitemap-1.xml", "/linkset/1.10.0"):
        answer = untold.get(address)
        assert (answer.status_code, "whole addresses" in answer.text) == (404, True)
    assert "Sitemap:" not in untold.text("/robots.txt")
    for page in (LANDING, RECORD):
        answer = untold.get(page)
        assert "http://site" not in answer.text + answer.headers["link"]
        head = Head(answer.text)
        assert not head.named("citation_public_url")
        assert not head.named("DC.identifier")
        assert not head.related("cite-as")
        assert "cite-as" not in read_header_links(answer.headers["link"])


def test_robots_are_told_what_leads_nowhere(public: Visitor, visitor: Visitor) -> None:
    """Of a site that is not published they are to leave everything alone (RFC 9309)."""
    rules = public.text("/robots.txt").splitlines()
    assert rules[0] == "User-agent: *"
    assert f"Disallow: {PREFIX}/*?" in rules
    assert f"Allow: {PREFIX}/static/" in rules
    assert rules[-1] == f"Sitemap: {PUBLIC}/sitemap.xml"
    assert visitor.text("/robots.txt").splitlines() == ["User-agent: *", "Disallow: /"]


def list_sitemap(text: str) -> list[str]:
    """List the addresses of a sitemap or an index."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    return [each.text or "" for each in root.iter() if each.tag.endswith("}loc")]


def test_the_sitemap_lists_pages_and_records(public: Visitor) -> None:
    """Every one is there; nothing of a withdrawn version, and nothing that a reader makes up."""
    answer = public.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    found = list_sitemap(answer.text)
    assert len(set(found)) == len(found) == 2 + 3 + 4 + 4 + 3 + RECORDS
    assert all(each.startswith(f"{PUBLIC}/") for each in found)
    assert not [each for each in found if "1.9.0" in each or "1-9-0" in each or "?" in each]
    assert PUBLIC + RECORD in found
    others = [each for each in found if "/numbers/" not in each]
    for each in (*others, found[-1]):
        # A question that takes parameters has its form at its own address.
        assert public.get(each.removeprefix(ORIGIN)).status_code == 200, each


def test_more_pages_than_a_sitemap_holds_have_an_index(
    public: Visitor, published: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, in sitemaps that stand above all that they list."""
    site = Visitor(build_app(published, public=parse_public_address(PUBLIC)))
    whole = list_sitemap(public.text("/sitemap.xml"))
    monkeypatch.setattr("pressmark.site.content.sitemap.MOST", 1999)
    parts = list_sitemap(site.text("/sitemap.xml"))
    assert parts == [f"{PUBLIC}/sitemap-{number}.xml" for number in (1, 2, 3)]
    found = [list_sitemap(site.text(each.removeprefix(ORIGIN))) for each in parts]
    assert [len(each) for each in found] == [1999, 1999, len(whole) - 2 * 1999]
    assert [each for part in found for each in part] == whole
    for number in ("0", "4", "x"):
        assert site.get(f"/sitemap-{number}.xml").status_code == 404


def test_the_icon_is_where_icons_used_to_be(public: Visitor) -> None:
    """As a file of one icon."""
    answer = public.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/vnd.microsoft.icon"
    assert answer.content[:6] == b"\0\0\1\0\1\0"
    assert answer.content[22:30] == b"\x89PNG\r\n\x1a\n"


FORMS = {
    "application/ld+json": "schema-org.jsonld",
    "application/vnd.schemaorg.ld+json": "schema-org.jsonld",
    "application/vnd.datacite.datacite+json": "datacite.json",
    "application/x-bibtex": "citation.bib",
    "application/vnd.citationstyles.csl+json": "citation.json",
    "application/x-research-info-systems": "citation.ris",
    "application/vnd.datapackage+json": "datapackage.json",
    "application/json": "datapackage.json",
    "text/x-bibliography": "citation.txt",
}


@pytest.mark.parametrize("asked", FORMS)
def test_a_release_is_there_in_each_form(public: Visitor, asked: str) -> None:
    """By 303 to the file, which says that it is that."""
    answer = public.get(LANDING, Accept=asked)
    assert (answer.status_code, answer.content) == (303, b"")
    assert answer.headers["location"] == f"{PREFIX}{LANDING}{FORMS[asked]}"
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["access-control-allow-origin"] == "*"
    file = public.get(answer.headers["location"])
    assert file.status_code == 200
    if asked.startswith("application/") and asked not in {
        "application/vnd.schemaorg.ld+json",
        "application/vnd.datapackage+json",
    }:
        assert file.headers["content-type"].partition(";")[0] == asked


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("*/*", "page"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "page"),
        ("text/*", "page"),
        ("", "page"),
        ("nonsense", "page"),
        ("text/html, application/ld+json", "page"),
        ("application/xhtml+xml, */*;q=0.1", "page"),
        ("text/html;q=0.9, application/ld+json", "schema-org.jsonld"),
        ("application/json, text/plain, */*", "datapackage.json"),
        ("application/*", "schema-org.jsonld"),
        ("APPLICATION/X-BIBTEX; Q=0.5", "citation.bib"),
        ('application/ld+json;profile="a,b;q=0"', "schema-org.jsonld"),
        ('application/ld+json;profile=";q=0;"', "schema-org.jsonld"),
        ("text/turtle, application/x-research-info-systems;q=0.2", "citation.ris"),
        ("image/png", None),
        ("text/html;q=0, image/*", None),
        ("text/html;q=0, */*", "schema-org.jsonld"),
        ("*/*;q=0", None),
        ("application/ld+json;q=high, text/html;q=0.1", "page"),
    ],
)
def test_what_is_accepted_is_weighed(public: Visitor, accepted: str, expected: str | None) -> None:
    """The heaviest, then what is named, then the page (RFC 9110, section 12.5.1)."""
    answer = public.get(LANDING, Accept=accepted)
    assert "Accept" in answer.headers["vary"].split(", ")
    if expected == "page":
        assert (answer.status_code, answer.headers["content-type"]) == (
            200,
            "text/html; charset=utf-8",
        )
    elif expected is None:
        assert answer.status_code == 406
        assert "application/ld+json" in answer.text
    else:
        assert answer.headers["location"].endswith(f"/{expected}")


def test_a_record_is_there_as_json(public: Visitor) -> None:
    """With the day that was asked; what has one form only varies by nothing."""
    answer = public.get(f"{RECORD}?day=2026-03-04", Accept="application/json")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PREFIX}{RECORD}.json?day=2026-03-04"
    assert "Accept" in public.get(RECORD).headers["vary"].split(", ")
    answer = public.get(f"{RECORD}?day=2026-03-04", Accept="application/ld+json")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PREFIX}{RECORD}.jsonld"
    linked = public.get(f"{RECORD}.jsonld")
    assert linked.headers["content-type"] == "application/ld+json"
    assert [linked.json()] == Head(public.text(RECORD)).data
    refused = public.get(f"{RECORD}.jsonld?day=2026-03-04")
    assert refused.status_code == 400 and "says nothing of a day" in refused.json()["error"]
    assert public.get("/record/1.10.0/people/99.jsonld").json()["status"] == 404
    assert public.get("/record/1.10.0/people/02.jsonld").headers["location"].endswith("/2.jsonld")
    data = public.get(f"{RECORD}.json", Accept="text/html")
    assert (data.status_code, data.headers["vary"]) == (200, "Accept-Encoding")


def test_the_page_is_kept_whatever_others_accept(public: Visitor) -> None:
    """A form that was led to is never given to who asks for the page, and the other way round."""
    for _ in range(2):
        assert public.get(LANDING, Accept="application/json").status_code == 303
        assert public.get(LANDING, Accept="text/html").status_code == 200
    assert public.ask("HEAD", LANDING, headers={"Accept": "image/png"}).content == b""
    assert public.ask("POST", LANDING, headers={"Accept": "image/png"}).status_code == 405


def test_a_withdrawn_version_says_so_in_every_form(public: Visitor) -> None:
    """Also where it only leads on."""
    old = "/releases/1.9.0/"
    for accepted in ("text/html", "application/json", "image/png"):
        assert "deprecation" in public.get(old, Accept=accepted).headers
    assert "deprecation" in public.get("/linkset/1.9.0").headers
    assert Head(public.text(old)).data[0]["creativeWorkStatus"] == "Withdrawn"
    assert Head(public.text("/record/1.9.0/people/2")).data[0]["creativeWorkStatus"] == "Withdrawn"


@pytest.mark.parametrize("page", [LANDING, RECORD, f"{LANDING}data/0.csv"])
def test_signposts(public: Visitor, page: str) -> None:
    """FAIR Signposting Profile, level 1: one `cite-as`, types, terms, makers, what describes it.

    All are whole addresses; a page says the same in its head, and what they name is there.
    """
    answer = public.get(page)
    links = read_header_links(answer.headers["link"])
    assert links["cite-as"] == [PUBLIC + (RECORD if page == RECORD else LANDING)]
    assert links["license"] == ["https://example.org/terms"]
    assert links["author"] == [ORCID]
    assert all(each.startswith("https://schema.org/") for each in links["type"])
    assert all(re.match("https?://", each) for those in links.values() for each in those)
    expected = {
        LANDING: {"describedby", "item", "linkset", "version-history"},
        RECORD: {"describedby", "collection"},
    }.get(page, {"describedby", "collection", "linkset"})
    assert set(links) == {"cite-as", "license", "author", "type", *expected}
    if page != f"{LANDING}data/0.csv":
        assert "https://schema.org/AboutPage" in links["type"]
        head = Head(answer.text)
        assert {each: head.related(each) for each in links} == links
    own = [each for those in links.values() for each in those if each.startswith(PUBLIC)]
    for each in own:
        assert public.ask("HEAD", each.removeprefix(ORIGIN)).status_code == 200, each
    # Both are below what nginx takes of an answer, with whatever else stands in its head.
    assert len(answer.headers["link"]) <= LONGEST_LINKS
    assert sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items()) < 4000


def test_versions_lead_to_those_before_and_after(published: tuple[ServedRelease, ...]) -> None:
    """By the relations of RFC 5829; never to one that was withdrawn, nor twice in a header."""
    old, first = published
    older = [replace(each, withdrawn=None, later=()) for each in (old, first)]
    named = {"1.0.0": older[0], "1.1.0": replace(older[1], withdrawn="Wrong."), "1.2.0": older[1]}
    releases = tuple(
        replace(each, package=replace(each.package, descriptor=with_version(each, version)))
        for version, each in reversed(named.items())
    )
    told = {
        each.version: {
            link.relation: link.address.removeprefix("/releases/").removesuffix("/")
            for link in list_release_signposts(each, releases)
            if link.relation.endswith("-version") or link.relation == "version-history"
        }
        for each in releases
    }
    history = {"version-history": "/releases"}
    assert told == {
        "1.0.0": {"successor-version": "1.2.0", "latest-version": "1.2.0", **history},
        "1.1.0": {
            "predecessor-version": "1.0.0", "successor-version": "1.2.0",
            "latest-version": "1.2.0", **history,
        },
        "1.2.0": {"predecessor-version": "1.0.0", **history},
    }  # fmt: skip
    header = write_links(list_release_signposts(releases[1], releases), releases[1])
    assert "predecessor-version" in header and "successor-version" not in header
    assert "-version" not in write_links(list_release_signposts(first, (first,)), first)


def with_version(release: ServedRelease, version: str) -> Descriptor:
    """Give the descriptor of a release with another version."""
    return release.package.descriptor.model_copy(update={"version": version})


def test_a_header_names_as_many_files_as_fit(published: tuple[ServedRelease, ...]) -> None:
    """However many there are; the linkset has them all."""
    release = published[1]
    (file,) = [each for each in release.files if each.name == "data/0.csv"]
    resource = release.package.tables[0].resource
    many = [replace(file, name=f"beside/{n}.csv", resource=resource) for n in range(200)]
    large = replace(release, files=(*release.files, *many))
    links = list_release_signposts(large)
    assert 0 < len([each for each in links if each.relation == "item"]) < 200
    assert len(write_links(links, large)) <= LONGEST_LINKS
    assert len(describe_linkset(large)["linkset"][0]["item"]) >= 200


def test_a_doi_is_what_is_cited(published: tuple[ServedRelease, ...]) -> None:
    """Once, also where the ledger gave it later; a record is cited by that too."""
    act = Entry(
        version="1.10.0", date="2026-03-06", act="annotated", doi="10.1234/ab",
        manifest="0" * 64, files={}, previous=None,
    )  # fmt: skip
    cited = replace(published[1], doi="10.1234/ab", later=(act,))
    site = Visitor(build_app([cited], public=parse_public_address(PUBLIC)))
    for page in (LANDING, RECORD, f"{LANDING}data/0.csv"):
        answer = site.get(page)
        assert read_header_links(answer.headers["link"])["cite-as"] == [
            "https://doi.org/10.1234/ab"
        ]
    head = Head(site.text(LANDING))
    assert head.related("cite-as") == ["https://doi.org/10.1234/ab"]
    assert head.named("citation_doi") == ["10.1234/ab"]
    assert head.named("DC.identifier")[0] == "https://doi.org/10.1234/ab"
    assert head.data[0]["@id"] == "https://doi.org/10.1234/ab"
    assert head.data[0]["distribution"]
    assert not Head(site.text(RECORD)).named("citation_doi")
    (told,) = site.get("/releases.json").json()["releases"]
    assert told["doi"] == "10.1234/ab"
    assert [each["doi"] for each in told["annotations"]] == ["10.1234/ab"]


def test_of_what_is_not_known_nothing_is_said(tmp_path: Path) -> None:
    """A package without makers, terms, day or files for citations has pages all the same."""
    kept = ("name", "version", "resources")
    bare = {name: value for name, value in descriptor("1.10.0").items() if name in kept}
    site = Visitor(build_app([publish(tmp_path, bare)], public=parse_public_address(PUBLIC)))
    for page in (LANDING, RECORD):
        answer = site.get(page)
        head = Head(answer.text)
        assert all(content for name, content in head.tags if name)
        assert head.named("citation_title")
        names = {name for name, _ in head.tags}
        assert not names & {"citation_author", "citation_publisher", "DC.rights", "DC.date"}
        assert not {"license", "author"} & set(read_header_links(answer.headers["link"]))
        assert None not in head.data[0].values()
    answer = site.get(LANDING, Accept="application/x-bibtex")
    assert (answer.status_code, "application/x-bibtex" in answer.text) == (406, False)
    assert site.get(LANDING, Accept="application/json").status_code == 303
    assert all("lastmod" not in line for line in site.text("/sitemap.xml").splitlines())


def test_the_linkset_has_what_no_header_holds(
    public: Visitor,
) -> None:
    """Every file of the data, and what leads back from it (RFC 9264)."""
    answer = public.get("/linkset/1.10.0")
    assert answer.headers["content-type"] == "application/linkset+json"
    of_page, *of_files = answer.json()["linkset"]
    assert of_page["anchor"] == PUBLIC + LANDING
    items = [each["href"] for each in of_page["item"]]
    assert [each["anchor"] for each in of_files] == items
    assert f"{PUBLIC}{LANDING}data/0.csv" in items
    assert all(each["collection"][0]["href"] == PUBLIC + LANDING for each in of_files)
    assert public.get("/linkset/9.9.9").status_code == 404


def test_zotero_knows_what_a_page_is(public: Visitor) -> None:
    """As "Embedded Metadata.js" and "RDF.js" of zotero/translators read a page.

    `z:itemType` goes before `og:type`, and that before `DC.type`. What a name has before a point, a
    colon or an underscore is a namespace, which a link `schema.NAME` may declare. Each maker is a
    tag of its own, the family name first; a semicolon would part it. The last of `citation_title`
    would be joined to the first, so there is one.
    """
    for page, title, kind in ((LANDING, "Odd & things, version 1.10.0", "dataset"),
                              (RECORD, BAD, "webpage")):  # fmt: skip
        head = Head(public.text(page))
        (told,) = head.named("citation_title")
        assert told.startswith(title)
        assert head.named("z:itemType") == [kind]
        assert head.named("citation_author") == [BAD, "Lovelace, Ada"]
        assert head.named("DC.creator") == [BAD, "Lovelace, Ada"]
        assert head.named("citation_publication_date") == ["2026/03/04"]
        assert head.named("citation_publisher") == ["A house"]
        assert head.named("citation_public_url") == [PUBLIC + page]
        assert head.related("schema.DC") == ["http://purl.org/dc/elements/1.1/"]
        assert all(content for name, content in head.tags if name)
    assert Head(public.text(LANDING)).named("DC.type") == ["Dataset"]


def test_google_dataset_search_takes_a_release(public: Visitor) -> None:
    """Google's guide, "Dataset", as those cite it who built by it.

    `name` and `description` are required, the latter with 50 to 5,000 characters
    (ufal/clarin-dspace #916, openschemas/schemaorg #21, koala73/worldmonitor #6207); `creator`, and
    not `author`, is of type Person or Organization (datacite/datacite #1840, IQSS/dataverse #4371);
    a DataDownload needs `contentUrl`, and has its format; a DataCatalog its `name`. The rest is
    schema.org's, and what the site knows of itself: identifier, version, terms as addresses, free
    access, the catalog. Addresses are whole.
    """
    (told,) = Head(public.text(LANDING)).data
    assert told["@type"] == "Dataset"
    assert told["name"]
    assert 50 <= len(told["description"]) <= 5000
    assert told["@id"] == told["url"] == PUBLIC + LANDING
    assert told["license"] == ["https://example.org/terms"]
    assert told["isAccessibleForFree"] is True
    assert told["includedInDataCatalog"]["url"] == f"{PUBLIC}/"
    assert told["includedInDataCatalog"]["name"] and "author" not in told
    assert told["creator"] and all(each["name"] for each in told["creator"])
    assert {each["@type"] for each in told["creator"]} <= {"Person", "Organization"}
    for each in told["distribution"]:
        assert each["@type"] == "DataDownload" and each["encodingFormat"]
        assert each["contentUrl"].startswith(PUBLIC + LANDING)
    (part,) = Head(public.text(RECORD)).data
    assert part["@id"] == PUBLIC + RECORD
    assert part["isPartOf"]["@id"] == PUBLIC + LANDING
    assert part["name"] == BAD


@pytest.mark.parametrize("description", [None, "", "Short.", "Long enough " * 5, "x" * 9_000])
def test_a_description_has_the_length_that_google_asks_for(
    published: tuple[ServedRelease, ...], description: str | None
) -> None:
    """One that is missing or too short goes on with what the release holds."""
    _, release = published
    told = release.package.descriptor.model_copy(update={"description": description})
    package = replace(release.package, descriptor=told)
    written = json.loads(write_release_data(replace(release, package=package)))["description"]
    assert 50 <= len(written) <= 5000
    assert written.startswith((description or release.title)[:5000].strip())
    if len(description or "") < 50:
        assert "Towns" in written and "version 1.10.0" in written


def test_f_uji_finds_what_it_looks_for(public: Visitor) -> None:
    """As its metrics are published (pangaea-data-publisher/fuji, metrics_v0.8.yaml).

    F2 core metadata: creator, title, identifier, day, publisher, type, summary, keywords. F3 where
    the data are. F4 and I1 linked data in the page and by negotiation. A1 access told, and
    identifiers that lead somewhere. R1 size and type of the files. R1.1 terms.
    """
    answer = public.get(LANDING)
    (told,) = Head(answer.text).data
    links = read_header_links(answer.headers["link"])
    core = ("creator", "name", "@id", "datePublished", "publisher", "@type", "description",
            "keywords")  # fmt: skip
    assert all(told.get(each) for each in core)
    assert links["cite-as"] == [told["@id"]]
    listed = {
        each["address"] for each in public.get("/releases.json").json()["releases"][0]["files"]
    }
    known = [each for each in told["distribution"] if "sha256" in each]
    assert known
    assert {each["contentUrl"] for each in known} <= listed
    assert all(each["contentSize"] and each["encodingFormat"] for each in known)
    assert public.get(LANDING, Accept="application/ld+json").status_code == 303
    assert f"{PUBLIC}{LANDING}datacite.json" in links["describedby"]
    assert told["isAccessibleForFree"] is True
    assert told["license"] == links["license"]


def test_no_text_of_a_package_leaves_its_place(public: Visitor) -> None:
    """Markup in names and titles stays text in tags and linked data."""
    for page in (LANDING, RECORD):
        text = public.text(page)
        assert "<script>alert" not in text
        assert BAD in Head(text).named("citation_author")
        assert BAD in set(find_texts(Head(text).data))
