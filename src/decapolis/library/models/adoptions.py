"""Adoptions: a city did what another had done before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader, readable_by
from decapolis.library.models.practices import Practice


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Says who may see an adoption."""

    def visible_to(self, reader: Reader | None) -> "AdoptionQuerySet":
        """Whoever may see the practice that was followed, and the one that follows it."""
        seen = readable_by(reader)
        follows = Q(practice=None) | Q(practice__visibility__in=seen)
        return self.filter(follows, origin__visibility__in=seen)

    def standing(self) -> "AdoptionQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn=None)


class Adoption(models.Model):
    """A city followed a practice: by a practice that has a page of its own, or told in a note."""

    origin = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    practice = models.ForeignKey(
        Practice,
        null=True,
        on_delete=models.CASCADE,
        related_name="adopted_from",
        help_text="null: it has no page yet",
    )
    year = models.IntegerField(null=True, help_text="when it began there")
    changed = models.TextField(max_length=4000, help_text="what they did otherwise")
    gave = models.TextField(blank=True, max_length=4000, help_text="what it gave")
    source = models.URLField(blank=True, max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)

    objects: ClassVar = AdoptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["year", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(practice=None) | ~Q(practice=models.F("origin")),
                name="adoption_of_another",
            ),
            models.UniqueConstraint(
                fields=["origin", "practice"],
                condition=Q(withdrawn=None, practice__isnull=False),
                name="adoption_once_by_practice",
            ),
            models.UniqueConstraint(
                fields=["origin", "city"],
                condition=Q(withdrawn=None, practice=None),
                name="adoption_once_by_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city.name} followed {self.origin}"
