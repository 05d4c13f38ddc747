"""Practices: what a city did, what it cost, what came of it, what went wrong."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from decapolis.cities.models import City, Country
from decapolis.kernel.permissions import Reader, is_member, readable_by
from decapolis.library.choices import (
    CLOSED,
    Disclosure,
    Evidence,
    FundingKind,
    Nature,
    OutcomeKind,
    Part,
    Recurrence,
    Status,
    Went,
)
from decapolis.library.models.documents import Technology
from decapolis.organisations.choices import Sector
from decapolis.organisations.models import Hat, Organisation
from decapolis.people.models import Circle, seats_of


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Says who may see a practice."""

    def visible_to(self, reader: Reader | None) -> "PracticeQuerySet":
        """Public ones for everyone, the network's for its members; closed ones for nobody.

        What is closed is reached by its own address alone (`open_to`): no list, count, search or
        feed holds it, not even for those who may read it.
        """
        return self.filter(visibility__in=readable_by(reader))

    def open_to(self, reader: Reader | None) -> "PracticeQuerySet":
        """Those that someone may read at their address: also what is closed to others."""
        seen = Q(visibility__in=readable_by(reader))
        if not is_member(reader):
            return self.filter(seen)
        team = Q(visibility__in=CLOSED) & self.team_of(reader)
        circle = Q(visibility=Disclosure.CIRCLE, circle__in=seats_of(reader))
        return self.filter(seen | team | circle)

    def of_team(self, reader: Reader | None) -> "PracticeQuerySet":
        """Those whose city or lead a member speaks for."""
        return self.filter(self.team_of(reader)) if is_member(reader) else self.none()

    @staticmethod
    def team_of(reader: Reader | None) -> Q:
        """Return what picks the practices of somebody's city or organisation."""
        hats = Hat.objects.speaking().filter(person=getattr(reader, "pk", None))
        cities = hats.exclude(city=None).values("city")
        bodies = hats.exclude(organisation=None).values("organisation")
        led = Partner.objects.filter(is_lead=True, organisation__in=bodies).values("practice")
        return Q(city__in=cities) | Q(pk__in=led)


class Practice(models.Model):
    """One thing that one city did. ``source`` fields are places in ``sources``, from 0."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    city = models.ForeignKey(City, null=True, on_delete=models.SET_NULL, related_name="practices")
    city_name = models.CharField(max_length=120, help_text="as written in the record")
    region = models.CharField(max_length=120, blank=True)
    country = models.ForeignKey(
        Country,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: told without its name",
    )
    lead_name = models.CharField(max_length=200, blank=True)
    lead_sector = models.CharField(max_length=12, choices=Sector, blank=True)
    themes = models.JSONField(default=list)
    tools = models.JSONField(default=list)
    problem = models.TextField()
    approach = models.TextField()
    technologies_named = models.JSONField(default=list, help_text="as written in the record")
    technologies = models.ManyToManyField(Technology, related_name="practices")
    started = models.IntegerField(null=True)
    ended = models.IntegerField(null=True)
    status = models.CharField(max_length=10, choices=Status)
    went = models.CharField(max_length=8, choices=Went, default=Went.UNCLEAR)
    evidence = models.IntegerField(choices=Evidence, default=Evidence.NONE)
    result = models.CharField(max_length=300, blank=True, help_text="what came of it, one sentence")
    result_source = models.IntegerField(null=True)
    setback = models.CharField(
        max_length=300, blank=True, help_text="what went wrong, one sentence"
    )
    setback_source = models.IntegerField(null=True)
    lessons = models.JSONField(default=list)
    barriers = models.JSONField(default=list)
    sources = models.JSONField(default=list, help_text="[{url, title, publisher, year}]")
    asked_as = models.JSONField(default=list, help_text="how people ask for it; for search only")
    visibility = models.CharField(max_length=8, choices=Disclosure, default=Disclosure.PUBLIC)
    circle = models.ForeignKey(
        Circle,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who reads it beside the team, where one circle does",
    )
    retells = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="retelling",
        help_text="the closed practice that this tells without its name; never shown",
    )
    added = models.DateField(auto_now_add=True)
    version = models.PositiveIntegerField(
        default=0, help_text="number of the version that these rows hold; 0: none was kept"
    )

    objects: ClassVar = PracticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class Cost(models.Model):
    """An amount as published, and how much it bought where the record says so."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="costs")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    covers = models.TextField(blank=True)
    price_year = models.IntegerField(null=True, help_text="only where the record states it")
    recurrence = models.CharField(max_length=6, choices=Recurrence, default=Recurrence.ONCE)
    nature = models.CharField(max_length=8, choices=Nature, default=Nature.UNCLEAR)
    part = models.CharField(max_length=8, choices=Part, default=Part.TOTAL)
    quantity = models.FloatField(null=True, help_text="how many units the amount bought")
    unit = models.CharField(max_length=60, blank=True, help_text="lamp, bus, km of fibre ...")
    scope = models.CharField(max_length=60, blank=True, help_text="what the price per unit covers")
    read_from = models.TextField(blank=True, help_text="the record's words that give the quantity")
    is_claim = models.BooleanField(default=False, help_text="the source sells the thing")
    source = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Funding(models.Model):
    """One payer of a practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="funding")
    kind = models.CharField(max_length=28, choices=FundingKind)
    name = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)

    def __str__(self) -> str:
        return self.name or self.kind


class Partner(models.Model):
    """A body that took part; linked where the library has a page of it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    is_lead = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """One thing that came of it, with how it is known."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="outcomes")
    metric = models.CharField(max_length=200)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=8, choices=OutcomeKind, default=OutcomeKind.REPORTED)
    is_good = models.BooleanField(null=True, help_text="null: neither good nor bad")
    baseline = models.FloatField(null=True, help_text="before, same unit")
    expected = models.FloatField(null=True, help_text="planned, same unit")
    year = models.IntegerField(null=True)
    is_claim = models.BooleanField(default=False, help_text="the source sells the thing")
    source = models.IntegerField(null=True)

    def __str__(self) -> str:
        return self.metric
