"""What came of a plan: reviews, reports, values of measures, targets that were changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.initiatives.models.initiatives import Initiative
from decapolis.initiatives.models.lines import Measure
from decapolis.kernel.permissions import Reader
from decapolis.people.models import teams_of


class ReviewQuerySet(models.QuerySet["Review"]):
    """Says who may read a review."""

    def visible_to(self, reader: Reader | None) -> "ReviewQuerySet":
        """The team alone, also of an opened plan."""
        return self.filter(initiative__team__in=teams_of(reader))

    def waiting(self) -> "ReviewQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered=None)


class Review(models.Model):
    """A look back, so many days after approval."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="reviews")
    day = models.PositiveSmallIntegerField(help_text="days after approval")
    due = models.DateField()
    reminded = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    on_track = models.BooleanField(null=True)
    went_well = models.TextField(blank=True, max_length=4000)
    went_wrong = models.TextField(blank=True, max_length=4000)
    changes = models.TextField(blank=True, max_length=4000)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["initiative", "day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "day"], name="review_once")
        ]

    def __str__(self) -> str:
        return f"review of {self.initiative} after {self.day} days"


class ReportQuerySet(models.QuerySet["Report"]):
    """Says who may read a report."""

    def visible_to(self, reader: Reader | None) -> "ReportQuerySet":
        """The team alone."""
        return self.filter(initiative__team__in=teams_of(reader))


class Report(models.Model):
    """A few words on how it goes, written in two minutes, perhaps from a letter."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="reports")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    on_track = models.BooleanField(null=True)
    done = models.TextField(blank=True, max_length=4000)
    stuck = models.TextField(blank=True, max_length=4000)
    needs = models.TextField(blank=True, max_length=4000)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"report on {self.initiative}"


class AskQuerySet(models.QuerySet["Ask"]):
    """Says whose a question is."""

    def visible_to(self, reader: Reader | None) -> "AskQuerySet":
        """Whom it was sent to, while they have a seat, and nobody else."""
        key = getattr(reader, "pk", None)
        mine = self.filter(initiative__team__in=teams_of(reader))
        return mine.filter(person=key) if key is not None else self.none()

    def waiting(self) -> "AskQuerySet":
        """Those that were not answered."""
        return self.filter(answered=None)


class Ask(models.Model):
    """One question that was sent to one person: a review, or how it goes this month.

    Its link in a letter opens its form without signing in; answered once, it takes nothing more.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(
        Review, null=True, on_delete=models.CASCADE, related_name="+", help_text="null: a report"
    )
    report = models.ForeignKey(
        Report, null=True, on_delete=models.SET_NULL, related_name="+", help_text="the answer"
    )
    on = models.DateField(help_text="the day that it asks about")
    made = models.DateTimeField(default=timezone.now)
    answered = models.DateTimeField(null=True)

    objects: ClassVar = AskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=models.Q(review__isnull=False),
                name="ask_of_a_review_once",
            ),
            models.UniqueConstraint(
                fields=["initiative", "person", "on"],
                condition=models.Q(review__isnull=True),
                name="ask_for_a_report_once",
            ),
        ]

    def __str__(self) -> str:
        return f"question on {self.initiative}"


class Reading(models.Model):
    """A value of a measure on a day, with where it is from."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.FloatField()
    source = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value:g}"


class TargetChange(models.Model):
    """A target that became another, and why."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="changes")
    before = models.FloatField(null=True)
    before_due = models.DateField(null=True)
    after = models.FloatField(null=True)
    after_due = models.DateField(null=True)
    why = models.TextField(max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"target of {self.measure}"
