"""Practices, documents and technologies as entries of the search index."""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, Q, QuerySet

from decapolis.cities.models import City
from decapolis.files.choices import State
from decapolis.kernel.money import Place, PriceYear, Recipe, convert
from decapolis.kernel.sources import numbered
from decapolis.library.choices import CLOSED, Part, Theme
from decapolis.library.models import Adoption, Cost, Document, Practice, Review, Technology
from decapolis.library.queries.adoptions import replications_of
from decapolis.library.queries.costs import dated, money_place
from decapolis.library.queries.levels import standing_level, with_levels
from decapolis.search.validators import EntryDraft

_CHUNK = 500
MOST_LETTERS = 20_000  # of a file's words that are indexed

# Every place of 100,000 people is in the gazetteer (in the United States of 50,000), so that a
# named place which is not there is smaller.
BELOW_GAZETTEER = 50_000

# The year of an amount that nothing dates, and whose parity stands for a currency spent abroad.
LATELY = PriceYear(2018, "source")
ABROAD = {"USD": Place("US", "USD"), "EUR": Place("DE", "EUR"), "GBP": Place("GB", "GBP")}

# Words that people use for a theme beside its label.
THEME_WORDS: dict[str, str] = {
    Theme.MOBILITY: "mobility, transport, traffic",
    Theme.GOVERNANCE: "governance, administration, management",
    Theme.ECONOMY: "economic development, economy",
    Theme.AIR: "climate, pollution, emissions",
    Theme.ENERGY: "electricity, power",
    Theme.HEALTH: "health care, wellbeing",
    Theme.PUBLIC_SPACE: "streets, squares, parks",
    Theme.SAFETY: "police, crime, security",
    Theme.RESILIENCE: "disasters, risk",
    Theme.CONNECTIVITY: "internet, broadband, networks",
    Theme.SERVICES: "online services, e-government",
    Theme.WATER: "sewers, supply",
    Theme.PARTICIPATION: "citizens, participation, engagement",
    Theme.OPEN_DATA: "data, transparency",
    Theme.INCLUSION: "digital divide, equity",
    Theme.HOUSING: "homes, homeless people, rent",
    Theme.WASTE: "rubbish, garbage, recycling",
    Theme.SKILLS: "education, schools, training",
    Theme.BUILDINGS: "houses, construction, renovation",
    Theme.FOOD: "meals, farming",
}


def library_drafts() -> Iterator[EntryDraft]:
    """Yield everything in the library as entries; a fixed number of queries for each 500."""
    yield from practice_drafts()
    yield from document_drafts()
    yield from technology_drafts()


def practice_drafts(which: QuerySet[Practice] | None = None) -> Iterator[EntryDraft]:
    """Yield practices, all of them unless some are named; with these what they followed.

    The level of what was followed may hang on them. Levels are those that the public reads: where
    the page that follows is for members, they see a higher one than the index has.
    """
    practices = Practice.objects.all() if which is None else _with_followed(which)
    practices = practices.exclude(visibility__in=CLOSED)
    reviewed = Review.objects.standing().filter(practice__in=practices.order_by().values("pk"))
    again = replications_of(set(reviewed.values_list("practice", flat=True)), reader=None)
    rows = with_levels(practices).select_related("city", "country").prefetch_related(
        "partners", "funding", "outcomes", "technologies",
        Prefetch("costs", Cost.objects.order_by("pk")),
    )  # fmt: skip
    for row in rows.order_by("pk").iterator(_CHUNK):
        region = row.region or (row.city.admin1_name if row.city else "")
        country = row.country.name if row.country else ""
        yield EntryDraft(
            kind="practice",
            slug=row.slug,
            title=row.title,
            paragraphs=(
                _named(row.city_name, country),
                row.problem,
                row.approach,
                *(outcome.text for outcome in row.outcomes.all()),
                *row.lessons,
                *row.barriers,
            ),
            keywords=(
                _named(row.city_name, region, country),
                *row.technologies_named,
                *(technology.name for technology in row.technologies.all()),
                row.lead_name,
                *(partner.name for partner in row.partners.all()),
                *(f"{payer.name} {payer.get_kind_display()}" for payer in row.funding.all()),
                *(cost.covers for cost in row.costs.all()),
                str(row.get_status_display()),
                *_theme_words(row.themes),
            ),
            hints=tuple(row.asked_as),
            themes=tuple(row.themes),
            city_id=row.city_id,
            city_name=row.city_name,
            region=region,
            country=row.country_id or "",
            population=None if row.retells_id else _population(row.city, row.city_name),
            status=row.status,
            went=row.went,
            evidence=row.evidence,
            level=standing_level(row, replicated=row.pk in again),
            started=row.started,
            ended=row.ended,
            cost=rough_cost(row),
            visibility=row.visibility,
        )


