"""The page where writing begins."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.library.queries.contributions import (
    DraftRow,
    SuggestionRow,
    discarded_drafts,
    drafts_of,
    own_suggestions,
    suggestions_waiting,
)
from decapolis.organisations.queries import body_ref, speaks_for_bodies
from decapolis.pages.components import Crumb
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft or a suggestion in a list."""

    title: str
    url: str
    line: str
    aside: str
    post_url: str  # what its button sends to; empty: none


@dataclass(frozen=True, slots=True)
class StartPage:
    """What one can write, has begun, and is asked to decide."""

    template: ClassVar[str] = "contribute/start.html"
    crumbs: tuple[Crumb, ...]
    speaks_for: str
    waiting: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    discarded: tuple[Entry, ...]
    suggestions: tuple[Entry, ...]


def start_page(person: Person) -> StartPage:
    """Return the page as one person sees it."""
    bodies = [body_ref(body).name for body in speaks_for_bodies(person)]
    return StartPage(
        crumbs=(Crumb(_("Contribute")),),
        speaks_for=numbers.listing(bodies) if bodies else "",
        waiting=tuple(_suggestion(row, is_own=False) for row in suggestions_waiting(person)),
        drafts=tuple(_draft(row, "discard") for row in drafts_of(person)),
        discarded=tuple(_draft(row, "keep") for row in discarded_drafts(person)),
        suggestions=tuple(_suggestion(row, is_own=True) for row in own_suggestions(person)),
    )


def _draft(row: DraftRow, act: str) -> Entry:
    url = (
        reverse("contribute:edit", args=[row.practice])
        if row.practice
        else reverse("contribute:draft", args=[row.draft_id])
    )
    parts = [_("Saved on {day}.").format(day=numbers.day(row.saved.date()))]
    if row.is_behind:
        parts.append(_("The practice was changed since."))
    return Entry(
        title=row.title or row.practice_title or _("A practice without a title yet"),
        url=url if act == "discard" else "",
        line=" ".join(parts),
        aside=_("correction") if row.practice else _("new practice"),
        post_url=reverse(f"contribute:{act}", args=[row.draft_id]),
    )


def _suggestion(row: SuggestionRow, *, is_own: bool) -> Entry:
    day = numbers.day(row.made.date())
    line = (
        _("Sent on {day}.").format(day=day)
        if is_own
        else _("From {who}, {day}.").format(who=row.by, day=day)
    )
    return Entry(
        title=row.title,
        url=reverse("contribute:suggestion", args=[row.suggestion_id]),
        line=" ".join(part for part in (line, row.reason if is_own else row.note) if part),
        aside=row.state_label if is_own else (_("change") if row.practice else _("new practice")),
        post_url="",
    )
