"""The forms in which staff set weights: by hand, by points of experts, by comparisons in pairs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.pairs import MOST_COMPARED
from decapolis.benchmarks.bridge.tables import index_code
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.values import grid_of
from decapolis.benchmarks.validators.cells import number_of

MOST_EXPERTS = 12
TIMES = (9, 8, 7, 6, 5, 4, 3, 2)  # how many times one is as important as the other
EQUAL = "1"
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion within its pillar; ``key`` names its fields."""

    key: int
    code: str
    name: str
    weight: float  # of the framework


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one pillar, or under the index itself, and is weighed together."""

    code: str
    name: str
    parts: tuple[Part, ...]

    @property
    def pairs(self) -> tuple[tuple[Part, Part], ...]:
        """Every two of them, once; none where there are too many to compare."""
        if len(self.parts) > MOST_COMPARED:
            return ()
        return tuple(
            (one, other) for at, one in enumerate(self.parts) for other in self.parts[at + 1 :]
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a form says: the part of the recipe, or what is wrong, by the name of the field."""

    weights: Mapping[str, Any]
    faults: Mapping[str, str]


def groups_of(edition: Edition) -> tuple[Group, ...]:
    """Return what is weighed together, the index first; four queries."""
    criteria = grid_of(edition).criteria
    name = {one.pk: (one.code, one.name) for one in criteria}
    below: dict[int | None, list[Part]] = {}
    for key, one in enumerate(criteria):
        part = Part(key, one.code, one.name, one.weight)
        below.setdefault(one.parent_id, []).append(part)
    top = (index_code(criteria), _("The whole index"))
    order = [None, *(one.pk for one in criteria)]
    found = ((name[key] if key is not None else top, below.get(key, ())) for key in order)
    return tuple(Group(*head, tuple(parts)) for head, parts in found if parts)


def by_hand(sent: QueryDict | Mapping[str, str], groups: Iterable[Group]) -> Weighed:
    """Read a weight for each criterion; what is as the framework says is left out."""
    values: dict[str, float] = {}
    faults: dict[str, str] = {}
    for group in groups:
        read = {
            part.key: _number(sent.get(f"w{part.key}", ""), faults, f"w{part.key}", part.name)
            for part in group.parts
        }
        if all(value == 0 for value in read.values()):
            words = _("{pillar}: one of its parts at least must count.")
            faults[f"w{group.parts[0].key}"] = words.format(pillar=group.name)
        for part in group.parts:
            value = read[part.key]
            if value is not None and abs(value - part.weight) > NEAR:
                values[part.code] = value
    return Weighed({"method": "given", "values": values}, faults)


def by_points(
    sent: QueryDict | Mapping[str, str], groups: Iterable[Group], experts: int
) -> Weighed:
    """Read the points that each expert gave; a pillar without any keeps its weights."""
    allocations: dict[str, dict[str, list[float]]] = {}
    faults: dict[str, str] = {}
    for group in groups:
        names = [[f"p{part.key}-{at}" for at in range(experts)] for part in group.parts]
        if len(names) < 2 or not any(sent.get(name, "").strip() for row in names for name in row):  # noqa: PLR2004 -- two to share between
            continue
        rows = [
            [_number(sent.get(name, ""), faults, name, part.name) for name in row]
            for part, row in zip(group.parts, names, strict=True)
        ]
        for at in range(experts):
            if all(row[at] == 0 for row in rows):
                faults[names[0][at]] = _("Expert {n} gave no points here.").format(n=at + 1)
        points = [[value or 0.0 for value in row] for row in rows]
        codes = (part.code for part in group.parts)
        allocations[group.code] = dict(zip(codes, points, strict=True))
    if not allocations and not faults:
        faults[""] = _("Fill in the points of one pillar at least.")
    return Weighed({"method": "budget", "allocations": allocations}, faults)


def by_pairs(sent: QueryDict | Mapping[str, str], groups: Iterable[Group]) -> Weighed:
    """Read comparisons; a pillar in which nothing was compared keeps its weights."""
    comparisons: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for group in groups:
        told = {pair: sent.get(pair_name(*pair), "") for pair in group.pairs}
        if not any(told.values()):
            continue
        place = {part.key: at for at, part in enumerate(group.parts)}
        matrix = [[1.0] * len(place) for _part in place]
        for (one, other), choice in told.items():
            times = _times(choice)
            if times is None:
                faults[pair_name(one, other)] = _("Compare {one} and {other} as well.").format(
                    one=one.name, other=other.name
                )
                continue
            row, column = place[one.key], place[other.key]
            matrix[row][column], matrix[column][row] = times, 1 / times
        codes = [part.code for part in group.parts]
        comparisons[group.code] = {"children": codes, "matrix": matrix}
    if not comparisons and not faults:
        faults[""] = _("Compare the parts of one pillar at least.")
    return Weighed({"method": "ahp", "comparisons": comparisons}, faults)


def pair_name(one: Part, other: Part) -> str:
    """Return how the field of two criteria is called."""
    return f"v{one.key}-{other.key}"


def typed_of(weights: Mapping[str, Any], groups: Sequence[Group]) -> dict[str, str]:
    """Return the part of a recipe as the forms hold it, of every way of weighing."""
    typed: dict[str, str] = {}
    values = weights.get("values") or {}
    for group in groups:
        points = (weights.get("allocations") or {}).get(group.code, {})
        for part in group.parts:
            typed[f"w{part.key}"] = f"{values.get(part.code, part.weight):.12g}"
            for at, given in enumerate(points.get(part.code, ())):
                typed[f"p{part.key}-{at}"] = f"{given:.12g}"
        typed |= _pairs_typed(group, (weights.get("comparisons") or {}).get(group.code))
    return typed


def experts_in(weights: Mapping[str, Any]) -> int:
    """Return how many experts gave points."""
    points = [of for group in (weights.get("allocations") or {}).values() for of in group.values()]
    return max((len(of) for of in points), default=0)


def _pairs_typed(group: Group, held: Mapping[str, Any] | None) -> dict[str, str]:
    if not held:
        return {}
    place = {code: at for at, code in enumerate(held["children"])}
    typed = {}
    for one, other in group.pairs:
        if one.code in place and other.code in place:
            times = held["matrix"][place[one.code]][place[other.code]]
            typed[pair_name(one, other)] = _choice(times)
    return typed


def _choice(times: float) -> str:
    if times >= 1:
        return f"{times:.4g}"
    return f"1/{1 / times:.4g}"


def _times(choice: str) -> float | None:
    """Return a choice such as ``3`` or ``1/3`` as a number; None where it is none of them."""
    below = choice.startswith("1/")
    value = number_of(choice.removeprefix("1/"))
    if value is None or not 1 <= value <= max(TIMES):
        return None
    return 1 / value if below else value


def _number(text: str, faults: dict[str, str], name: str, about: str) -> float | None:
    value = number_of(text)
    if value is None:
        words = _("{about}: give a number such as 1.5, with a point; 0 for none.")
        faults[name] = words.format(about=about)
        return None
    if value < 0:
        faults[name] = _("{about}: give 0 or more.").format(about=about)
        return None
    return value
