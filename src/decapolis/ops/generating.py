"""Make a library of any size: sample practices put together from the starter library's sentences.

Every sample record is marked as one (slug, title, source), so that nobody takes it for what a city
did. The same seed makes the same records, and fewer of them are the beginning of more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model

from decapolis.cities.models import City
from decapolis.kernel.money import Place, PriceYear, Recipe, convert, round_figures
from decapolis.kernel.records import Row, read_rows, validate
from decapolis.library.choices import Status
from decapolis.library.models import Document, Practice, Technology
from decapolis.library.validators import CostRecord, OutcomeRecord, PracticeRecord
from decapolis.ops.loading import KINDS, starter_files
from decapolis.organisations.models import Organisation

T = TypeVar("T")

PREFIX = "sample-"
SOURCE = {
    "url": "https://sample.example/",
    "title": "Sample record, made by decapolis seed from sentences of the starter library",
    "publisher": "No city did this",
    "year": 2025,
}
OWNED: dict[str, type[Model]] = {
    "practices": Practice,
    "documents": Document,
    "technologies": Technology,
    "organisations": Organisation,
}
EARLIEST, LATEST = 1995, 2025
LONGEST_TITLE = LONGEST_SENTENCE = 300
LONGEST_NAME = 120
OVER = (Status.ENDED.value, Status.CANCELLED.value)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


class Town(NamedTuple):
    """A city that a sample practice can stand in."""

    name: str
    region: str
    country: str
    currency: str  # ISO 4217; empty where it is not known


class Said(NamedTuple):
    """A sentence, and the city that it may name."""

    text: str
    city: str

    def of(self, town: Town) -> str:
        """Return the sentence as if it spoke of another city."""
        return self.text.replace(self.city, town.name)


@dataclass(frozen=True)
class Theme:
    """All that the starter library's practices of one theme hold, to be put together anew."""

    practices: tuple[PracticeRecord, ...]

    @cached_property
    def problems(self) -> list[Said]:
        """What was wrong, sentence by sentence."""
        return [Said(text, one.city) for one in self.practices for text in sentences(one.problem)]

    @cached_property
    def approaches(self) -> list[Said]:
        """What was done, sentence by sentence."""
        return [Said(text, one.city) for one in self.practices for text in sentences(one.approach)]

    @cached_property
    def lessons(self) -> list[Said]:
        """What was learnt."""
        return [Said(text, one.city) for one in self.practices for text in one.lessons]

    @cached_property
    def barriers(self) -> list[Said]:
        """What hindered."""
        return [Said(text, one.city) for one in self.practices for text in one.barriers]

    @cached_property
    def outcomes(self) -> list[tuple[OutcomeRecord, str]]:
        """What came of it, with the city of each."""
        return [(outcome, one.city) for one in self.practices for outcome in one.outcomes]

    @cached_property
    def partners(self) -> list[dict[str, Any]]:
        """Who took part."""
        return [body.model_dump(mode="json") for one in self.practices for body in one.partners]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample practice, and the starter practice whose title, approach and meaning it has."""

    record: PracticeRecord
    base: str  # slug


class Generator:
    """Puts sample practices together; number *n* of a seed is always the same.

    Parameters
    ----------
    practices
        The starter library's, from `starter_practices`.
    towns
        Where they may stand, from `known_towns`; not empty.
    seed
        Any whole number.
    """

    def __init__(
        self, practices: Sequence[PracticeRecord], towns: Sequence[Town], *, seed: int
    ) -> None:
        self.practices = practices
        self.towns = towns
        self.seed = seed
        by_theme: dict[str, list[PracticeRecord]] = {}
        for record in practices:
            for theme in record.themes:
                by_theme.setdefault(theme, []).append(record)
        self.themes = {name: Theme(tuple(records)) for name, records in by_theme.items()}
        self.places = {town.country: Place(town.country, town.currency) for town in towns}

    def samples(self, count: int, *, start: int = 1) -> Iterator[Sample]:
        """Yield so many sample practices, counted from ``start``."""
        for number in range(start, start + count):
            yield self._sample(number, Random(f"{self.seed}:{number}"))

    def _sample(self, number: int, dice: Random) -> Sample:
        base = dice.choice(self.practices)
        town = dice.choice(self.towns)
        pool = self.themes[base.themes[0]]
        fate = dice.choice(pool.practices)
        started = _year(base.started, dice)
        is_over = fate.status in OVER
        outcomes = _outcomes(pool, town, dice)
        values = {
            "slug": f"{PREFIX}{self.seed}-{number}",
            "title": f"Sample: {Said(base.title, base.city).of(town)}, {town.name}"[:LONGEST_TITLE],
            "city": town.name,
            "country": town.country,
            "region": town.region or None,
            "lead": {"name": f"City of {town.name}", "sector": "public"},
            "themes": base.themes,
            "tools": base.tools,
            "problem": _told(base.problem, base.city, pool.problems, town, dice),
            "approach": _told(base.approach, base.city, pool.approaches, town, dice),
            "technologies": base.technologies,
            "technology_slugs": base.technology_slugs,
            "started": started,
            "ended": min(LATEST, started + dice.randint(1, 8)) if is_over else None,
            "status": fate.status,
            "went": fate.went,
            "costs": self._costs(base, town, started, dice),
            "partners": _some(pool.partners, 3, dice),
            "outcomes": outcomes,
            "result": _cited(outcomes[0].text) if outcomes else None,
            "setback": fate.setback and _cited(Said(fate.setback.text, fate.city).of(town)),
            "lessons": [one.of(town) for one in _some(pool.lessons, 3, dice)],
            "barriers": [one.of(town) for one in _some(pool.barriers, 2, dice)],
            "sources": [SOURCE],
            "asked_as": _some(base.asked_as, 3, dice),
        }
        return Sample(PracticeRecord.model_validate(values), base.slug)

    def _costs(
        self, base: PracticeRecord, town: Town, started: int, dice: Random
    ) -> list[CostRecord]:
        """Return what the same would cost there: by purchasing power, give or take a half.

        Without the amounts of the starter practice that cannot be converted.
        """
        if base.country not in self.places:
            return []
        found = [self._cost(cost, base, town, started, dice) for cost in base.costs]
        return [cost for cost in found if cost]

    def _cost(
        self, cost: CostRecord, base: PracticeRecord, town: Town, started: int, dice: Random
    ) -> CostRecord | None:
        dated = base.sources[cost.source or 0].year
        year = PriceYear(cost.price_year or dated or started, "stated")
        there = convert(
            cost.amount, currency=cost.currency, place=self.places[base.country], at=year
        )
        one = convert(
            1, currency=town.currency, place=self.places[town.country],
            at=PriceYear(started, "stated"),
        )  # fmt: skip
        if not isinstance(there, Recipe) or not isinstance(one, Recipe):
            return None
        likely = Decimal(str(round(dice.lognormvariate(0, 0.4), 4)))
        amount = round_figures(there.result / one.result * likely).quantize(Decimal("0.01"))
        if not 0 < amount < Decimal("1e14"):
            return None
        changed = {
            "amount": amount,
            "currency": town.currency,
            "price_year": started,
            "source": 0,
        }
        return cost.model_copy(update=changed)


def starter_practices() -> list[PracticeRecord]:
    """Return the practices of the starter library as its files hold them."""
    schema = KINDS["practices"][0]
    checked = [validate(row, schema) for row in _starter_rows("practices")]
    return [record for record in checked if isinstance(record, PracticeRecord)]


def known_towns() -> list[Town]:
    """Return every city of the gazetteer, in a fixed order."""
    rows = City.objects.select_related("country").order_by("pk")
    return [
        Town(row.name[:LONGEST_NAME], row.admin1_name, row.country_id, row.country.currency)
        for row in rows
    ]


def own_records() -> dict[str, int]:
    """Count what a home holds beside the starter library and samples, by kind; none: empty."""
    counts = {}
    for kind, model in OWNED.items():
        slugs = model._default_manager.exclude(slug__startswith=PREFIX)
        held = set(slugs.values_list("slug", flat=True))
        counts[kind] = len(held - {row.values["slug"] for row in _starter_rows(kind)})
    return {kind: count for kind, count in counts.items() if count}


def _starter_rows(kind: str) -> Iterator[Row]:
    """Yield the rows of one kind; the name of a starter file begins with it."""
    for path in starter_files():
        if path.stem.split("-")[0] == kind:
            yield from (row for row in read_rows(path) if isinstance(row, Row))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    Examples
    --------
    >>> sentences("It cost USD 2.5 million. Nobody came.")
    ['It cost USD 2.5 million.', 'Nobody came.']
    """
    return SENTENCE_END.split(text)


def _told(text: str, city: str, others: Sequence[Said], town: Town, dice: Random) -> str:
    """Keep the first sentence and some of the rest, and add one or two that others wrote."""
    first, *rest = sentences(text)
    kept = [Said(first, city), *(Said(one, city) for one in rest if dice.random() < 0.5)]  # noqa: PLR2004 -- every other
    added = dice.sample(others, min(len(others), dice.randint(1, 2)))
    return " ".join(dict.fromkeys(one.of(town) for one in (*kept, *added)))


def _outcomes(pool: Theme, town: Town, dice: Random) -> list[OutcomeRecord]:
    return [
        outcome.model_copy(update={"source": 0, "text": Said(outcome.text, city).of(town)})
        for outcome, city in _some(pool.outcomes, 3, dice)
    ]


def _cited(text: str) -> dict[str, Any]:
    return {"text": text[:LONGEST_SENTENCE], "source": 0}


def _some(items: Sequence[T], most: int, dice: Random) -> list[T]:
    return dice.sample(items, min(len(items), dice.randint(0, most)))


def _year(base: int | None, dice: Random) -> int:
    year = (base or dice.randint(EARLIEST, LATEST)) + dice.randint(-4, 4)
    return max(EARLIEST, min(LATEST, year))
