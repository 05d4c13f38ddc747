"""What a brief was asked for, checked once and handed to every part of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.briefs.choices import LARGEST_QUANTITY, LONGEST_QUESTION
from decapolis.briefs.errors import QuantityOutOfRange, QuestionMissing, QuestionTooLong
from decapolis.briefs.queries import BriefCity
from decapolis.cities.models import City
from decapolis.kernel.numbers import number
from decapolis.kernel.permissions import Reader
from decapolis.organisations.queries import PlaceFacts
from decapolis.peers.queries import Closeness


@dataclass(frozen=True, slots=True)
class Asked:
    """City, question and reader; the theme and the nearness of all cities once they are known."""

    city: BriefCity
    question: str
    reader: Reader | None
    quantity: float | None
    theme: str | None = None
    near: Mapping[int, Closeness] | None = None

    def place(self, place: PlaceFacts) -> str:
        """Return where a city is as this reader needs it: its state at home, its country abroad."""
        if place.country_code == self.city.country:
            return place.region if place.region != place.city else ""
        return place.country


def brief_city(city: City) -> BriefCity:
    """Return a city as the brief speaks of it."""
    return BriefCity(
        city_id=city.pk,
        name=city.name,
        label=city.label,
        country=city.country.pk,
        country_name=city.country.name,
    )


def checked_question(text: str) -> str:
    """Return a question without needless space.

    Raises
    ------
    QuestionMissing
        It has no letter.
    QuestionTooLong
        It has more than `LONGEST_QUESTION` characters.
    """
    question = " ".join("".join(filter(_is_text, text)).split())
    if not any(letter.isalnum() for letter in question):
        raise QuestionMissing(_("Say what the brief is about, such as street lighting."), field="q")
    if len(question) > LONGEST_QUESTION:
        raise QuestionTooLong(
            _(
                "The question has {length} characters. Ask in at most {most}: a few words do best."
            ).format(length=number(len(question)), most=LONGEST_QUESTION),
            field="q",
        )
    return question


def checked_quantity(quantity: float | None) -> float | None:
    """Return a number of units that can be multiplied with.

    Raises
    ------
    QuantityOutOfRange
        Not above zero, or beyond all reason.
    """
    if quantity is None:
        return None
    if not math.isfinite(quantity) or not 0 < quantity <= LARGEST_QUANTITY:
        raise QuantityOutOfRange(
            _("Give the number of units as a number above zero, such as 5300."), field="quantity"
        )
    return quantity


def _is_text(letter: str) -> bool:
    """Tell what can stand in a document from control characters and halves of letters."""
    is_half = "\ud800" <= letter <= "\udfff"
    return not is_half and (letter.isprintable() or letter.isspace())
