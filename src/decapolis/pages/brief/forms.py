"""What the brief is asked for in an address, whatever stands there."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.briefs.errors import QuantityOutOfRange
from decapolis.briefs.exports import Paper
from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError

LONGEST_CITY = 120
LONGEST_KEPT = 600  # of a question that is too long, so much stays in the field
GROUPED = re.compile(r"(?<=\d)[ ,'\u00a0\u202f\u2019](?=\d{3}(?:\D|$))")
NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")


class CityMissing(DomainError):
    """A question without a city."""

    code = "pages.city_missing"


@dataclass(frozen=True, slots=True)
class BriefQuery:
    """City, question, number of units and paper, as they stand in the address."""

    city: str = ""
    question: str = ""
    quantity: str = ""
    paper: Paper = "a4"

    @classmethod
    def read(cls, query: QueryDict, *, own: City | None) -> "BriefQuery":
        """Read an address; ``own`` is the reader's city, for an address that names none."""
        named = clean(query.get("city", ""))[:LONGEST_CITY].strip()
        return cls(
            city=named or (str(own.pk) if own and "city" not in query else ""),
            question=clean(query.get("q", "")).strip(),
            quantity=clean(query.get("quantity", "")).strip()[:40],
            paper="letter" if query.get("paper") == "letter" else "a4",
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was asked yet."""
        return not self.question

    @property
    def kept(self) -> str:
        """The question as the form holds it."""
        return self.question[:LONGEST_KEPT]

    def found_city(self) -> City:
        """Return the city.

        Raises
        ------
        CityMissing
            None is named.
        UnknownCity, AmbiguousCity
            None goes by that name, or several do.
        """
        if not self.city:
            raise CityMissing(_("Name your city, such as Dayton, Ohio."), field="city")
        return find_city(self.city)

    def number(self) -> float | None:
        """Return the number of units; None where none is given.

        Raises
        ------
        QuantityOutOfRange
            It is no number.
        """
        if not self.quantity:
            return None
        plain = GROUPED.sub("", self.quantity)
        if not NUMBER.fullmatch(plain):
            raise QuantityOutOfRange(
                _("Give the number of units as a number above zero, such as 5300."),
                field="quantity",
            )
        return float(plain)

    def url(self, path: str = "/brief", *, city: int | None = None, **more: str) -> str:
        """Return an address of the same brief, perhaps of another city or as a file."""
        pairs = [("city", str(city) if city else self.city), ("q", self.kept)]
        pairs += [("quantity", self.quantity)] if self.quantity else []
        return f"{path}?{urlencode([*pairs, *more.items()])}"


def clean(text: str) -> str:
    """Return text that a document and a database take: without NUL and half letters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
