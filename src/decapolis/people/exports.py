"""What is held here of one person, for the file that they may have of it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from decapolis.people.models import CircleSeat, MembershipRequest, Person

PROFILE = (
    *("name", "email", "title", "languages", "expertise", "helps_with", "looks_for", "time_zone"),
    *("is_member", "member_since", "is_reviewer", "is_staff", "is_operator", "joined"),
)


def held_on(person: Person) -> dict[str, Any]:
    """Return profile, addresses, ways to sign in, sessions and circles of someone; no secret."""
    passkeys = Authenticator.objects.filter(user=person)
    services = SocialAccount.objects.filter(user=person)
    asked = MembershipRequest.objects.filter(person=person)
    seats = CircleSeat.objects.filter(person=person)
    return {
        "profile": {name: getattr(person, name) for name in PROFILE},
        "addresses": list(
            EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
        ),
        "ways_to_sign_in": list(passkeys.values("type", "created_at", "last_used_at")),
        "sign_in_services": [
            {"service": one.provider, "known_there_as": one.uid, "since": one.date_joined}
            | {"said": one.extra_data}
            for one in services
        ],
        "sessions": list(
            UserSession.objects.filter(user=person).values(
                "ip", "user_agent", "created_at", "last_seen_at"
            )
        ),
        "membership_request": list(asked.values("text", "at", "accepted", "decided_at", "reason")),
        "circles": [
            {"circle": seat.circle.name, "for": seat.circle.purpose, "since": seat.since}
            | {"closed": seat.circle.closed}
            for seat in seats.select_related("circle")
        ],
    }
