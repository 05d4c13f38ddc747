"""The page where a reader says which city is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from decapolis.cities.models import City


@dataclass(frozen=True, slots=True)
class CityChoice:
    """A city that may have been meant."""

    city_id: int
    label: str


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """What the page shows: a field, and what to do where the name was none or several."""

    template: ClassVar[str] = "cities/choose.html"
    back: str
    value: str
    error: str
    choices: tuple[CityChoice, ...]
    is_ambiguous: bool


def choose_page(
    back: str,
    *,
    value: str = "",
    error: str = "",
    choices: Sequence[City] = (),
    is_ambiguous: bool = False,
) -> ChoosePage:
    """Return the page."""
    offered = tuple(CityChoice(city.pk, city.label) for city in choices)
    return ChoosePage(back, value, error, offered, is_ambiguous)
