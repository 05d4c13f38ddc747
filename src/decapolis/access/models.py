"""Token: lets a program act for a person. Webhook: an address that is told what happens."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.access.choices import DeliveryState
from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader
from decapolis.organisations.models import Body, Organisation


class TokenQuerySet(models.QuerySet["Token"]):
    """Says who may see that a token exists."""

    def visible_to(self, reader: Reader | None) -> "TokenQuerySet":
        """One's own, and nobody else's."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        return self.filter(person=getattr(reader, "pk", None))

    def usable(self, now: datetime) -> "TokenQuerySet":
        """Those that let somebody in who may sign in."""
        here = self.filter(person__is_active=True, person__left=None)
        return here.filter(revoked=None, expires__gt=now)


class Token(models.Model):
    """What a program shows in place of its owner; only a digest of it is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    name = models.CharField(max_length=80, help_text="the program that uses it")
    end = models.CharField(max_length=4, help_text="its last letters, to tell it from others")
    scopes = models.JSONField(default=list)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateField(null=True, help_text="the last day on which it let somebody in")
    revoked = models.DateTimeField(null=True)

    objects: ClassVar = TokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.name


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Says who may see a webhook."""

    def visible_to(self, reader: Reader | None) -> "WebhookQuerySet":
        """One's own; network staff see all."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        return self if reader.is_staff else self.filter(owner=getattr(reader, "pk", None))

    def on(self) -> "WebhookQuerySet":
        """Those that are told."""
        here = self.filter(owner__is_active=True, owner__left=None)
        return here.filter(stopped=None)


class Webhook(models.Model):
    """An address that is told what happens to the network, or to one body."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    city = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    nonce = models.CharField(
        max_length=64, help_text="its secret is made of this and the key of the installation"
    )
    nonce_before = models.CharField(max_length=64, blank=True, help_text="after it was renewed")
    renewed = models.DateTimeField(null=True)
    made = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(default=timezone.now, help_text="told of what happens from then")
    looked = models.DateTimeField(default=timezone.now, help_text="how far the log was read")
    failures = models.PositiveIntegerField(default=0, help_text="messages given up in a row")
    stopped = models.DateTimeField(null=True)
    why_stopped = models.CharField(max_length=200, blank=True)

    objects: ClassVar = WebhookQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(city=None) | models.Q(organisation=None), name="webhook_one_body"
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def body(self) -> Body | None:
        """The city or organisation that it is told of; None: the whole network."""
        return self.city or self.organisation


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Says who may see what was sent."""

    def visible_to(self, reader: Reader | None) -> "DeliveryQuerySet":
        """Whoever may see its webhook."""
        return self.filter(webhook__in=Webhook.objects.visible_to(reader))


class Delivery(models.Model):
    """One message to one webhook, and what became of it."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40, unique=True, help_text="id, the same at every try")
    event = models.CharField(max_length=40)
    entry = models.BigIntegerField(null=True, help_text="of the log; null: its owner tries it")
    at = models.DateTimeField(help_text="when it happened")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="of the last answer")
    said = models.CharField(max_length=200, blank=True, help_text="what went wrong last")
    tried = models.DateTimeField(null=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "entry"], name="delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
