"""Two people changed one practice: both, field by field, to choose from."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.library.errors import ChangedMeanwhile
from decapolis.library.models import Draft
from decapolis.library.queries.comparing import Difference, changed_fields
from decapolis.library.queries.versions import versions_of
from decapolis.library.queries.wording import field_label
from decapolis.pages.components import Crumb


@dataclass(frozen=True, slots=True)
class Choice:
    """One field that both tell differently; ``mine`` is what is chosen unless it is changed."""

    name: str  # of the radio buttons
    label: str
    rows: tuple[Difference, ...]  # before: what stands there; after: what I wrote
    mine: bool
    both: bool  # both have changed it since


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What stands there now beside what I wrote."""

    template: ClassVar[str] = "contribute/conflict.html"
    crumbs: tuple[Crumb, ...]
    told: str
    by: str  # who wrote what stands there now, and when; empty: that is not known
    url: str
    choices: tuple[Choice, ...]


def conflict_page(draft: Draft, error: ChangedMeanwhile, *, url: str) -> ConflictPage:
    """Return the page; of what only one of the two changed, their side is chosen."""
    practice = draft.practice
    began = practice.versions.filter(number=draft.base).first() if practice else None
    mine = changed_fields(began.record, error.mine) if began else None
    theirs = changed_fields(began.record, error.theirs) if began else frozenset[str]()
    fields = dict.fromkeys(row.field for row in error.differences)
    versions = versions_of(practice, reader=draft.person) if practice else ()
    title = practice.title if practice else ""
    back = reverse("library:practice", args=[practice.slug]) if practice else ""
    return ConflictPage(
        crumbs=(
            Crumb(_("Contribute"), reverse("contribute:start")),
            Crumb(title, back),
            Crumb(_("Both versions")),
        ),
        told=error.message,
        by=next((row.says for row in versions if row.number == error.current), ""),
        url=url,
        choices=tuple(
            Choice(
                name=f"take-{field}",
                label=field_label(field),
                rows=tuple(row for row in error.differences if row.field == field),
                mine=mine is None or field in mine,
                both=mine is not None and field in mine and field in theirs,
            )
            for field in fields
            if field != "sources"  # those of both are kept
        ),
    )
