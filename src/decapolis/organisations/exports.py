"""What is held here of one person, for the file that they may have of it."""

from typing import Any

from decapolis.organisations.models import Acceptance, Hat, Invitation
from decapolis.organisations.queries import confirmed_addresses
from decapolis.organisations.queries.hats import hat_state
from decapolis.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return hats and invitations of someone, as JSON has them."""
    hats = Hat.objects.filter(person=person).select_related("city__country", "organisation")
    invited = Invitation.objects.filter(email__in=confirmed_addresses(person))
    return {
        "hats": [hat_state(hat) | {"until": hat.until, "made": hat.made} for hat in hats],
        "invited": list(invited.values("email", "name", "role", "title", "made")),
        "invitations_made": list(
            Invitation.objects.filter(by=person).values("email", "role", "made", "uses")
        ),
        "invitations_accepted": list(Acceptance.objects.filter(person=person).values("at")),
    }
