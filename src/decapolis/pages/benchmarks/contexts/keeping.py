"""What the pages of a ranking have in common, kept until a record changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from decapolis.benchmarks.bridge.chances import Stand, stands
from decapolis.benchmarks.models import Edition, Run
from decapolis.benchmarks.queries.editions import EditionFacts, facts_of
from decapolis.benchmarks.queries.frameworks import CriterionFacts, criteria_of
from decapolis.benchmarks.queries.groupings import Grouping, groupings
from decapolis.benchmarks.queries.ranking import Place, Ranking, ranking
from decapolis.benchmarks.queries.strong import Done, practices_in
from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.peers.bridge import closeness

SHOWN_PEERS = 10
LEAST_PEERS = 3
MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Held:
    """A ranking with all that its pages tell of it."""

    facts: EditionFacts
    run: Run
    ranking: Ranking
    groupings: tuple[Grouping, ...]
    criteria: tuple[CriterionFacts, ...]
    places: Mapping[str, Place]  # by code, best first
    decimals: Mapping[str, int]  # that the values of each criterion need

    @property
    def stands(self) -> tuple[Stand, ...]:
        """All cities with a place, best first."""
        return stands(self.run)

    @property
    def index(self) -> str:
        """The code of the index."""
        return str(self.run.result["index"])

    @property
    def shown_decimals(self) -> int:
        """With how many decimals the index is written."""
        return int(self.run.doubt["decimals"])

    @property
    def top(self) -> tuple[str, ...]:
        """Codes directly under the index, in the order of the framework."""
        inputs = self.run.inputs
        rows = [*inputs["indicators"], *inputs["aggregates"]]
        below = {one["code"] for one in rows if one["parent"] == self.index}
        order = [one.code for one in self.criteria if one.code in below]
        return (*order, *(one["code"] for one in rows if one["code"] in below - set(order)))

    @property
    def leaves(self) -> tuple[str, ...]:
        """Codes that have values of their own."""
        return tuple(one["code"] for one in self.run.inputs["indicators"])

    @property
    def names(self) -> dict[str, str]:
        """What each code is called; an index or criterion without a name by its code."""
        inputs = self.run.inputs
        rows = [*inputs["indicators"], *inputs["aggregates"]]
        return {one["code"]: one["name"] or one["code"] for one in rows}

    def below(self, code: str) -> tuple[str, ...]:
        """Return the codes with values of their own below a pillar; of a leaf none."""
        inputs = self.run.inputs
        parents = {one["code"]: one["parent"] for one in inputs["aggregates"]}
        found = []
        for one in inputs["indicators"]:
            above = one["parent"]
            while above and above != code:
                above = parents.get(above, "")
            if above:
                found.append(one["code"])
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Mine:
    """The reader's city in a ranking, or of those in it the one nearest to it."""

    code: str
    name: str
    city: str  # the reader's
    is_nearest: bool


_DONE: Kept[tuple[int, ...], tuple[Done, ...]] = Kept(200)
_HELD: Kept[tuple[int, int, str], Held] = Kept(50)


def held_of(edition: Edition, run: Run, *, reader: Reader | None) -> Held:
    """Return what is told of a ranking that may be seen; few queries, none where it is kept."""
    key = (edition.pk, run.pk, run.at.isoformat())

    def made(_keys: Sequence[tuple[int, int, str]]) -> dict[tuple[int, int, str], Held]:
        return {key: _held(edition, run)}

    return _HELD.get([key], made, reader=reader)[key]


def practices_of(cities: Collection[int], reader: Reader | None) -> tuple[Done, ...]:
    """Return what some cities did, as far as a reader may see it."""
    key = tuple(sorted(cities))

    def made(_keys: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], tuple[Done, ...]]:
        return {key: practices_in(key, reader=reader)}

    return _DONE.get([key], made, reader=reader)[key]


def mine_of(held: Held, city: City | None) -> Mine | None:
    """Return whose row is highlighted; None where no city was chosen, or none is near."""
    if city is None:
        return None
    known = {place.city.city_id: place for place in held.places.values() if place.city.city_id}
    if city.pk in known:
        place = known[city.pk]
        return Mine(place.city.code, place.city.name, city.name, is_nearest=False)
    near = nearest(held, city, most=1)
    if not near:
        return None
    place = held.places[near[0]]
    return Mine(place.city.code, place.city.name, city.name, is_nearest=True)


def nearest(held: Held, city: City, *, most: int = SHOWN_PEERS) -> tuple[str, ...]:
    """Return the codes of the cities of a ranking that are most like one, without itself."""
    near = closeness(city.pk)
    found = [
        (close.rank, code)
        for code, place in held.places.items()
        if place.city.city_id and place.city.city_id != city.pk
        if (close := near.get(place.city.city_id)) is not None
    ]
    return tuple(code for _rank, code in sorted(found)[:most])


def peers_of(held: Held, city: City | None) -> tuple[str, ...]:
    """Return the reader's peers in a ranking, their own city too; empty where they are few."""
    if city is None:
        return ()
    own = [code for code, place in held.places.items() if place.city.city_id == city.pk]
    found = (*own, *nearest(held, city))
    return found if LEAST_PEERS <= len(found) < len(held.places) else ()


def _held(edition: Edition, run: Run) -> Held:
    made = ranking(edition, run)
    facts = facts_of(edition)
    return Held(
        facts=facts,
        run=run,
        ranking=made,
        groupings=groupings(edition),
        criteria=criteria_of(edition.framework),
        places={place.city.code: place for place in made.places},
        decimals=_decimals(run),
    )


def _decimals(run: Run) -> dict[str, int]:
    """Return with how many decimals the values of each criterion are told, at most three."""
    found = {}
    for column, one in enumerate(run.inputs["indicators"]):
        known = [row[column] for row in run.inputs["values"] if row[column] is not None]
        most = max((len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
                    for value in known), default=0)  # fmt: skip
        found[one["code"]] = most
    return found
