"""The version of the register that people write here, read once for all who ask."""

from pathlib import Path

from pressmark.package.project import read_project

VERSION = read_project(Path(__file__).parents[2]).version
