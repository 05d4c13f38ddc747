"""What is not known of a city, told by rule."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.indicators.queries import Figure
from decapolis.kernel import numbers
from decapolis.library.choices import Evidence
from decapolis.library.queries.city import CityLibrary
from decapolis.pages.cities.contexts.figures import TEN_TOOLS

# The subjects of city-level indicators, in the words of the catalogue.
SUBJECTS = (
    "economy", "education", "housing", "safety", "transport", "climate action", "digital",
    "environment", "government",
)  # fmt: skip


def what_is_not_known(
    figures: Sequence[Figure], library: CityLibrary, *, has_peers: bool
) -> tuple[str, ...]:
    """Return sentences on what the library and the figures do not say of a city."""
    own = {one.theme for one in figures if not one.is_fallback}
    missing = [subject for subject in SUBJECTS if subject not in own]
    said = []
    if missing:
        said.append(
            _("No figure of the city itself on {subjects}.").format(
                subjects=numbers.listing(missing)
            )
        )
    if not any(one.theme == "population" and not one.is_fallback for one in figures):
        said.append(_("The year of its population: the gazetteer gives none."))
    if not has_peers:
        said.append(_("Which cities are like it: too few figures are known to say so."))
    if TEN_TOOLS not in own:
        said.append(
            _(
                "Its scores on the ten tools: it is not among the rows of the Top 50 Smart City "
                "Governments that we hold, 25 of 50 in 2018/19 and 31 of 50 in 2020/21."
            )
        )
    return (*said, *_of_practices(library))


def _of_practices(library: CityLibrary) -> list[str]:
    rows = library.practices
    if not rows:
        words = _("What it did: no practice of it is here, which does not mean that there is none.")
        return [words]
    said = []
    without_cost = sum(row.cost is None for row in rows)
    without_result = sum(row.evidence == Evidence.NONE for row in rows)
    forecast = sum(row.evidence == Evidence.FORECAST for row in rows)
    if without_cost:
        said.append(_("What {some} cost.").format(some=_some(without_cost, len(rows))))
    if without_result + forecast:
        some = _some(without_result + forecast, len(rows))
        said.append(_("Measured results of {some}.").format(some=some))
    return said


def _some(count: int, of: int) -> str:
    """Say how many of a city's practices."""
    if of == 1:
        return _("its practice")
    if count == of:
        return _("its {of} practices").format(of=numbers.number(of))
    words = ngettext("one of its {of} practices", "{n} of its {of} practices", count)
    return words.format(n=numbers.number(count), of=numbers.number(of))
