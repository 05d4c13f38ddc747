"""The lines of a plan, by part: what is done, paid, risked, measured and approved."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from decapolis.indicators.choices import Direction
from decapolis.indicators.models import Indicator
from decapolis.initiatives.choices import (
    ApprovalKind,
    ApprovalState,
    CostKind,
    FundingState,
    Gate,
    Level,
    RiskKind,
)
from decapolis.initiatives.models.plans import Plan
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import FundingKind
from decapolis.library.models import Document, Practice
from decapolis.organisations.choices import Sector
from decapolis.organisations.models import Organisation


class LineQuerySet(models.QuerySet["Line"]):
    """Says who may read a line, and which count. Every kind of line has these."""

    def visible_to(self, reader: Reader | None) -> Self:
        """Whoever may read the plan."""
        return self.filter(plan__in=Plan.objects.visible_to(reader))

    def standing(self) -> Self:
        """Those that were not taken out."""
        return self.filter(gone=None)


class Line(models.Model):
    """What every line has. One that is taken out stays as a row, so that it can come back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    note = models.CharField(
        max_length=40, blank=True, help_text="id of the note of the board that it came from"
    )
    version = models.PositiveIntegerField(default=1, help_text="rises with every change of it")
    changed = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    gone = models.DateTimeField(null=True, help_text="when it was taken out")

    objects: ClassVar = LineQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


class Activity(Line):
    """What is done, by whom, from when to when."""

    title = models.CharField(max_length=300)
    about = models.TextField(blank=True, max_length=4000)
    owner = models.CharField(max_length=200, blank=True, help_text="a person or an office")
    partner = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    after = models.ManyToManyField("self", symmetrical=False, related_name="before")
    done = models.DateField(null=True)

    class Meta(Line.Meta):
        verbose_name_plural = "activities"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(start__lte=F("end")),
                name="activity_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(Line):
    """A day on which something stands, or at which is decided whether to go on."""

    title = models.CharField(max_length=300)
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(null=True)
    is_gate = models.BooleanField(default=False, help_text="go or no-go is decided here")
    criteria = models.TextField(blank=True, max_length=2000, help_text="what must hold to go on")
    outcome = models.CharField(max_length=5, choices=Gate, default=Gate.OPEN)
    reached = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class BudgetLine(Line):
    """What something costs: once, or in each year for so many years."""

    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=7, choices=CostKind, default=CostKind.CAPITAL)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="a year")
    low = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    price_year = models.PositiveIntegerField(null=True)
    first_year = models.PositiveIntegerField(null=True, help_text="in which it is paid first")
    years = models.PositiveSmallIntegerField(default=1, help_text="in how many it is paid")
    quantity = models.FloatField(null=True, help_text="how many units the amount buys")
    unit = models.CharField(max_length=60, blank=True, help_text="lamp, bus, km of fibre ...")
    scope = models.CharField(max_length=60, blank=True, help_text="what the price covers")
    source = models.CharField(max_length=500, blank=True, help_text="where the amount is from")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="+")
    spent = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="in all")
    spent_source = models.CharField(max_length=500, blank=True)

    class Meta(Line.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="budget_sum"),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=50), name="budget_years"),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")), name="budget_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FundingLine(Line):
    """Who pays how much, and how sure that is."""

    title = models.CharField(max_length=300, help_text="the fund, the budget, the giver")
    kind = models.CharField(max_length=28, choices=FundingKind, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="a year")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    first_year = models.PositiveIntegerField(null=True)
    years = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=FundingState, default=FundingState.IDEA)
    deadline = models.DateField(null=True, help_text="of the application")
    proof = models.CharField(max_length=500, blank=True, help_text="letter, decision, address")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Line.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="funding_sum"),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=50), name="funding_years"),
        ]

    def __str__(self) -> str:
        return self.title


class Post(Line):
    """Who is needed: posts, skills, training."""

    title = models.CharField(max_length=300)
    count = models.FloatField(null=True, help_text="full-time posts")
    months = models.PositiveSmallIntegerField(null=True, help_text="null: for good")
    skills = models.TextField(blank=True, max_length=2000)
    training = models.TextField(blank=True, max_length=2000)
    is_filled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class System(Line):
    """Technology and data: whose, by which standards, and how to leave it again."""

    title = models.CharField(max_length=300)
    owner = models.CharField(max_length=200, blank=True)
    standards = models.TextField(blank=True, max_length=2000)
    privacy = models.TextField(blank=True, max_length=2000, help_text="what data of whom")
    exit = models.TextField(blank=True, max_length=2000, help_text="how the city leaves it")

    def __str__(self) -> str:
        return self.title


class Risk(Line):
    """What could go wrong, and what is done about it."""

    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=RiskKind, default=RiskKind.GOVERNANCE)
    likelihood = models.PositiveSmallIntegerField(choices=Level, null=True)
    impact = models.PositiveSmallIntegerField(choices=Level, null=True)
    owner = models.CharField(max_length=200, blank=True)
    response = models.TextField(blank=True, max_length=2000)
    practice = models.ForeignKey(
        Practice,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="whose transfer check it came from",
    )

    def __str__(self) -> str:
        return self.title


class Measure(Line):
    """By what is told whether it works: from where, to where, by when."""

    title = models.CharField(max_length=300)
    indicator = models.ForeignKey(
        Indicator, null=True, on_delete=models.SET_NULL, related_name="+", help_text="if one fits"
    )
    unit = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=20, choices=Direction, blank=True)
    baseline = models.FloatField(null=True)
    baseline_on = models.DateField(null=True)
    baseline_source = models.CharField(max_length=500, blank=True)
    target = models.FloatField(null=True)
    due = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class Approval(Line):
    """Who has to say yes, and where that they did is written."""

    kind = models.CharField(max_length=7, choices=ApprovalKind)
    title = models.CharField(max_length=300, blank=True, help_text="what is approved")
    state = models.CharField(max_length=7, choices=ApprovalState, default=ApprovalState.NEEDED)
    on = models.DateField(null=True)
    minute = models.CharField(max_length=120, blank=True, help_text="number of the minute")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    proof = models.CharField(max_length=500, blank=True, help_text="address or file number")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Evidence(Line):
    """A practice, a document or another source that the plan stands on, and for what."""

    title = models.CharField(max_length=300)
    practice = models.ForeignKey(Practice, null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.URLField(max_length=1000, blank=True)
    page = models.CharField(max_length=40, blank=True)
    used_for = models.TextField(blank=True, max_length=2000)

    class Meta(Line.Meta):
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
