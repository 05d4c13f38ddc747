"""A closed practice as members may read it: without its city's name, or anybody's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from decapolis.cities.models import City, CityName
from decapolis.engines import disclosure
from decapolis.kernel import numbers
from decapolis.kernel.money import Recipe
from decapolis.kernel.sources import numbered
from decapolis.library.choices import Part, Status, Theme, Tool
from decapolis.library.models import Cost, Outcome, Practice, Technology
from decapolis.library.queries.costs import conversion
from decapolis.organisations.models import Hat, Organisation
from decapolis.people.models import Person

LEAST = 5  # cities of the network that fit what is said of the place


@dataclass(frozen=True, slots=True)
class Retelling:
    """What members read of it, and what was taken out of it for that."""

    title: str
    place: str
    problem: str
    approach: str
    result: str
    setback: str
    lessons: tuple[str, ...]
    barriers: tuple[str, ...]
    costs: tuple[Cost, ...]  # not saved; one figure, in US dollars of the reference year
    outcomes: tuple[Outcome, ...]  # not saved; one figure each
    hidden: tuple[str, ...]  # each word or figure once, as they come
    remains: tuple[str, ...]  # names that can still be read out of it: it may not be shared so


def retelling_of(practice: Practice) -> Retelling:
    """Return what members would read of a practice if its team shared it without its name.

    For its team alone: what was taken out stands in it.
    """
    names, known = _names(practice), _known()
    teller = _Teller(names, known=known)
    title, problem, approach, result, setback = (
        teller.say(getattr(practice, name))
        for name in ("title", "problem", "approach", "result", "setback")
    )
    lessons = tuple(map(teller.say, practice.lessons))
    barriers = tuple(map(teller.say, practice.barriers))
    outcomes = tuple(teller.outcome(one) for one in practice.outcomes.order_by("pk"))
    told = (title, problem, approach, result, setback, *lessons, *barriers)
    whole = "\n".join((*told, *(f"{one.metric} {one.unit} {one.text}" for one in outcomes)))
    return Retelling(
        title=title,
        place=_place(practice.city),
        problem=problem,
        approach=approach,
        result=result,
        setback=setback,
        lessons=lessons,
        barriers=barriers,
        costs=tuple(_costs(practice)),
        outcomes=outcomes,
        hidden=tuple(dict.fromkeys(teller.hidden)),
        remains=disclosure.remains(whole, names=names, known=known),
    )


class _Teller:
    """Says texts again without names, and notes what it left out."""

    def __init__(self, names: Mapping[str, str], *, known: frozenset[str]) -> None:
        self._names, self._known = names, known
        self.hidden: list[str] = []

    def say(self, text: str) -> str:
        """Return a text without names and exact figures."""
        told = disclosure.redact(text, names=self._names, known=self._known)
        self.hidden += told.hidden
        return told.text

    def outcome(self, outcome: Outcome) -> Outcome:
        """Return an outcome of one figure, without its year and its source.

        Where its unit would tell the money of a country, it is told in its sentence alone.
        """
        before = len(self.hidden)
        unit = self.say(outcome.unit)
        values = (outcome.value, outcome.baseline, outcome.expected)
        if len(self.hidden) > before:
            unit, values = "", (None, None, None)
        is_share = unit.strip().casefold().startswith(("%", "percent", "per cent"))
        rounded = disclosure.coarse_percent if is_share else disclosure.coarse
        value, baseline, expected = (None if v is None else rounded(v) for v in values)
        return Outcome(
            metric=self.say(outcome.metric)[:200],
            value=value,
            unit=unit[:80],
            text=self.say(outcome.text),
            kind=outcome.kind,
            is_good=outcome.is_good,
            baseline=baseline,
            expected=expected,
            is_claim=outcome.is_claim,
        )


def _costs(practice: Practice) -> Iterator[Cost]:
    """Yield the costs that can be converted; an amount in its own money would tell the country."""
    sources = numbered(practice.sources)
    for cost in practice.costs.exclude(part=Part.FUNDING).order_by("pk"):
        found = conversion(cost, country=practice.country, sources=sources)
        if isinstance(found, Recipe):
            yield Cost(
                amount=Decimal(disclosure.coarse(float(found.result))),
                currency="USD",
                price_year=found.reference_year,
                recurrence=cost.recurrence,
                nature=cost.nature,
                part=cost.part,
                is_claim=cost.is_claim,
            )


def _place(city: City | None) -> str:
    """Return what can be said of where it was: as much as fits several cities of the network."""
    if city is None:
        return _("A city of the network")
    named = Hat.objects.speaking().exclude(city=None).values("city")
    among = City.objects.filter(Q(pk__in=named) | Q(pk=city.pk)).select_related("country")
    homes = [_home(one) for one in among]
    place = disclosure.shared_place(_home(city), homes, least=LEAST)
    if place.band and place.region:
        words = _("A city of {size} in {region}")
    elif place.band:
        words = _("A city of {size}")
    elif place.region:
        words = _("A city in {region}")
    else:
        return _("A city of the network")
    region = _("the Americas") if place.region == "Americas" else place.region
    return words.format(size=_size(place.band), region=region)


def _size(band: disclosure.Band | None) -> str:
    if band is None:
        return ""
    low, high = (numbers.number(end) if end else "" for end in (band.low, band.high))
    if not low:
        return _("under {high} people").format(high=high)
    if not high:
        return _("over {low} people").format(low=low)
    return _("{low} to {high} people").format(low=low, high=high)


def _home(city: City) -> disclosure.Home:
    return disclosure.Home(city.country.region, disclosure.size_band(city.population))


def _names(practice: Practice) -> dict[str, str]:
    """Return what would tell who it was, as it is called anywhere, with what kind of name it is."""
    city, country = practice.city, practice.country
    places = [practice.region, country.name if country else ""]
    cities = [practice.city_name]
    bodies = [practice.lead_name, *practice.partners.values_list("name", flat=True)]
    bodies += practice.funding.values_list("name", flat=True)
    for source in practice.sources:
        bodies += [source.get("publisher") or "", _host(source.get("url") or "")]
    if city:
        places.append(city.admin1_name)
        cities += [city.name, city.ascii_name]
        cities += CityName.objects.filter(city=city).values_list("name", flat=True)
        bodies += Organisation.objects.filter(city=city).values_list("name", flat=True)
    kinds = {"organisation": bodies, "place": places, "city": cities, "person": _people(practice)}
    return {name: kind for kind, named in kinds.items() for name in named if name}


def _people(practice: Practice) -> Iterable[str]:
    wrote = Q(pk__in=practice.versions.exclude(by=None).order_by().values("by"))
    hats = Hat.objects.worn().filter(city=practice.city).exclude(city=None)
    found = Person.objects.filter(wrote | Q(pk__in=hats.values("person"))).exclude(name="")
    return found.values_list("name", flat=True)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _known() -> frozenset[str]:
    """Return words that tell what was done and not who did it."""
    choices = (*Theme.labels, *Tool.labels, *Status.labels)
    named = Technology.objects.visible_to(None).values_list("name", flat=True)
    return frozenset(word for name in (*choices, *named) for word in str(name).split())
