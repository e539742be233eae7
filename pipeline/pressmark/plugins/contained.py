"""What a plug-in gave, contained: what fails in it, or is of another type, ends with its name.

A value is held to the types that its class states, and so is what its functions give: each function
is replaced by one that asks it, and says of whatever it raises whose it is. What Pressmark itself
raises stays as it is, and so does whatever a page raises, which is an answer.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pressmark.errors import MachineError, PressmarkError, ProjectError

UNDERSTOOD = "pressmark.formats.unreadable.UnreadableFileError"
"""What `read` of a format raises of a file that is not of its kind; not imported to be compared."""
OWN = "pressmark.package"
"""The room whose values are Pressmark's own: a plug-in hands them over as it was given them."""
LONGEST = 60
WORDS = {str: "a text", bool: "True or False", NoneType: "None", Callable: "a function",
         Iterator: "an iterator", Awaitable: "awaitable, as of an async function"}  # fmt: skip


def contain(value: Any, hint: Any, place: str, name: str) -> Any:
    """Give a value, all of whose functions stop with a ProjectError where they fail.

    `place` names the plug-in, `name` the value. ProjectError where the value, or what a function of
    it gives later, is not of the type that `hint` states.
    """
    if not fits(value, hint):
        written = repr(value)
        shown = written if len(written) <= LONGEST else f"of the type {type(value).__name__}"
        raise ProjectError(place, f"{name} is {shown}", f"it must be {phrase(hint)}")
    origin, kinds = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple(contain(each, kind, place, name) for each, kind in pair_items(value, kinds))
    if origin is Iterator:
        return contain_items(value, kinds[0], place, name)
    if origin is Awaitable:
        return contain_awaited(value, kinds[0], place, name)
    if is_dataclass(value) and not type(value).__module__.startswith(OWN):
        return contain_fields(value, place)
    asked = next((arm for arm in list_arms(hint) if get_origin(arm) is Callable), None)
    return value if asked is None or value is None else contain_function(value, asked, place, name)


def contain_fields(value: Any, place: str) -> Any:
    """Give a value of a class with its fields contained; the same where none is changed by that."""
    hints = get_type_hints(type(value))
    held = {each.name: getattr(value, each.name) for each in fields(value)}
    made = {name: contain(each, hints[name], place, name) for name, each in held.items()}
    changed = {name: each for name, each in made.items() if each is not held[name]}
    return replace(value, **changed) if changed else value


def contain_function(function: Any, hint: Any, place: str, name: str) -> Any:
    """Give a function that asks another one, and answers for what it raises and gives."""
    gives = get_args(hint)[-1]

    @wraps(function)
    def ask_contained(*given: Any, **named: Any) -> Any:
        with blame(place, name):
            found = function(*given, **named)
        return contain(found, gives, place, f"what {name} gives")

    return ask_contained


def contain_items(items: Iterable[Any], hint: Any, place: str, name: str) -> Iterator[Any]:
    """Give what an iterator gives, and answer for it."""
    with blame(place, name):
        for each in items:
            yield contain(each, hint, place, f"an item of {name}")


async def contain_awaited(awaited: Awaitable[Any], hint: Any, place: str, name: str) -> Any:
    """Wait for an answer and hold it to its type; what is raised meanwhile is an answer, too."""
    try:
        found = await awaited
    except SystemExit as error:
        raise ProjectError(place, explain(error, name), "its author must mend it") from error
    if not fits(found, hint):
        raise ProjectError(place, f"{name} is {found!r}", f"it must be {phrase(hint)}")
    return found


@contextmanager
def blame(place: str, name: str) -> Iterator[None]:
    """Say of whatever is raised in a block whose it is; a failing machine stays one."""
    try:
        yield
    except PressmarkError:
        raise
    except OSError as error:
        raise MachineError(place, explain(error, name)) from error
    except (Exception, SystemExit) as error:
        if UNDERSTOOD in {f"{each.__module__}.{each.__name__}" for each in type(error).mro()}:
            raise
        raise ProjectError(place, explain(error, name), "its author must mend it") from error


def explain(error: BaseException, name: str) -> str:
    """Say what was raised, and where in the plug-in."""
    traced = error.__traceback__
    while traced and traced.tb_next:
        traced = traced.tb_next
    path = Path(traced.tb_frame.f_code.co_filename) if traced else Path(__file__)
    where = "" if path == Path(__file__) or traced is None else f" ({path.name}:{traced.tb_lineno})"
    said = (str(error).splitlines() or [""])[0]
    return f"{name} raised {type(error).__name__}{said and f': {said}'}{where}"


def list_arms(hint: Any) -> tuple[Any, ...]:
    """Give the types of which a value may have one."""
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def pair_items(value: tuple[Any, ...], kinds: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Pair each item of a tuple with its type."""
    return zip(value, kinds[:1] * len(value) if kinds[-1] is ... else kinds, strict=True)


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of a type; what an iterator, a function or a wait gives shows later."""
    origin, kinds = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return any(fits(value, arm) for arm in kinds)
    if origin is Literal:
        return value in kinds
    if origin is tuple and isinstance(value, tuple):
        is_whole = kinds[-1] is ... or len(value) == len(kinds)
        return is_whole and all(fits(each, kind) for each, kind in pair_items(value, kinds))
    if origin is Awaitable:
        return inspect.isawaitable(value)
    kind = Iterable if origin is Iterator else origin or hint
    return isinstance(value, kind) if isinstance(kind, type) else True


def phrase(hint: Any) -> str:
    """Say in words what a type takes."""
    arms = list_arms(hint)
    if len(arms) > 1:
        return " or ".join(map(phrase, arms))
    if get_origin(hint) is Literal:
        return " or ".join(map(repr, get_args(hint)))
    kind = get_origin(hint) or hint
    return WORDS.get(kind, f"a {getattr(kind, '__name__', kind)}")
