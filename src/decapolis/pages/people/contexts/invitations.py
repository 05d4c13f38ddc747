"""The page of an invitation, and the page where invitations are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection
from decapolis.organisations.actions import Issued
from decapolis.organisations.bridge import Invitee
from decapolis.organisations.models import Invitation
from decapolis.organisations.queries import (
    InvitationFacts,
    in_part,
    invitation_facts,
    invitations,
)
from decapolis.pages.components import Crumb, Fault, Pager, Tab
from decapolis.pages.forms import error_of, faults_of
from decapolis.pages.people.contexts.hats import body_url
from decapolis.pages.people.contexts.profile import organisation_names
from decapolis.pages.people.forms import InviteForms

ON_A_PAGE = 50
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """Who invites whom to what, to whoever holds the link."""

    template: ClassVar[str] = "people/invitation.html"
    is_open: bool
    trouble: str  # why it lets nobody in
    fault: str  # what accepting was answered
    by: str
    role: str
    body: str
    body_url: str
    email: str  # in part; empty: for anyone
    until: str
    is_signed_in: bool
    sign_in_url: str
    signed_in_as: str


def invitation_page(
    found: Invitation | None, *, path: str, reader: Reader, fault: str = ""
) -> InvitationPage:
    """Return the page; of an unknown link only that it is unknown."""
    facts = invitation_facts(found) if found else None
    is_open = facts is not None and facts.state == "open"
    return InvitationPage(
        is_open=is_open,
        trouble=_trouble(facts),
        fault=fault,
        by=facts.by_name if facts else "",
        role=facts.role_label if facts else "",
        body=facts.body.label if facts and facts.body else "",
        body_url=body_url(facts.body) if facts else "",
        email=in_part(facts.email) if facts else "",
        until=numbers.day(facts.expires.date()) if facts else "",
        is_signed_in=reader.is_authenticated,
        sign_in_url=f"/sign-in?next={quote(path)}",
        signed_in_as=str(getattr(reader, "email", "")),
    )


def _trouble(facts: InvitationFacts | None) -> str:
    if facts is None:
        return _("This link is not known here. Look whether all of it was copied.")
    return {
        "used": _("This invitation has been used. Ask who sent it for another."),
        "expired": _("This invitation is too old. Ask who sent it for another."),
        "revoked": _("This invitation was taken back. Ask who sent it for another."),
    }.get(facts.state, "")


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made; its secret is shown this once."""

    whom: str
    url: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation in the list."""

    invitation_id: int
    whom: str
    what: str
    by: str  # empty: oneself
    uses: str  # empty: it works once
    until: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """Where invitations are made, and what became of them."""

    template: ClassVar[str] = "people/invitations.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    forms: InviteForms
    faults: tuple[Fault, ...]
    made: tuple[NewLink, ...]
    preview: Table | None
    preview_says: str
    row_faults: Table | None
    rows: tuple[InvitationRow, ...]
    pager: Pager
    organisations: tuple[str, ...]
    one_city_error: str
    link_city_error: str
    is_staff: bool


def invitations_page(  # noqa: PLR0913 -- what a page of three forms shows
    *,
    reader: Reader,
    forms: InviteForms,
    tabs: tuple[Tab, ...],
    page: int = 1,
    made: Sequence[Issued] = (),
    preview: Sequence[Invitee] | None = None,
    faults: Sequence[Rejection] = (),
) -> InvitationsPage:
    """Return the page.

    Parameters
    ----------
    made
        What was made just now; only here are its links known.
    preview
        Whom a file would invite; None: no file was read.
    faults
        What is wrong in the file.
    """
    part = Paginator(invitations(reader), ON_A_PAGE).get_page(page)
    back = Crumb(_("Network staff"), "/staff") if reader.is_staff else Crumb(_("My desk"), "/desk")
    return InvitationsPage(
        crumbs=(back, Crumb(_("Invitations"))),
        tabs=tabs,
        forms=forms,
        faults=faults_of(*forms.all),
        made=tuple(
            NewLink(
                one.invitation.email or _("anyone who has it"),
                f"{settings.PUBLIC_URL}/invitations/{one.secret}",
            )
            for one in made
        ),
        preview=_preview(preview) if preview else None,
        preview_says=_preview_says(preview, faults),
        row_faults=_row_faults(faults) if faults else None,
        rows=tuple(_row(invitation_facts(one), reader) for one in part.object_list),
        pager=Pager.of(part, lambda number: f"/invitations?page={number}"),
        organisations=organisation_names(reader),
        one_city_error=error_of(forms.one, "city"),
        link_city_error=error_of(forms.link, "city"),
        is_staff=reader.is_staff,
    )


def _row(facts: InvitationFacts, reader: Reader) -> InvitationRow:
    place = [facts.role_label, facts.body.name if facts.body else ""]
    return InvitationRow(
        invitation_id=facts.invitation_id,
        whom=" ".join(filter(None, [facts.name, facts.email])) or _("Link for anyone"),
        what=", ".join(filter(None, place)) or _("membership"),
        by="" if facts.by_name == str(reader) else facts.by_name,
        uses=_("{uses} of {most} used").format(uses=facts.uses, most=facts.most_uses)
        if facts.most_uses > 1
        else "",
        until=numbers.day(facts.expires.date()),
        state=facts.state,
        state_label=facts.state_label,
    )


def _preview(invitees: Sequence[Invitee]) -> Table:
    rows = tuple(
        (one.email, one.name, one.role, str(one.body or ""), one.title) for one in invitees
    )
    headers = (_("Address"), _("Name"), _("Role"), _("City or organisation"), _("Title"))
    return Table(headers, rows, frozenset())


def _preview_says(preview: Sequence[Invitee] | None, faults: Sequence[Rejection]) -> str:
    if preview is None:
        return ""
    if faults:
        words = ngettext(
            "Nobody was invited: mend one thing first.",
            "Nobody was invited: mend {n} things first.",
            len(faults),
        )
        return words.format(n=len(faults))
    words = ngettext(
        "Nothing is wrong in it. It would invite {n} person; nobody was invited yet.",
        "Nothing is wrong in it. It would invite {n} people; nobody was invited yet.",
        len(preview),
    )
    return words.format(n=len(preview))


def _row_faults(faults: Sequence[Rejection]) -> Table:
    rows = tuple(
        (str(one.line), one.field or _("whole line"), one.reason) for one in faults[:MOST_FAULTS]
    )
    return Table((_("Line"), _("Column"), _("What to mend")), rows, frozenset({0}))
