"""Read tokens: whose one is, and those of a person."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from decapolis.access.choices import Scope
from decapolis.access.models import Token, Webhook
from decapolis.kernel.permissions import Reader
from decapolis.people.models import Person

TOKEN_PREFIX = "dcp_"  # noqa: S105 -- so that scanners know one of ours
LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner sees it; never the token itself, which nobody knows any more."""

    token_id: int
    name: str
    end: str  # its last letters
    scopes: tuple[Scope, ...]
    made: datetime
    expires: datetime
    used: date | None
    is_usable: bool
    revoked: datetime | None


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256; it has 256 bits, so that none is guessed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def token_of(secret: str) -> Token | None:
    """Return the token that somebody shows, with its person, if it lets anybody in; one query."""
    if not secret.startswith(TOKEN_PREFIX) or len(secret) > LONGEST_TOKEN:
        return None
    found: Token | None = (
        Token.objects.usable(timezone.now())
        .select_related("person")
        .filter(digest=digest_of(secret))
        .first()
    )
    return found


def tokens_of(person: Reader | None, *, most: int = 100) -> tuple[TokenLine, ...]:
    """Return someone's tokens, those that can be used first; one query."""
    now = timezone.now()
    lines = [
        TokenLine(
            token_id=one.pk,
            name=one.name,
            end=one.end,
            scopes=tuple(Scope(scope) for scope in one.scopes if scope in Scope.values),
            made=one.made,
            expires=one.expires,
            used=one.used,
            is_usable=one.revoked is None and one.expires > now,
            revoked=one.revoked,
        )
        for one in Token.objects.visible_to(person)[:most]
    ]
    return tuple(sorted(lines, key=lambda line: not line.is_usable))


def held_on(person: Person) -> dict[str, object]:
    """Return tokens and webhooks of someone, as JSON has them; beside `people.export_of`."""
    tokens = Token.objects.filter(person=person)
    hooks = Webhook.objects.filter(owner=person)
    return {
        "tokens": list(tokens.values("name", "scopes", "made", "expires", "used", "revoked")),
        "webhooks": list(hooks.values("url", "events", "made", "stopped")),
    }
