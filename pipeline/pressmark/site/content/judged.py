"""What a release's report says of how it was judged."""

import json
from collections.abc import Mapping
from typing import Any

from pressmark.site.downloads.served_release import ServedRelease


def report_of(release: ServedRelease) -> Mapping[str, Any]:
    """Read the report of judging a release; empty where it has none that can be read."""
    file = release.file("report.json")
    if file is None:
        return {}
    try:
        report = json.loads(file.text())
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
