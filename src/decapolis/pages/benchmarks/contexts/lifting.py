"""What would lift a city most: what it takes, who has it, and what they did."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.chances import Stand
from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.lifting import Lifted, lifts
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.queries.strong import Done
from decapolis.kernel import numbers
from decapolis.pages.benchmarks.contexts.keeping import Held
from decapolis.pages.benchmarks.contexts.links import city_url as in_ranking
from decapolis.pages.library.contexts.links import record_url

MOST_LIFTS = 5
MOST_PRACTICES = 3  # of one lift
NAMED = 3


@dataclass(frozen=True, slots=True)
class PracticeLink:
    """A practice of a city that is strong here."""

    title: str
    url: str
    city: str
    has_failed: bool


@dataclass(frozen=True, slots=True)
class LiftLine:
    """One criterion, and what it would do for the city."""

    criterion: str
    says: str
    takes: str
    holders: tuple[tuple[str, str], ...]  # name and address
    practices: tuple[PracticeLink, ...]


def lifted_of(held: Held, code: str) -> tuple[Lifted, ...]:
    """Return what would lift a city most; nothing where that cannot be worked out."""

    def made() -> tuple[Lifted, ...]:
        try:
            return lifts(held.run, code)[:MOST_LIFTS]
        except NotBuilt:
            return ()

    return lately(held.run, ("lifts", code), made)


def strong_cities(held: Held, lifted: Sequence[Lifted]) -> set[int]:
    """Return the cities that are strong where another could gain."""
    return {
        held.places[code].city.city_id or 0 for one in lifted for code in _strong(held, one)
    } - {0}


def _strong(held: Held, one: Lifted) -> tuple[str, ...]:
    """Return the cities that have the goal or more, the holders of the goal first."""
    inputs = held.run.inputs
    if one.goal is None or one.code not in held.leaves:
        return one.holders
    at = held.leaves.index(one.code)
    facts = next((each for each in held.criteria if each.code == one.code), None)
    sign = facts.direction if facts else 1
    values = dict(zip(inputs["units"], (row[at] for row in inputs["values"]), strict=True))
    above = [
        code
        for code in held.places
        if (value := values.get(code)) is not None and sign * value >= sign * one.goal
    ]
    return tuple(dict.fromkeys([*one.holders, *above]))


def lift_line(held: Held, one: Lifted, stand: Stand, practices: Sequence[Done]) -> LiftLine:
    """Return what one criterion would do for a city, and what cities strong there did."""
    facts = next((each for each in held.criteria if each.code == one.code), None)
    decimals = held.decimals.get(one.code, 1)
    words = _("From {now} to {goal}: the total would be {score}, {rank} instead of {was}, if no "
              "other city moved.")  # fmt: skip
    if one.climb <= 0:
        words = _("From {now} to {goal}: the total would be {score}, still {was}.")
    step = next((s.meaning for s in facts.steps if s.score == one.goal), "") if facts else ""
    strong = _strong(held, one)
    cities = {held.places[code].city.city_id for code in strong}
    done = [each for each in practices if each.city_id in cities]
    fitting = [each for each in done if one.code in each.tools]
    return LiftLine(
        criterion=one.name,
        says=words.format(
            now=numbers.number(one.now, decimals),
            goal=numbers.number(one.goal, decimals),
            score=numbers.number(one.score, held.shown_decimals),
            rank=numbers.ordinal(one.rank),
            was=numbers.ordinal(stand.rank),
        ),
        takes=step or (facts.definition if facts else ""),
        holders=tuple(
            (held.places[code].city.name, in_ranking(held.facts, code))
            for code in one.holders[:NAMED]
        ),
        practices=tuple(
            PracticeLink(each.title, record_url("practice", each.slug), each.city, each.has_failed)
            for each in fitting[:MOST_PRACTICES]
        ),
    )
