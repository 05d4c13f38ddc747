"""Addresses of records, and the small lists that every page of the library shows."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.kernel.sources import SourceRef
from decapolis.library.choices import Theme
from decapolis.organisations.queries import PlaceFacts
from decapolis.pages.components import Crumb, Source, Topic

# The word of each kind in addresses; what search calls the kind is the key.
ROOMS = {
    "practice": "practices",
    "document": "documents",
    "technology": "technologies",
    "organisation": "organisations",
}


KIND = {
    "practice": gettext_lazy("Practice"),
    "document": gettext_lazy("Document"),
    "technology": gettext_lazy("Technology"),
    "organisation": gettext_lazy("Organisation"),
}
KINDS = {
    "practice": gettext_lazy("Practices"),
    "document": gettext_lazy("Documents"),
    "technology": gettext_lazy("Technologies"),
    "organisation": gettext_lazy("Organisations"),
    "": gettext_lazy("Everything"),
}


def kind_label(kind: str) -> str:
    """Return one kind of record in words."""
    return str(KIND[kind])


def kinds_label(kind: str) -> str:
    """Return many of one kind in words; of no kind: everything."""
    return str(KINDS[kind])


def record_url(kind: str, slug: str) -> str:
    """Return the address of a record's page."""
    return f"/{ROOMS[kind]}/{slug}"


def browse_url(kind: str, **filters: str) -> str:
    """Return the address of the list of a kind, narrowed."""
    asked = urlencode({name: value for name, value in filters.items() if value})
    return f"/{ROOMS[kind]}/" + (f"?{asked}" if asked else "")


def city_url(place: PlaceFacts) -> str:
    """Return the address of a city's page; empty where the gazetteer does not hold it."""
    if place.city_id is None:
        return ""
    name = slugify(place.city)
    return f"/cities/{place.city_id}-{name}" if name else f"/cities/{place.city_id}"


def compare_url(mine: int, theirs: int, *, theme: str = "") -> str:
    """Return the address where two cities are set side by side, figure by figure."""
    return f"/cities/{mine}/peers/{theirs}" + (f"?{urlencode({'theme': theme})}" if theme else "")


def brief_url(city_id: int, question: str) -> str:
    """Return the address of the brief for a city and a question."""
    return "/brief?" + urlencode({"city": city_id, "q": question})


def theme_label(theme: str) -> str:
    """Return a theme in words; one that is not on the list as it is written."""
    return str(Theme(theme).label) if theme in Theme.values else theme


def for_theme(theme: str) -> str:
    """Say what cities are compared for: ``for energy and light``; empty for nothing special."""
    return _("for {theme}").format(theme=theme_label(theme).lower()) if theme else ""


def theme_topics(themes: Iterable[str], *, kind: str = "practice") -> tuple[Topic, ...]:
    """Return themes as links to what the library holds on each."""
    return tuple(Topic(theme_label(theme), browse_url(kind, theme=theme)) for theme in themes)


def source_list(sources: Sequence[SourceRef]) -> tuple[Source, ...]:
    """Return the sources of a record as its page lists them."""
    return tuple(
        Source(source.number, source.title, source.url, source.publisher, source.year)
        for source in sources
    )


def source_line(sources: Sequence[SourceRef]) -> str:
    """Return who said it and when, in a few words: ``The Denver Post, 2012``."""
    said = [
        ", ".join(str(part) for part in (source.publisher or source.title, source.year) if part)
        for source in sources
    ]
    return "; ".join(dict.fromkeys(said))


def words_of(kind: str) -> str:
    """Return what an organisation is, as words.

    Examples
    --------
    >>> words_of("trade-association")
    'Trade association'
    """
    return kind.replace("-", " ").capitalize()


def crumbs_to(kind: str, *, theme: str = "", here: str = "") -> tuple[Crumb, ...]:
    """Return the way to a record: its list, its first theme, itself."""
    steps = [Crumb(kinds_label(kind), browse_url(kind))]
    if theme:
        steps.append(Crumb(theme_label(theme), browse_url(kind, theme=theme)))
    return (*steps, Crumb(here or kind_label(kind)))
