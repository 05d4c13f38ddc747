"""Hand out what is held on a person, and let them go for good.

It stands above the apps because none of them knows all the others; pages and commands come here.
"""

from typing import Any

from django.db import transaction

from decapolis.access.actions.webhooks import forget_person as leave_programs
from decapolis.benchmarks.actions import forget_person as leave_benchmarks
from decapolis.canvas.actions.leaving import forget_person as leave_boards
from decapolis.files.actions import forget_person as leave_files
from decapolis.initiatives.actions.leaving import forget_person as leave_initiatives
from decapolis.kernel.permissions import require
from decapolis.library.actions.leaving import forget_person as leave_library
from decapolis.organisations.actions import forget_person as leave_organisations
from decapolis.people.actions import erase, note_export
from decapolis.people.models import Person
from decapolis.people.rules import may_erase
from decapolis.rights.queries import held_on


@transaction.atomic
def export_of(*, by: Person | None, person: Person) -> dict[str, dict[str, Any]]:
    """Return all that the network holds on someone, and record that it was handed out.

    Raises
    ------
    Forbidden
        It is another person's, and they are no operator.
    """
    note_export(by=by, person=person)
    return held_on(person)


@transaction.atomic
def leave(*, by: Person | None, person: Person) -> None:
    """Erase someone: all or nothing of it. What they gave to the network stays, without their name.

    Each app lets go of what it holds, the uppermost first: what those below hold tells what to look
    for above. `people.actions.erase` is the last, and writes it down.

    Raises
    ------
    Forbidden
        They may not, or the person is the last operator. Nothing was changed.
    """
    require(may_erase(by, person))
    leave_programs(by=by, person=person)
    leave_initiatives(by=by, person=person)
    leave_boards(by=by, person=person)
    leave_benchmarks(by=by, person=person)
    leave_library(by=by, person=person)
    leave_organisations(by=by, person=person)
    leave_files(by=by, person=person)
    erase(by=by, person=person)
