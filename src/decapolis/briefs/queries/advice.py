"""What the technology catalogue tells a buyer to ask, and what can go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import SourceRef, numbered
from decapolis.library.queries.rows import visible as visible_practices
from decapolis.library.queries.technology import visible


@dataclass(frozen=True, slots=True)
class Advice:
    """Questions and risks of one technology."""

    slug: str
    name: str
    questions: tuple[str, ...]
    risks: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def advice_on(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Advice, ...]:
    """Return the advice on these technologies, in their order, as far as they may be seen.

    One query.
    """
    found = {one.slug: one for one in visible(reader).filter(slug__in=slugs)}
    return tuple(
        Advice(
            slug=slug,
            name=found[slug].name,
            questions=tuple(found[slug].questions_to_ask),
            risks=tuple(found[slug].risks),
            sources=numbered(found[slug].sources),
        )
        for slug in dict.fromkeys(slugs)
        if slug in found
    )


def users_of(
    technologies: Sequence[str], *, among: Sequence[str], reader: Reader | None
) -> frozenset[str]:
    """Return the slugs of those practices that use one of the technologies; one query."""
    used: frozenset[str] = frozenset(
        visible_practices(reader)
        .filter(slug__in=among, technologies__in=visible(reader).filter(slug__in=technologies))
        .values_list("slug", flat=True)
    )
    return used
