"""Which lines of the project's code a call runs, so that inputs that reach new ones are kept."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import pressmark

CODE = str(Path(pressmark.__file__).parent)
Given = TypeVar("Given")
Line = tuple[str, int]


def reached(call: Callable[[], Given]) -> tuple[Given, set[Line]]:
    """Run a call and give its answer with the lines of `pressmark` that this thread ran."""
    lines: set[Line] = set()

    def each_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return each_line

    def each_call(frame: FrameType, _event: str, _: Any) -> Any:
        return each_line if frame.f_code.co_filename.startswith(CODE) else None

    before = sys.gettrace()
    sys.settrace(each_call)
    try:
        answer = call()
    finally:
        sys.settrace(before)
    return answer, lines
