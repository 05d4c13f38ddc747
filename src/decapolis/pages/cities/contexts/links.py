"""Addresses of cities, and the sources that a page of figures refers to."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.text import slugify

from decapolis.cities.models import City
from decapolis.indicators.queries import Figure
from decapolis.pages.components import Crumb, Source


def city_slug(city: City) -> str:
    """Return the readable part of a city's address; may be empty."""
    return slugify(city.ascii_name)


def with_place(city: City) -> str:
    """Return a city's name with its state or country: ``Springfield, Illinois``."""
    return ", ".join(city.label.split(", ")[:2])


def city_url(city: City) -> str:
    """Return the address of a city's page."""
    slug = city_slug(city)
    return f"/cities/{city.pk}-{slug}" if slug else f"/cities/{city.pk}"


def peers_url(city_id: int, *, theme: str = "") -> str:
    """Return the address of a city's peers."""
    return f"/cities/{city_id}/peers" + _themed(theme)


def compare_url(city_id: int, other_id: int, *, theme: str = "") -> str:
    """Return the address where two cities are set side by side."""
    return f"/cities/{city_id}/peers/{other_id}" + _themed(theme)


def crumbs_to(city: City, *steps: Crumb) -> tuple[Crumb, ...]:
    """Return the way to a city, and further."""
    country = Crumb(city.country.name, "/cities/?" + urlencode({"country": city.country_id}))
    own = Crumb(city.name, city_url(city) if steps else "")
    return (Crumb("Cities", "/cities/"), country, own, *steps)


class SourceBook:
    """Numbers the sources of a page in the order in which its figures first cite them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, Figure] = {}
        self._periods: dict[str, set[str]] = {}

    def cite(self, figure: Figure) -> int:
        """Return the number of a figure's source."""
        number = self._numbers.setdefault(figure.source_id, len(self._numbers) + 1)
        self._cited.setdefault(figure.source_id, figure)
        self._periods.setdefault(figure.source_id, set()).add(figure.period)
        return number

    def cite_all(self, figures: Iterable[Figure]) -> tuple[int, ...]:
        """Return the numbers of several figures' sources, each once."""
        return tuple(dict.fromkeys(self.cite(figure) for figure in figures))

    def listed(self) -> tuple[Source, ...]:
        """Return the sources as the page lists them."""
        return tuple(
            Source(
                number=number,
                title=self._cited[source].source,
                url=self._cited[source].url,
                publisher=self._cited[source].attribution,
                year=", ".join(sorted(filter(None, self._periods[source]))) or None,
            )
            for source, number in self._numbers.items()
        )


def _themed(theme: str) -> str:
    return f"?{urlencode({'theme': theme})}" if theme else ""
