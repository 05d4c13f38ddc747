"""The page of an organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from decapolis.library.queries.organisation import OrganisationWorks, TookPart
from decapolis.organisations.queries import OrganisationFacts, OrganisationRow, TieFacts
from decapolis.pages.components import Crumb, Source
from decapolis.pages.library.contexts.document import RecordLine, document_line, practice_line
from decapolis.pages.library.contexts.links import (
    city_url,
    crumbs_to,
    record_url,
    source_list,
    words_of,
)


@dataclass(frozen=True, slots=True)
class TieLine:
    """One body that an organisation works with, and on what."""

    relation: str
    name: str
    url: str  # empty: the body has no page
    project: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What the page of an organisation shows."""

    template: ClassVar[str] = "library/organisation.html"
    row: OrganisationRow
    kind: str
    place: str
    place_url: str
    has_interest: bool
    ties: tuple[TieLine, ...]
    practices: tuple[RecordLine, ...]
    documents: tuple[RecordLine, ...]
    sources: tuple[Source, ...]
    crumbs: tuple[Crumb, ...]


def organisation_page(facts: OrganisationFacts, works: OrganisationWorks) -> OrganisationPage:
    """Return the page of an organisation."""
    row = facts.row
    return OrganisationPage(
        row=row,
        place=row.place.label,
        place_url=city_url(row.place),
        has_interest=row.sector == "private",
        ties=tuple(map(_tie, _in_order(facts.ties))),
        practices=tuple(map(_took_part, works.practices)),
        documents=tuple(map(document_line, works.documents)),
        sources=source_list(row.sources),
        kind=words_of(row.kind),
        crumbs=crumbs_to("organisation", here=row.name),
    )


def _in_order(ties: Iterable[TieFacts]) -> list[TieFacts]:
    """Put ties of one sort together, in the order in which the sorts come."""
    held = list(ties)
    order = list(dict.fromkeys(tie.relation_label for tie in held))
    return sorted(held, key=lambda tie: order.index(tie.relation_label))


def _tie(tie: TieFacts) -> TieLine:
    return TieLine(
        relation=tie.relation_label,
        name=tie.other_name,
        url=record_url("organisation", tie.other_slug) if tie.other_slug else "",
        project=tie.project,
    )


def _took_part(part: TookPart) -> RecordLine:
    line = practice_line(part.practice)
    if not part.has_led:
        return line
    return RecordLine(
        key=line.key,
        title=line.title,
        url=line.url,
        line=_("Led it. {line}").format(line=line.line).strip(),
        has_failed=line.has_failed,
    )
