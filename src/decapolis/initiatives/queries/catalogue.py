"""Which kinds of technology of the library the systems of a plan name, and whose companies."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Technology
from decapolis.organisations.choices import Sector
from decapolis.organisations.models import Organisation

SHORTEST = 4  # letters of a name that can be told from a common word


@dataclass(frozen=True, slots=True)
class TechnologyAsked:
    """What the library says to ask of one kind of technology."""

    slug: str
    name: str
    standards: tuple[str, ...]
    prerequisites: tuple[str, ...]
    questions: tuple[str, ...]


def technologies_named(words: str, *, reader: Reader | None) -> tuple[TechnologyAsked, ...]:
    """Return the technologies that some words name; one query."""
    rows = Technology.objects.visible_to(reader)
    return tuple(
        TechnologyAsked(
            one.slug, one.name, tuple(one.standards), tuple(one.prerequisites),
            tuple(one.questions_to_ask),
        )
        for one in rows
        if any(_stands_in(name, words) for name in (one.name, *one.asked_as))
    )  # fmt: skip


def companies_named(words: Sequence[str], *, reader: Reader | None) -> tuple[str, ...]:
    """Return the companies of the library that some words name; one query."""
    rows = Organisation.objects.visible_to(reader).filter(sector=Sector.PRIVATE)
    names: Iterable[str] = rows.values_list("name", flat=True)
    text = "\n".join(words)
    return tuple(sorted(name for name in names if _stands_in(name, text, any_case=False)))


def _stands_in(name: str, text: str, *, any_case: bool = True) -> bool:
    if len(name) < SHORTEST:
        return False
    flags = re.IGNORECASE if any_case else 0
    return re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", text, flags) is not None
