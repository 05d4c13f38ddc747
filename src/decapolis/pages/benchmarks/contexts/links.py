"""Addresses of rankings, and the ways that every page of one shows."""

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from decapolis.benchmarks.queries.editions import EditionFacts
from decapolis.pages.components import Crumb, Tab

LIST = "/rankings"


def edition_url(facts: EditionFacts) -> str:
    """Return the address of a ranking."""
    return f"{LIST}/{facts.framework}/{facts.slug}"


def city_url(facts: EditionFacts, code: str) -> str:
    """Return the address of a city in a ranking."""
    return f"{edition_url(facts)}/{quote(code, safe='')}"


def compare_url(facts: EditionFacts, *codes: str) -> str:
    """Return the address where cities of a ranking are set side by side."""
    pairs = [("city", code) for code in codes]
    return f"{edition_url(facts)}/compare" + (f"?{urlencode(pairs)}" if pairs else "")


def method_url(facts: EditionFacts) -> str:
    """Return the address where it is told how a ranking is made."""
    return f"{edition_url(facts)}/method"


def years_url(framework: str) -> str:
    """Return the address of a framework over its editions."""
    return f"{LIST}/{framework}/years"


def file_url(facts: EditionFacts, name: str) -> str:
    """Return the address of a file of a ranking."""
    return f"{edition_url(facts)}/files/{name}"


def crumbs_to(facts: EditionFacts, *steps: Crumb) -> tuple[Crumb, ...]:
    """Return the way to a ranking, and further."""
    own = Crumb(facts.title, edition_url(facts) if steps else "")
    return (Crumb(_("Cities"), "/cities/"), Crumb(_("Rankings"), LIST), own, *steps)


def room_tabs(current: str) -> tuple[Tab, ...]:
    """Return the rooms of cities: all of them, their rankings, and their initiatives."""
    return (
        Tab(_("All cities"), "/cities/", current == "cities"),
        Tab(_("Rankings"), LIST, current == "rankings"),
        Tab(_("Initiatives"), "/initiatives", current == "initiatives"),
    )


def tabs_of(facts: EditionFacts, current: str) -> tuple[Tab, ...]:
    """Return the pages of a ranking."""
    return (
        Tab(_("Ranking"), edition_url(facts), current == "ranking"),
        Tab(_("Compare cities"), compare_url(facts), current == "compare"),
        Tab(_("How it is made"), method_url(facts), current == "method"),
        Tab(_("Over the years"), years_url(facts.framework), current == "years"),
    )
