"""Who may see what. The queryset of every record that can be hidden starts from `visible_to`."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    return [Visibility.PUBLIC, Visibility.NETWORK]
