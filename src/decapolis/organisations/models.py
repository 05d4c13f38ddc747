"""Organisations that work for cities without being cities, their ties, and who speaks for whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from decapolis.cities.models import City, Country
from decapolis.kernel.permissions import Reader, Visibility, readable_by
from decapolis.organisations.choices import Ground, Relation, Role, Sector, Standing


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


class HatQuerySet(models.QuerySet["Hat"]):
    """Picks hats by what they are good for."""

    def worn(self) -> "HatQuerySet":
        """Those that are not taken off."""
        return self.filter(until=None).exclude(standing=Standing.REFUSED)

    def trusted(self) -> "HatQuerySet":
        """Those that let someone speak for the body."""
        return self.filter(until=None, standing=Standing.VERIFIED)


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
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
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
        return f"{self.person}, {self.get_role_display()}"

    @property
    def body(self) -> City | Organisation | None:
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
        return self.email or f"link of {self.by}"