def _with_followed(which: QuerySet[Practice]) -> QuerySet[Practice]:
    """Return practices with those that they say they followed."""
    keys = which.order_by().values("pk")
    followed = Adoption.objects.standing().filter(practice__in=keys)
    return Practice.objects.filter(Q(pk__in=keys) | Q(pk__in=followed.values("origin")))


def document_drafts(which: QuerySet[Document] | None = None) -> Iterator[EntryDraft]:
    """Yield documents, all of them unless some are named, with the words of their files."""
    documents = Document.objects.all() if which is None else which
    rows = documents.select_related("city", "country", "file")
    for row in rows.order_by("pk").iterator(_CHUNK):
        country = row.country.name if row.country else ""
        yield EntryDraft(
            kind="document",
            slug=row.slug,
            title=row.title,
            paragraphs=(_named(row.city_name, country), row.summary, *_words_of(row)),
            keywords=(
                _named(row.city_name, row.city.admin1_name if row.city else "", country),
                row.publisher,
                str(row.get_kind_display()),
                *_theme_words(row.themes),
            ),
            hints=tuple(row.asked_as),
            language=row.language,
            themes=tuple(row.themes),
            city_id=row.city_id,
            city_name=row.city_name,
            region=row.city.admin1_name if row.city else "",
            country=row.country_id or "",
            population=_population(row.city, row.city_name),
            subkind=row.kind,
            started=row.year,
            visibility=row.visibility,
        )


def technology_drafts() -> Iterator[EntryDraft]:
    """Yield the technology catalogue."""
    for row in Technology.objects.order_by("pk").iterator(_CHUNK):
        yield EntryDraft(
            kind="technology",
            slug=row.slug,
            title=row.name,
            paragraphs=(
                row.what, *row.prerequisites, *row.risks, *row.questions_to_ask, row.typical_cost
            ),
            keywords=(*row.standards, *_theme_words(row.solves)),
            hints=tuple(row.asked_as),
            themes=tuple(row.solves),
            subkind=row.maturity,
            visibility=row.visibility,
        )  # fmt: skip


def rough_cost(practice: Practice) -> float | None:
    """Return the order of magnitude of a practice's cost in constant international dollars.

    For search alone, never shown: an amount that the money rules refuse for want of a price year
    takes the year in which the practice began, one in US dollars or euros spent abroad the
    dollar's or euro's own parity. Funding counts where there is no cost.
    """
    costs = sorted(practice.costs.all(), key=lambda cost: cost.part == Part.FUNDING)
    sources = numbered(practice.sources)
    for cost in costs:
        began = practice.started or practice.ended
        at = dated(cost, sources) or (PriceYear(began, "source") if began else LATELY)
        for place in (money_place(practice.country), ABROAD.get(cost.currency)):
            converted = place and convert(cost.amount, currency=cost.currency, place=place, at=at)
            if isinstance(converted, Recipe):
                return float(converted.result)
    return None


def _words_of(document: Document) -> list[str]:
    """Return how the file of a document begins, where the same people may have both."""
    file = document.file
    if file is None or file.state != State.READY or file.visibility != document.visibility:
        return []
    return file.text[:MOST_LETTERS].split("\n")


def _named(*parts: str) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _population(city: City | None, name: str) -> int | None:
    if city:
        return city.population
    return BELOW_GAZETTEER - 1 if name else None


def _theme_words(themes: Iterable[str]) -> Iterator[str]:
    for theme in themes:
        label = Theme(theme).label if theme in Theme else theme
        yield f"{label}, {THEME_WORDS.get(theme, '')}"
