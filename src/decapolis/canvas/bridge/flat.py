"""What maps of Yjs hold, read no deeper than a board goes.

Who nests maps deeply enough takes down the process that reads all of a map, as ``str`` does. What
pycrdt itself has in hand is read here, since its maps begin a transaction for every key: ten times
slower.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pycrdt import Map
from pycrdt import _pycrdt as raw

AnyMap: TypeAlias = "Map[Any]"
Values: TypeAlias = Mapping[str, Any]

TYPES = (raw.Map, raw.Text, raw.Array, raw.XmlElement, raw.XmlFragment, raw.XmlText)


def plain(found: AnyMap, names: frozenset[str]) -> Values:
    """Return what a map holds under some names, as plain values; of maps in it what they hold."""
    with found.doc.transaction() as change:
        return _plain(change._txn, found.integrated, names)  # noqa: SLF001 -- see above


def is_flat(found: AnyMap) -> bool:
    """Tell whether a root holds maps and values alone, and nothing within what these maps hold."""
    with found.doc.transaction() as change:
        txn: Any = change._txn  # noqa: SLF001 -- see above
        entries = [one for one in _values(txn, found.integrated) if isinstance(one, TYPES)]
        return all(
            isinstance(one, raw.Map) and not any(_holds(txn, held) for held in _values(txn, one))
            for one in entries
        )


def _plain(txn: Any, held: Any, names: frozenset[str] | None = None) -> dict[str, Any]:  # noqa: ANN401 -- untyped there
    read: dict[str, Any] = {}
    for name in held.keys(txn):
        if names is None or name in names:
            value = held.get(txn, name)
            if isinstance(value, raw.Text):
                value = value.get_string(txn)
            elif isinstance(value, raw.Map) and names is not None:
                value = _plain(txn, value)
            read[name] = value
    return read


def _values(txn: Any, held: Any) -> list[object]:  # noqa: ANN401 -- as above
    return [held.get(txn, key) for key in held.keys(txn)]


def _holds(txn: Any, held: object) -> bool:  # noqa: ANN401 -- as above
    """Tell whether something holds more than plain values."""
    inner: Iterable[object] = ()
    match held:
        case raw.Map():
            inner = _values(txn, held)
        case raw.Array():
            inner = (held.get(txn, n) for n in range(held.len(txn)))
        case raw.Text():
            inner = (one for one, _format in held.diff(txn))
    return any(isinstance(one, TYPES) for one in inner)
