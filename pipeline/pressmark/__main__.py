"""`python -m pressmark` is the command `pressmark`."""

import gc
import sys
from importlib.abc import MetaPathFinder

from pressmark.interruption import end_at_interrupt

NOT_NEEDED = "pandas"
"""pyarrow imports it wherever it is installed, to ask whether a list is a frame: that costs the
command a part of a second and 30 MB."""

NEEDED_BY = ("--plugin", "--engine")
"""What may want it all the same: a plug-in that is named, and the client of an engine."""

OBJECTS_BETWEEN = 200_000
"""New objects between two searches for circles of dead ones, of which a command makes few.

With the 700 that Python begins with, a tenth of a build of many fields was spent on searching the
fields themselves. Importing what judges makes 100,000: with 50,000 they were searched twice, which
took 57 ms of the 850 that a small table takes.
"""


class Without(MetaPathFinder):
    """Finds everything but what the command does not need."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse one module, and leave the others to be found."""
        if fullname == NOT_NEEDED:
            raise ModuleNotFoundError(f"The command works without {fullname}.", name=fullname)


def main() -> None:
    """Run the command; Ctrl-C ends it at once."""
    end_at_interrupt()
    if not any(word.startswith(NEEDED_BY) for word in sys.argv):
        sys.meta_path.insert(0, Without())
    gc.set_threshold(OBJECTS_BETWEEN)
    from pressmark.cli import main as command

    command()


if __name__ == "__main__":
    main()
