"""What the whole network holds of one person, and for how long it keeps what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decapolis.access.queries import tokens as access
from decapolis.audit import exports as audit
from decapolis.benchmarks.queries import held as benchmarks
from decapolis.canvas.bridge import held as boards
from decapolis.files import exports as files
from decapolis.initiatives.queries import held as initiatives
from decapolis.library.queries import held as library
from decapolis.notices import exports as notices
from decapolis.organisations import exports as organisations
from decapolis.people import exports as people
from decapolis.people.models import Person

# Every app that holds something of a person has one function for it, by the same name.
HOLDERS: dict[str, Callable[[Person], dict[str, Any]]] = {
    "account": people.held_on,
    "roles": organisations.held_on,
    "library": library.held_on,
    "initiatives": initiatives.held_on,
    "boards": boards.held_on,
    "benchmarks": benchmarks.held_on,
    "files": lambda person: {"files": files.files_of(person)},
    "programs": access.held_on,
    "notices": notices.held_on,
    "log": audit.held_on,
}


def held_on(person: Person) -> dict[str, dict[str, Any]]:
    """Return all that is held on someone: by area, then by what it is; no secret of theirs."""
    return {area: holds(person) for area, holds in HOLDERS.items()}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is forgotten by itself, and after how many days."""

    what: str | Promise
    setting: str
    days: int


def kept() -> tuple[Kept, ...]:
    """Return for how long is kept what is forgotten by itself."""
    return (
        Kept(
            _("What was done: the log"),
            "DECAPOLIS_KEEP_AUDIT_DAYS",
            settings.KEEP_AUDIT_DAYS,
        ),
        Kept(_("Notices"), "DECAPOLIS_KEEP_NOTICES_DAYS", settings.KEEP_NOTICES_DAYS),
        Kept(
            _("Sessions, after they ended"),
            "DECAPOLIS_KEEP_SESSIONS_DAYS",
            settings.KEEP_SESSIONS_DAYS,
        ),
        Kept(
            _("Invitations, after they were used, ended or taken back"),
            "DECAPOLIS_KEEP_INVITATIONS_DAYS",
            settings.KEEP_INVITATIONS_DAYS,
        ),
        Kept(
            _("Question and answer of a talk, after it ended"),
            "DECAPOLIS_KEEP_CALLS_DAYS",
            settings.KEEP_CALLS_DAYS,
        ),
    )
