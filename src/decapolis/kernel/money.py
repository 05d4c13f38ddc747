"""Amounts of different countries and years in constant international dollars, with the recipe.

Method: local currency of year *y* divided by the country's PPP of *y* gives international dollars
of *y*; the consumer price inflation of the United States from *y* to the reference year makes them
constant. What cannot be converted honestly is not converted, and says why. See
``docs/engines/money.md``; the tables and their licences are in ``kernel/data``.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from decapolis.kernel.numbers import number

ATTRIBUTION = "World Bank, PPP conversion factor and consumer price inflation, CC BY 4.0"
SHOWN_FIGURES = 3

YearBasis = Literal["stated", "source"]

# The World Bank gives the whole series of a country in one currency, mostly today's. These are the
# countries where that is another one than today's, or where a second one stands at par with it.
TABLE_CURRENCIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "BG": frozenset({"BGN"}),  # the euro came in 2026; the series is in leva
        "BT": frozenset({"BTN", "INR"}),  # at par
        "CW": frozenset({"XCG", "ANG"}),  # at par
        "LR": frozenset(),  # in US dollars, while prices are in Liberian ones
        "PA": frozenset({"PAB", "USD"}),  # at par; the dollar is the paper money
        "SV": frozenset({"USD"}),  # the colón is out of use
        "SX": frozenset({"XCG", "ANG"}),  # at par
        "ZW": frozenset(),  # the unit of the series changes within it
    }
)

# The series of a country that took a currency from abroad is in that currency for the years before
# as well, at the rate of the change-over; what was paid in it then was paid at another rate.
TOOK_CURRENCY: Mapping[str, tuple[str, int]] = MappingProxyType(
    dict.fromkeys(
        ("AD", "AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PT", "SM"),
        ("EUR", 1999),
    )
    | dict.fromkeys(("ME", "XK"), ("EUR", 2002))
    | dict.fromkeys(("CY", "MT"), ("EUR", 2008))
    | {
        "GR": ("EUR", 2001),
        "SI": ("EUR", 2007),
        "SK": ("EUR", 2009),
        "EE": ("EUR", 2011),
        "LV": ("EUR", 2014),
        "LT": ("EUR", 2015),
        "HR": ("EUR", 2023),
        "EC": ("USD", 2000),
        "SV": ("USD", 2001),
        "TL": ("USD", 2000),
    }
)


class PriceYear(NamedTuple):
    """The year whose prices an amount is in, and how that is known."""

    year: int
    basis: YearBasis  # the record states it, or it is the year of the cited source

    @property
    def basis_words(self) -> str:
        """How the year is known, for readers."""
        words = {"stated": _("stated in the record"), "source": _("year of the source")}
        return words[self.basis]


class Place(NamedTuple):
    """What must be known of a country: its two-letter code and its own currency of today."""

    country: str  # ISO 3166-1 alpha-2
    currency: str  # ISO 4217; empty where it is not known


@dataclass(frozen=True, slots=True)
class NotConverted:
    """An amount stays as published; ``reason`` is a sentence for readers, ``code`` for programs."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a recipe: what is done, and the number that stands there."""

    what: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A converted amount and everything that is needed to do it again by hand."""

    amount: Decimal  # as published, in ``currency``, at the prices of ``price_year``
    currency: str
    country: str
    price_year: PriceYear
    ppp: Decimal  # units of ``currency`` for one international dollar, in the price year
    inflation: Decimal  # US consumer prices of the reference year over those of the price year
    reference_year: int
    result: Decimal  # constant international dollars of the reference year, not rounded
    attribution: str = ATTRIBUTION

    @property
    def shown(self) -> Decimal:
        """The result as it may be shown: three figures, since the method carries no more."""
        return round_figures(self.result)

    @property
    def at_its_year(self) -> Decimal:
        """International dollars of the price year."""
        return self.amount / self.ppp

    @property
    def steps(self) -> tuple[Step, ...]:
        """The recipe line by line, for a page to lay out."""
        year, reference = self.price_year.year, self.reference_year
        return (
            Step(
                _("Amount at {year} prices ({basis})").format(
                    year=year, basis=self.price_year.basis_words
                ),
                self.amount,
                self.currency,
            ),
            Step(
                _("Divided by the purchasing power parity of {year}").format(year=year),
                self.ppp,
                _("{currency} per international dollar").format(currency=self.currency),
            ),
            Step(
                _("Gives international dollars of {year}").format(year=year),
                self.at_its_year,
                _("international dollars of {year}").format(year=year),
            ),
            Step(
                _("Times the rise of US consumer prices from {year} to {reference}").format(
                    year=year, reference=reference
                ),
                self.inflation,
                _("times"),
            ),
            Step(
                _("Gives international dollars of {year}").format(year=reference),
                self.result,
                _("international dollars of {year}").format(year=reference),
            ),
        )

    @property
    def words(self) -> str:
        """The recipe in one sentence, with its numbers."""
        return _(
            "{amount} {currency} at {year} prices ({basis}), divided by {ppp} {currency} per "
            "international dollar (PPP of {year}), times {inflation} (US consumer prices, {year} "
            "to {reference}), gives {result} international dollars of {reference}."
        ).format(
            amount=_plain(self.amount),
            currency=self.currency,
            year=self.price_year.year,
            basis=self.price_year.basis_words,
            ppp=_plain(round_figures(self.ppp, 6)),
            inflation=_plain(round_figures(self.inflation, 5)),
            reference=self.reference_year,
            result=_plain(self.shown),
        )


Conversion = Recipe | NotConverted


def price_year(*, stated: int | None, source_year: int | None) -> PriceYear | None:
    """Return the year whose prices an amount is in: the stated one, else that of the cited source.

    Examples
    --------
    >>> price_year(stated=None, source_year=2018)
    PriceYear(year=2018, basis='source')
    """
    if stated is not None:
        return PriceYear(stated, "stated")
    return None if source_year is None else PriceYear(source_year, "source")


def convert(
    amount: Decimal | float, *, currency: str, place: Place, at: PriceYear | None
) -> Conversion:
    """Bring an amount to constant international dollars of the reference year.

    Parameters
    ----------
    amount
        In ``currency``, at the prices of ``at``; more than zero.
    currency
        ISO 4217 code, as published.
    place
        The country where the money was spent, and its own currency of today.
    at
        The price year; None where it is not known.

    Returns
    -------
    Recipe or NotConverted
        Never an error: what cannot be converted says why.

    Examples
    --------
    >>> here = Place("US", "USD")
    >>> recipe = convert(7_590_000, currency="USD", place=here, at=PriceYear(2018, "stated"))
    >>> str(recipe.shown), recipe.reference_year
    ('9480000', 2024)
    """
    amount = Decimal(str(amount)) if isinstance(amount, float) else Decimal(amount)
    refusal = _refuse_amount(amount) or _refuse_currency(currency, place)
    if refusal:
        return refusal
    if at is None:
        reason = _("Not converted: the price year is not stated, and the cited source has no date.")
        return NotConverted("no-price-year", reason)
    refusal = _refuse_early(currency, place, at) or _refuse_table(place, at)
    if refusal:
        return refusal
    ppp, inflation = _ppp()[place.country][at.year], us_inflation(at.year)
    with localcontext(Context(prec=28)):
        result = amount / ppp * inflation
    return Recipe(
        amount=amount,
        currency=currency,
        country=place.country,
        price_year=at,
        ppp=ppp,
        inflation=inflation,
        reference_year=reference_year(),
        result=result,
    )


def round_figures(value: Decimal, figures: int = SHOWN_FIGURES) -> Decimal:
    """Round half up to so many significant figures; the result has no exponent.

    Examples
    --------
    >>> str(round_figures(Decimal("1807.14"))), str(round_figures(Decimal("0.98765")))
    ('1810', '0.988')
    """
    if not value.is_finite() or value == 0:
        return value
    step = Decimal(1).scaleb(value.adjusted() - figures + 1)
    rounded = value.quantize(step, rounding=ROUND_HALF_UP, context=Context(prec=60))
    return Decimal(f"{rounded:f}")


@cache
def reference_year() -> int:
    """Return the year whose dollars are used: the latest for which both tables hold the US."""
    return max(_ppp()["US"].keys() & _us_inflation().keys())


@cache
def us_inflation(year: int) -> Decimal:
    """Return US consumer prices of the reference year over those of a year; 1 for the year itself.

    The product of (1 + rate / 100) over the years after ``year`` up to the reference year.

    Raises
    ------
    KeyError
        A year of the chain is not in the table.
    """
    rates = _us_inflation()
    factor = Decimal(1)
    for later in range(year + 1, reference_year() + 1):
        factor *= 1 + rates[later] / 100
    return factor


def ppp_years(country: str) -> tuple[int, int] | None:
    """Return the first and last year with a PPP of a country, or None where there is none."""
    years = _ppp().get(country)
    return (min(years), max(years)) if years else None


def _refuse_amount(amount: Decimal) -> NotConverted | None:
    if amount.is_finite() and amount > 0:
        return None
    return NotConverted("no-amount", _("There is no amount to convert."))


def _refuse_currency(currency: str, place: Place) -> NotConverted | None:
    accepted = TABLE_CURRENCIES.get(place.country)
    if accepted is None and not place.currency:
        reason = _("Not converted: the country's own currency is not known here.")
        return NotConverted("not-own-currency", reason)
    if currency in (frozenset({place.currency}) if accepted is None else accepted):
        return None
    if currency == place.currency:
        reason = _("Not converted: the World Bank's PPP for this country is not in {currency}.")
        return NotConverted("other-unit", reason.format(currency=currency))
    reason = _(
        "Not converted: the amount is in {currency}, not in the country's own currency ({own}), "
        "and PPP holds for a country's own currency alone."
    )
    return NotConverted(
        "not-own-currency", reason.format(currency=currency, own=place.currency or _("not known"))
    )


def _refuse_early(currency: str, place: Place, at: PriceYear) -> NotConverted | None:
    taken, since = TOOK_CURRENCY.get(place.country, ("", 0))
    if currency != taken or at.year >= since:
        return None
    reason = _(
        "Not converted: the amount is in {currency} of {year}, before the country took that "
        "currency in {since}."
    )
    return NotConverted(
        "before-currency", reason.format(currency=currency, year=at.year, since=since)
    )


def _refuse_table(place: Place, at: PriceYear) -> NotConverted | None:
    span = ppp_years(place.country)
    if span is None:
        reason = _("Not converted: the World Bank's table holds no PPP for this country.")
        return NotConverted("no-ppp", reason)
    if at.year in _ppp()[place.country] and at.year <= reference_year():
        return None
    reason = _(
        "Not converted: the World Bank's table holds no PPP for this country in {year}; it runs "
        "from {first} to {last}."
    )
    return NotConverted(
        "no-ppp", reason.format(year=at.year, first=span[0], last=min(span[1], reference_year()))
    )


def _plain(value: Decimal) -> str:
    """Write a number in the reader's way, with all its decimals and no needless zeros."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _table(name: str) -> list[list[str]]:
    text = resources.files("decapolis.kernel").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


@cache
def _ppp() -> Mapping[str, Mapping[int, Decimal]]:
    """Read units of local currency for one international dollar, by country and year; once."""
    table: dict[str, dict[int, Decimal]] = {}
    for country, year, value in _table("ppp.csv"):
        table.setdefault(country, {})[int(year)] = Decimal(value)
    return table


@cache
def _us_inflation() -> Mapping[int, Decimal]:
    """Read the rise of US consumer prices, % a year, by year; once."""
    rows = _table("inflation.csv")
    return {int(year): Decimal(rate) for code, year, rate in rows if code == "USA"}
