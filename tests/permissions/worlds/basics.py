"""What every rule of a world begins with: who is of the network, and what a visibility opens."""

from collections.abc import Callable
from typing import Any

from decapolis.organisations.choices import SPEAKING_ROLES, Standing
from decapolis.organisations.models import Hat
from decapolis.people.models import Person
from tests.permissions.worlds.world import World

Who = Person | None
Rule = Callable[[World, Who, Any], bool]


def is_of_network(who: Who) -> bool:
    """Tell whether somebody reads what is the network's."""
    return who is not None and (who.is_member or who.is_staff)


def opens(who: Who, visibility: str) -> bool:
    """Tell whether a visibility is open to somebody in lists; a closed one is to nobody."""
    open_to = {"public": True, "network": is_of_network(who), "staff": bool(who and who.is_staff)}
    return open_to.get(visibility, False)


def is_closed(visibility: str) -> bool:
    """Tell whether a level is closed: read by a team or a circle, and quiet everywhere else."""
    return visibility not in {"public", "network", "staff"}


def speaks_for(world: World, who: Who) -> set[tuple[str, int]]:
    """Return kind and key of the bodies that somebody speaks for."""
    if who is None or not (who.is_member and who.is_active and who.left is None):
        return set()
    return {
        ("cities.city", hat.city_id) if hat.city_id else ("organisations.organisation", key)
        for hat in world.of(Hat)
        for key in [hat.organisation_id]
        if hat.person_id == who.pk
        if hat.until is None and hat.standing == Standing.VERIFIED and hat.role in SPEAKING_ROLES
    }
