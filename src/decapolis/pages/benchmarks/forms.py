"""What the pages of rankings read from an address, whatever stands there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from decapolis.pages.cities.forms import clean

LEAST, USUAL, MOST = 0, 100, 300  # percent of the weight that a criterion has as published
STEP = 5
WEIGHT = "w-"
LONGEST = 120
MOST_CITIES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """How a ranking is asked for.

    Attributes
    ----------
    weights
        Percent of the published weight, by code; those as published are not there.
    off
        Codes that count nothing.
    among
        The key of a group of cities; empty for all.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    among: str = ""

    @classmethod
    def read(cls, query: QueryDict, *, sliders: Collection[str], parts: Collection[str]) -> "Asked":
        """Read it from an address.

        Parameters
        ----------
        sliders, parts
            Codes that have a slider, and those that can be left out.
        """
        weights = {code: _percent(query.get(f"{WEIGHT}{code}", "")) for code in sliders}
        off = set(query.getlist("off"))
        if "weighed" in query:  # a form without scripts sends what is left on
            off |= set(parts) - set(query.getlist("on"))
        return cls(
            weights={code: value for code, value in weights.items() if value != USUAL},
            off=tuple(code for code in parts if code in off),
            among=clean(query.get("among", ""))[:LONGEST],
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything counts otherwise than as published."""
        return bool(self.weights or self.off)

    @property
    def is_plain(self) -> bool:
        """Whether all is as published."""
        return not (self.is_changed or self.among)

    def without_weights(self) -> "Asked":
        """Return the same with all weights as published."""
        return replace(self, weights={}, off=())

    def url(self, base: str) -> str:
        """Return the address at which it is asked so."""
        pairs = [(f"{WEIGHT}{code}", str(value)) for code, value in self.weights.items()]
        pairs += [("off", code) for code in self.off]
        pairs += [("among", self.among)] if self.among else []
        return f"{base}?{urlencode(pairs)}" if pairs else base


def cities_of(query: QueryDict) -> tuple[str, ...]:
    """Return the codes of the cities to compare, each once, in the order given."""
    codes = [clean(code)[:LONGEST] for code in query.getlist("city") if code]
    return tuple(dict.fromkeys(codes))[: MOST_CITIES + 1]


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST))):
        return USUAL
    return min(max(int(text), LEAST), MOST)
