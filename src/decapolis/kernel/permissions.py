"""Who may see what, and who may do what.

The queryset of every record that can be hidden starts from `visible_to`. What may be done is told
by the functions of an app's ``rules.py``: each returns a `Verdict`, and an action begins with
``require(may_do_this(by, that))``.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from decapolis.kernel.errors import DomainError


class Visibility(models.TextChoices):
    """Who may read a record."""

    PUBLIC = "public", _("Everyone")
    NETWORK = "network", _("Members of the network")
    STAFF = "staff", _("Network staff")


class Reader(Protocol):
    """Whoever asks: a person, or nobody in particular (Django's ``AnonymousUser``)."""

    @property
    def is_authenticated(self) -> bool:
        """Whether they have signed in."""
        ...

    @property
    def is_staff(self) -> bool:
        """Whether they are of the network's staff."""
        ...


def readable_by(reader: Reader | None) -> list[str]:
    """Return the visibilities that a reader may see; ``None`` is the public."""
    if reader is None or not reader.is_authenticated:
        return [Visibility.PUBLIC]
    if reader.is_staff:
        return [Visibility.PUBLIC, Visibility.NETWORK, Visibility.STAFF]
    return [Visibility.PUBLIC, Visibility.NETWORK] if is_member(reader) else [Visibility.PUBLIC]


def is_member(reader: Reader | None) -> bool:
    """Tell whether the network has let them in; who has only signed up reads as the public."""
    return bool(getattr(reader, "is_member", False))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with the reason as the person reads it."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def denied(reason: str) -> Verdict:
    """Return a no; ``reason`` is a whole sentence that says what would help."""
    return Verdict(allowed=False, reason=reason)


class Forbidden(DomainError):
    """They may not do this; nothing was changed."""

    code = "decapolis.forbidden"


def require(verdict: Verdict) -> None:
    """Go on, or end the act.

    Raises
    ------
    Forbidden
        With the reason of the verdict.
    """
    if not verdict:
        raise Forbidden(verdict.reason)
