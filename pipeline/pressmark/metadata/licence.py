"""Terms of use by their names in the SPDX list, as catalogues want them."""

from dataclasses import dataclass

from pressmark.metadata.texts import check_web_address, join_lines
from pressmark.package import License

SPDX = (
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "C-UDA-1.0",
    "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-3.0-AT", "CC-BY-3.0-US", "CC-BY-4.0",
    "CC-BY-NC-1.0", "CC-BY-NC-2.0", "CC-BY-NC-2.5", "CC-BY-NC-3.0", "CC-BY-NC-4.0",
    "CC-BY-NC-ND-1.0", "CC-BY-NC-ND-2.0", "CC-BY-NC-ND-2.5", "CC-BY-NC-ND-3.0",
    "CC-BY-NC-ND-3.0-IGO", "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-1.0", "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-2.5", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0",
    "CC-BY-ND-1.0", "CC-BY-ND-2.0", "CC-BY-ND-2.5", "CC-BY-ND-3.0", "CC-BY-ND-4.0",
    "CC-BY-SA-1.0", "CC-BY-SA-2.0", "CC-BY-SA-2.0-UK", "CC-BY-SA-2.1-JP", "CC-BY-SA-2.5",
    "CC-BY-SA-3.0", "CC-BY-SA-3.0-AT", "CC-BY-SA-4.0",
    "CC-PDDC", "CC0-1.0", "CDLA-Permissive-1.0", "CDLA-Sharing-1.0", "EUPL-1.1", "EUPL-1.2",
    "GFDL-1.3", "GPL-2.0", "GPL-3.0", "MIT", "MPL-2.0", "NLOD-1.0", "O-UDA-1.0", "ODbL-1.0",
    "ODC-By-1.0", "OGDL-Taiwan-1.0", "OGL-Canada-2.0", "OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0",
    "PDDL-1.0", "Unlicense", "etalab-2.0",
)  # fmt: skip
"""Names of the SPDX list that data are published under and that CITATION.cff 1.2 knows.

The list is kept here, so that an old release reads the same whatever SPDX adds. Any other licence
is named as its publisher names it.
"""
NAMES = {name.lower(): name for name in SPDX}


@dataclass(frozen=True)
class Licence:
    """Terms of use: their SPDX name, the address of their text, and what to call them."""

    spdx: str | None
    address: str | None
    label: str


def read_licences(written: tuple[License, ...] | None) -> tuple[Licence, ...]:
    """Read the terms of a package or table, each once, those that can be looked up or named."""
    return tuple(dict.fromkeys(read_licence(each) for each in written or ()))


def read_licence(written: License) -> Licence:
    """Read one licence: its name counts in capitals or small letters, its path if it is on the web.

    What has an SPDX name has an address in SPDX's own list where the publisher gives none.
    """
    spdx = NAMES.get((written.name or "").strip().lower())
    address = check_web_address(written.path)
    label = spdx or join_lines(written.name or written.title or written.path or "")
    return Licence(spdx, address or (f"https://spdx.org/licenses/{spdx}" if spdx else None), label)
