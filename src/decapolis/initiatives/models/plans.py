"""Plans: what an initiative will do. One of each initiative; its lines are in `lines`."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.initiatives.choices import Procurement
from decapolis.initiatives.models.initiatives import Initiative
from decapolis.kernel.permissions import Reader


class PlanQuerySet(models.QuerySet["Plan"]):
    """Says who may read a plan."""

    def visible_to(self, reader: Reader | None) -> "PlanQuerySet":
        """The team; others where it has opened the plan."""
        return self.filter(initiative__in=Initiative.objects.plans_open_to(reader))


class Plan(models.Model):
    """The words of a plan, and what its money is counted in."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="plan")
    baseline = models.TextField(blank=True, max_length=8000, help_text="how it is today")
    affected = models.TextField(blank=True, max_length=4000, help_text="whom it hurts")
    affected_people = models.PositiveBigIntegerField(null=True)
    affected_source = models.CharField(max_length=500, blank=True)
    objective = models.TextField(blank=True, max_length=4000)
    theory = models.TextField(
        blank=True, max_length=8000, help_text="why the activities lead to the objective"
    )
    procurement = models.CharField(max_length=11, choices=Procurement, blank=True)
    procurement_note = models.TextField(blank=True, max_length=4000)
    scaling = models.TextField(blank=True, max_length=4000, help_text="what follows if it works")
    currency = models.CharField(max_length=3, help_text="ISO 4217: of its sums")
    price_year = models.PositiveIntegerField(help_text="of amounts that name no other")
    starts = models.DateField(null=True)
    years = models.PositiveSmallIntegerField(
        default=3, help_text="for which running costs are wanted"
    )
    confirmed = models.JSONField(
        default=list, help_text="names of parts that the team has read and holds to be right"
    )
    taken = models.JSONField(
        default=list, help_text="ids of the notes of the board that its texts took in"
    )
    version = models.PositiveIntegerField(
        default=0, help_text="rises with every change of it or of one of its lines"
    )
    written_at = models.JSONField(
        default=dict, help_text="the version at which each text was changed last, by name"
    )
    changed = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"plan of {self.initiative}"
