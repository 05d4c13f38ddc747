"""Read parts of a recipe from JSON, with errors that name the path and what is possible."""

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from decapolis.engines.composite.errors import SpecError, Where

Reader = Callable[[object, str], object]

MOST = sys.float_info.max


def refuse(path: str, message: str) -> NoReturn:
    """Say what is wrong at a place in the recipe.

    Raises
    ------
    SpecError
        Always.
    """
    raise SpecError(f"{path}: {message}", Where(step=path.split(".", maxsplit=1)[0], path=path))


def section(data: object, path: str, readers: Mapping[str, Reader]) -> dict[str, object]:
    """Read an object whose keys are all known.

    Parameters
    ----------
    data
        As JSON gave it.
    path
        Of the object itself; empty for the whole recipe.
    readers
        By key.

    Returns
    -------
    dict
        What is there; keys that are left out are left out.

    Raises
    ------
    SpecError
        It is no object, or a key is unknown.

    Examples
    --------
    >>> section({"least": 0.9}, "screen", {"least": number(0, 1)})
    {'least': 0.9}
    """
    if not isinstance(data, Mapping):
        refuse(path or "spec", f"write an object with {', '.join(readers)}.")
    found = {}
    for key, value in data.items():
        inside = f"{path}.{key}" if path else str(key)
        if key not in readers:
            refuse(inside, f"this is not known. Possible: {', '.join(readers)}.")
        found[key] = readers[key](value, inside)
    return found


def number(least: float = -math.inf, most: float = math.inf) -> Reader:
    """Return a reader of finite numbers in a range."""

    def read(value: object, path: str) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            # Compared, not tested for being finite: JSON's whole numbers have no end.
            inside = max(least, -MOST) <= value <= min(most, MOST)
            if inside:
                return float(value)
        bounds = [f"from {least:g}"] * math.isfinite(least)
        bounds += [f"up to {most:g}"] * math.isfinite(most)
        return refuse(path, f"write {' '.join(['a number', *bounds])}, not {value!r}.")

    return read


def whole(least: int) -> Reader:
    """Return a reader of whole numbers from `least` up."""

    def read(value: object, path: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            refuse(path, f"write a whole number from {least} up, not {value!r}.")
        return value

    return read


def flag(value: object, path: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        refuse(path, f"write true or false, not {value!r}.")
    return value


def text(value: object, path: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        refuse(path, f"write a text in quotation marks, not {value!r}.")
    return value


def choice(names: Sequence[str] | Sequence[int]) -> Reader:
    """Return a reader of one of some names."""

    def read(value: object, path: str) -> object:
        if isinstance(value, bool) or value not in names:
            possible = ", ".join(str(name) for name in names)
            refuse(path, f"{value!r} is not possible. Possible: {possible}.")
        return value

    return read


def optional(reader: Reader) -> Reader:
    """Return a reader that takes null too."""

    def read(value: object, path: str) -> object:
        return None if value is None else reader(value, path)

    return read


def sequence(reader: Reader) -> Reader:
    """Return a reader of lists."""

    def read(value: object, path: str) -> tuple[object, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            refuse(path, f"write a list, not {value!r}.")
        return tuple(reader(each, f"{path}[{at}]") for at, each in enumerate(value))

    return read


def by_code(reader: Reader) -> Reader:
    """Return a reader of objects whose keys are codes."""

    def read(value: object, path: str) -> dict[str, object]:
        if not isinstance(value, Mapping):
            refuse(path, "write an object with a code before each colon.")
        return {str(code): reader(each, f"{path}.{code}") for code, each in value.items()}

    return read
