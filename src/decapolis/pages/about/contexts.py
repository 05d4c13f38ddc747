"""What the pages about Decapolis show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City, Country
from decapolis.indicators.models import Source
from decapolis.indicators.queries import values_by_source
from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.kernel.money import Place, PriceYear, Recipe, convert, reference_year
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.choices import Theme
from decapolis.library.models import Document, Practice, Technology
from decapolis.organisations.models import Organisation
from decapolis.pages.about.credits import LIBRARY, MAPS, MONEY, PARTS, PLACES, Credit
from decapolis.pages.components import Crumb
from decapolis.pages.links import with_query
from decapolis.peers.bridge.atlas import RULES
from decapolis.peers.choices import FACETS, GENERAL, MEASURES, QUALITY, THEME_WEIGHTS

_cited: Kept[str, int] = Kept()
ABOUT, METHOD = Crumb("About", "/about"), Crumb("How we compare", "/about/method")


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What this is, what it holds, by which rules."""

    template: ClassVar[str] = "about/about.html"
    held: tuple[tuple[str, str], ...]  # how many, of what


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How things are compared, in plain words."""

    template: ClassVar[str] = "about/method.html"
    crumbs: tuple[Crumb, ...] = (ABOUT, Crumb("How we compare"))


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """How amounts are compared."""

    template: ClassVar[str] = "about/money.html"
    reference_year: int
    example: Recipe | None  # None: a table of another origin lacks Canada
    lamps: str
    crumbs: tuple[Crumb, ...] = (ABOUT, METHOD, Crumb("Money"))


@dataclass(frozen=True, slots=True)
class PeersMethodPage:
    """How it is told which cities are alike."""

    template: ClassVar[str] = "about/peers.html"
    least_figures: int
    least_own: int
    least_share: str
    doubt: str
    region: str
    country: str
    general: Table
    themes: Table
    crumbs: tuple[Crumb, ...] = (ABOUT, METHOD, Crumb("Peers"))


@dataclass(frozen=True, slots=True)
class SearchPage:
    """How a question finds records."""

    template: ClassVar[str] = "about/search.html"
    crumbs: tuple[Crumb, ...] = (ABOUT, METHOD, Crumb("Search"))


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """Who can use this."""

    template: ClassVar[str] = "about/accessibility.html"
    crumbs: tuple[Crumb, ...] = (ABOUT, Crumb("Accessibility"))


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of figures with its terms."""

    id: str
    title: str
    url: str
    attribution: str
    licence: str
    figures: str  # how many values of it are held
    url_figures: str  # of the indicators that it tells of


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources."""

    template: ClassVar[str] = "about/sources.html"
    figures: tuple[SourceLine, ...]
    cited: str  # how many pages the library cites
    places: tuple[Credit, ...] = PLACES
    money: tuple[Credit, ...] = MONEY
    library: tuple[Credit, ...] = LIBRARY
    maps: tuple[Credit, ...] = MAPS
    parts: tuple[Credit, ...] = PARTS
    crumbs: tuple[Crumb, ...] = (ABOUT, Crumb("Sources and licences"))


def about_page(*, reader: Reader | None) -> AboutPage:
    """Return the page with what is held, in nine queries at most."""
    counts = (
        (Practice.objects.visible_to(reader).count(), _("practices of cities")),
        (Document.objects.visible_to(reader).count(), _("documents")),
        (Technology.objects.visible_to(reader).count(), _("kinds of technology")),
        (Organisation.objects.visible_to(reader).count(), _("organisations")),
        (City.objects.count(), _("cities")),
        (Country.objects.count(), _("countries and territories")),
        (sum(values_by_source(reader=reader).values()), _("figures, each with year and source")),
    )
    return AboutPage(tuple((numbers.number(count), what) for count, what in counts))


def money_page() -> MoneyPage:
    """Return the page; its example is converted as any amount is."""
    made = convert(
        32_000_000, currency="CAD", place=Place("CA", "CAD"), at=PriceYear(2017, "source")
    )
    recipe = made if isinstance(made, Recipe) else None
    return MoneyPage(
        reference_year=reference_year(),
        example=recipe,
        lamps=numbers.money(round(recipe.result / 80_000) if recipe else None, "INT"),
    )


def peers_page() -> PeersMethodPage:
    """Return the page; its figures are those that the comparison uses."""
    return PeersMethodPage(
        least_figures=RULES.least_figures,
        least_own=RULES.least_own,
        least_share=numbers.percent(100 * RULES.least_share),
        doubt=numbers.percent(100 * RULES.doubt),
        region=numbers.percent(100 * QUALITY["region"]),
        country=numbers.percent(100 * QUALITY["country"]),
        general=_weights(GENERAL),
        themes=Table(
            (_("Theme"), _("Counts most, beside size and place")),
            tuple(
                (str(theme.label), _most(THEME_WEIGHTS[theme.value]))
                for theme in Theme
                if theme.value in THEME_WEIGHTS
            ),
        ),
    )


def sources_page(*, reader: Reader | None) -> SourcesPage:
    """Return all sources, six queries at most."""
    held = values_by_source(reader=reader)
    cited = _cited.get(["all"], lambda _keys: {"all": _cited_by(reader)}, reader=reader)["all"]
    return SourcesPage(
        figures=tuple(
            _source(source, held.get(source.pk, 0)) for source in Source.objects.visible_to(reader)
        ),
        cited=numbers.number(cited),
    )


def _cited_by(reader: Reader | None) -> int:
    """Return how many works the practices cite that a reader may see."""
    records = Practice.objects.visible_to(reader).order_by().values_list("sources", flat=True)
    return len({one["url"] for sources in records for one in sources if one.get("url")})


def _source(source: Source, count: int) -> SourceLine:
    words = ngettext("{n} value", "{n} values", count).format(n=numbers.number(count))
    return SourceLine(
        source.pk,
        source.title,
        source.url,
        source.attribution,
        source.licence,
        words,
        with_query("/indicators", source=source.pk),
    )


def _weights(weights: Mapping[str, float]) -> Table:
    """Return what counts, how much, and whose figure answers it, the first that both have."""
    total = sum(weights.values())
    levels: dict[str, dict[str, None]] = {}
    for measure in MEASURES:
        levels.setdefault(measure.facet, {}).setdefault(measure.level)
    heads = (_("Question"), _("Weight"), _("Answered by a figure of"))
    rows = tuple(
        (
            FACETS[facet][:1].upper() + FACETS[facet][1:],
            numbers.percent(100 * weight / total, 1),
            _(", else ").join(f"the {level}" for level in levels.get(facet, ())),
        )
        for facet, weight in sorted(weights.items(), key=lambda one: -one[1])
    )
    return Table(heads, rows, frozenset({1}))


def _most(weights: Mapping[str, float]) -> str:
    leave_out: Sequence[str] = ("size", "place")
    most = sorted(
        (facet for facet in weights if facet not in leave_out), key=lambda facet: -weights[facet]
    )
    return numbers.listing([FACETS[facet] for facet in most[:4]])
