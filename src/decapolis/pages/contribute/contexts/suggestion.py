"""One suggestion beside what stands there."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.errors import DomainError
from decapolis.library.errors import ChangedMeanwhile
from decapolis.library.models import Suggestion
from decapolis.library.queries.comparing import Difference
from decapolis.library.queries.contributions import SuggestionRow, suggestion_facts
from decapolis.library.rules import may_decide, may_withdraw
from decapolis.pages.components import Crumb
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """A suggestion, and what its reader can do with it."""

    template: ClassVar[str] = "contribute/suggestion.html"
    crumbs: tuple[Crumb, ...]
    row: SuggestionRow
    url: str
    practice_url: str
    practice_title: str
    lead: str
    decision: str  # what was decided, by whom; empty: it waits
    rows: tuple[Difference, ...]
    before_head: str
    after_head: str
    is_behind: bool
    may_decide: bool
    may_withdraw: bool
    may_edit: bool
    fault: str
    reason: str
    reason_fault: str


def suggestion_page(
    found: Suggestion, *, reader: Person, fault: DomainError | None = None, reason: str = ""
) -> SuggestionPage:
    """Return the page as its reader sees it."""
    facts = suggestion_facts(found, reader=reader)
    practice = found.practice
    decides = bool(may_decide(reader, found))
    at_reason = fault is not None and fault.field == "reason"
    return SuggestionPage(
        crumbs=(Crumb(_("Contribute"), reverse("contribute:start")), Crumb(_("Suggestion"))),
        row=facts.row,
        url=reverse("contribute:suggestion", args=[found.pk]),
        practice_url=reverse("library:practice", args=[practice.slug]) if practice else "",
        practice_title=practice.title if practice else "",
        lead=_lead(facts.row, waits_for_others=facts.row.state == "open" and not decides),
        decision=_decision(facts.row, facts.decided_by),
        rows=facts.rows,
        before_head=_("Now"),
        after_head=_("Suggested"),
        is_behind=facts.is_behind,
        may_decide=decides,
        may_withdraw=bool(may_withdraw(reader, found)),
        may_edit=decides and practice is not None,
        fault="" if fault is None or at_reason else _in_words(fault),
        reason=reason,
        reason_fault=fault.message if fault and at_reason else "",
    )


def _lead(row: SuggestionRow, *, waits_for_others: bool) -> str:
    said = _("Suggested by {who} on {day}.").format(who=row.by, day=numbers.day(row.made.date()))
    return f"{said} {_('It waits for those who decide.')}" if waits_for_others else said


def _decision(row: SuggestionRow, who: str) -> str:
    if row.state == "open":
        return ""
    said = f"{row.state_label}: {who}." if who else f"{row.state_label}."
    return f"{said} {row.reason}".strip()


def _in_words(fault: DomainError) -> str:
    if isinstance(fault, ChangedMeanwhile):
        return _(
            "The same was changed since this was suggested. Take it into a draft of yours, and "
            "put both together there."
        )
    return fault.message
