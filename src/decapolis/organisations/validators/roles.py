"""Roles: by which name they go, and which body has them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from decapolis.organisations.choices import BODY_ROLES, CITY_ROLES, FREE_ROLES, Role
from decapolis.organisations.errors import RoleDoesNotFit


def role_named(text: str) -> str | None:
    """Return a role by its code or its label; empty for empty, None for what is no role."""
    if not text:
        return ""
    words = text.casefold().replace("_", " ")
    named = {role.value: role.value for role in Role}
    named |= {str(role.label).casefold(): role.value for role in Role}
    return named.get(words)


def check_role(role: str, *, has_city: bool, has_organisation: bool) -> None:
    """Refuse a role that no such body has.

    Raises
    ------
    RoleDoesNotFit
        With the field to mend: role, city or organisation.
    """
    if role not in Role.values:
        raise RoleDoesNotFit(_("Choose what you are."), field="role")
    faults = faults_of_role(role, has_city=has_city, has_organisation=has_organisation)
    for field, told in faults:
        raise RoleDoesNotFit(told, field=field)


def faults_of_role(
    role: str, *, has_city: bool, has_organisation: bool
) -> Iterator[tuple[str, str]]:
    """Yield the field and the words where a role does not fit the body that it is said to be of."""
    if not role:
        if has_city or has_organisation:
            yield (
                "role",
                _("Say what they are there: {roles}.").format(
                    roles=", ".join(CITY_ROLES if has_city else BODY_ROLES)
                ),
            )
    elif role in FREE_ROLES:
        return
    elif has_city and role not in CITY_ROLES:
        yield "role", _("A city has no such role. Name an organisation, or another role.")
    elif has_organisation and role not in BODY_ROLES:
        yield "role", _("An organisation has no such role. Name a city, or another role.")
    elif not has_city and not has_organisation:
        field = "city" if role in CITY_ROLES else "organisation"
        yield field, _("Say of which city or organisation.")
