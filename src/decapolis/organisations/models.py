"""Organisations that work for cities without being cities, their ties, and who speaks for whom."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from decapolis.cities.models import City, Country
from decapolis.kernel.permissions import Reader, Visibility, is_member, readable_by
from decapolis.organisations.choices import (
    SPEAKING_ROLES,
    Ground,
    Relation,
    Role,
    Sector,
    Standing,
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Says who may see an organisation."""

    def visible_to(self, reader: Reader | None) -> "OrganisationQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Organisation(models.Model):
    """A body of one of the five sectors."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=12, choices=Sector)
    kind = models.CharField(max_length=40, help_text="network, company, agency, foundation ...")
    city = models.ForeignKey(City, null=True, on_delete=models.SET_NULL, related_name="+")
    city_name = models.CharField(max_length=120, blank=True, help_text="as written in the record")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.TextField()
    website = models.URLField(max_length=500, blank=True)
    sources = models.JSONField(default=list, help_text="[{url, title, publisher, year}]")
    asked_as = models.JSONField(default=list, help_text="how people ask for it; for search only")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Tie(models.Model):
    """An organisation works with another body on something; the body may not be in the library."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ties")
    other_name = models.CharField(max_length=200)
    other = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="ties_from"
    )
    relation = models.CharField(max_length=12, choices=Relation)
    project = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation} {self.relation} {self.other_name}"


Body = City | Organisation  # what someone can speak for


def fields_of(body: Body | None) -> dict[str, Any]:
    """Return the two fields by which a row names its body; at most one of them is set."""
    is_city = isinstance(body, City)
    return {"city": body if is_city else None, "organisation": None if is_city else body}


class HatQuerySet(models.QuerySet["Hat"]):
    """Says who may see a hat, and picks hats by what they are good for."""

    def visible_to(self, reader: Reader | None) -> "HatQuerySet":
        """Members see members' hats, of bodies that they may see; staff see all; all see their own.

        What was refused is between its wearer and network staff.
        """
        if reader is None or not reader.is_authenticated:
            return self.none()
        if reader.is_staff:
            return self.filter(person__left=None)
        own = models.Q(person=getattr(reader, "pk", None))
        if not is_member(reader):
            return self.filter(own)
        open_body = models.Q(organisation=None) | models.Q(
            organisation__visibility__in=readable_by(reader)
        )
        others = models.Q(person__is_member=True, person__is_active=True, person__left=None)
        return self.filter(own | (others & open_body & ~models.Q(standing=Standing.REFUSED)))

    def worn(self) -> "HatQuerySet":
        """Those that are not taken off."""
        return self.filter(until=None).exclude(standing=Standing.REFUSED)

    def trusted(self) -> "HatQuerySet":
        """Those that are worn and verified."""
        return self.filter(until=None, standing=Standing.VERIFIED)

    def speaking(self) -> "HatQuerySet":
        """Those that let a member speak for the body."""
        here = self.filter(person__is_member=True, person__is_active=True, person__left=None)
        return here.trusted().filter(role__in=SPEAKING_ROLES)

    def waiting(self) -> "HatQuerySet":
        """Those that would let someone speak for a body, if they are true."""
        here = self.filter(person__is_active=True, person__left=None, until=None)
        return here.filter(standing=Standing.CLAIMED, role__in=SPEAKING_ROLES)

    def of_body(self, body: Body) -> "HatQuerySet":
        """Those of one city or organisation."""
        return self.filter(city=body) if isinstance(body, City) else self.filter(organisation=body)


class Hat(models.Model):
    """One role of one person: in a city, in an organisation, or on their own."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hats"
    )
    role = models.CharField(max_length=12, choices=Role)
    city = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="hats")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="hats"
    )
    title = models.CharField(max_length=200, blank=True, help_text="as on the business card")
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="when it was taken off")
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.CLAIMED)
    ground = models.CharField(max_length=10, choices=Ground, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="or who refused it",
    )
    verified_at = models.DateTimeField(null=True, help_text="or when it was refused")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = HatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(city=None) | models.Q(organisation=None), name="hat_one_body"
            )
        ]

    def __str__(self) -> str:
        """Say what it is, not whose: the audit log keeps this when the person has been erased."""
        body = self.body
        return f"{self.get_role_display()}, {body}" if body else str(self.get_role_display())

    @property
    def body(self) -> Body | None:
        """The city or organisation that it belongs to."""
        return self.city or self.organisation


class BodyDomain(models.Model):
    """An e-mail domain whose addresses a body gives to its own people; set by network staff."""

    domain = models.CharField(max_length=253, unique=True, help_text="daytonohio.gov")
    city = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="domains")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="domains"
    )

    class Meta:
        ordering: ClassVar = ["domain"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(city=None) ^ models.Q(organisation=None), name="domain_one_body"
            )
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def body(self) -> Body:
        """The city or organisation that gives these addresses."""
        found = self.city or self.organisation
        assert found is not None  # noqa: S101 -- the constraint holds one of them
        return found


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Says who may see an invitation."""

    def visible_to(self, reader: Reader | None) -> "InvitationQuerySet":
        """Network staff see all, others those that they made."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        return self if reader.is_staff else self.filter(by=getattr(reader, "pk", None))

    def usable(self, now: datetime) -> "InvitationQuerySet":
        """Those that still let someone in."""
        return self.filter(revoked=None, expires__gt=now, uses__lt=models.F("most_uses"))


class Invitation(models.Model):
    """A link that lets people in, and may give them a hat of a body."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the link's secret")
    email = models.EmailField(blank=True, help_text="only for this address; empty: for anyone")
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, choices=Role, blank=True)
    title = models.CharField(max_length=200, blank=True)
    city = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ground = models.CharField(max_length=10, choices=Ground)
    most_uses = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(city=None) | models.Q(organisation=None),
                name="invitation_one_body",
            ),
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("most_uses")), name="invitation_uses"
            ),
        ]

    def __str__(self) -> str:
        """Name no address: the audit log keeps this."""
        what = "invitation" if self.email else "open invitation"
        return f"{what}: {self.get_role_display()}, {self.body}" if self.body else what

    @property
    def body(self) -> Body | None:
        """The city or organisation that it gives a hat of."""
        return self.city or self.organisation


class Acceptance(models.Model):
    """Someone came in by an invitation; once each."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "person"], name="acceptance_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} by {self.invitation}"
