"""Every release with its files for programs, as `/releases.json` gives it."""

from collections.abc import Sequence
from typing import Any

from pressmark.site.address import link_feed, make_absolute
from pressmark.site.content.acts import describe_acts
from pressmark.site.content.citation import collect_cited_values
from pressmark.site.downloads.download import find_kind
from pressmark.site.downloads.served_release import ServedFile, ServedRelease, find_latest


def describe_releases(releases: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give every release, newest first, with what was said of it later.

    Addresses are paths where the site was not told its own.
    """
    newest = find_latest(releases)
    return {
        "package": newest.package.name,
        "title": newest.title,
        "latest": newest.version,
        "feed": make_whole(link_feed()) if any(each.days for each in releases) else None,
        "releases": [describe_release(each, releases) for each in releases],
    }


def describe_release(release: ServedRelease, releases: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give one release with its files; what is not known of it is null."""
    values = collect_cited_values(release)
    return {
        "version": release.version,
        "title": release.title,
        "date": values.day or None,
        "published": release.days[0] if release.days else None,
        "address": make_whole(release.landing),
        "doi": values.doi,
        "licenses": [each.address or each.label for each in values.licences],
        "digest": values.digest,
        "records": dict(release.records),
        "files": [describe_file(release, each) for each in release.files],
        **describe_acts(release, releases),
    }


def describe_file(release: ServedRelease, file: ServedFile) -> dict[str, Any]:
    """Give one file."""
    kind = find_kind(file)
    return {
        "name": file.name,
        "title": kind.words,
        "address": make_whole(release.file_address(file)),
        "media_type": kind.media_type,
        "bytes": file.size,
        "sha256": file.sha256,
    }


def make_whole(address: str) -> str:
    """Give an address as readers elsewhere write it, or as it is where the site has none."""
    return make_absolute(address) or address
