"""Reviews: the level of evidence that a reviewer gave, and requests for one."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from decapolis.kernel.permissions import Reader, is_member, readable_by
from decapolis.library.choices import GIVEN_LEVELS, EvidenceLevel
from decapolis.library.models.practices import Practice


class ReviewQuerySet(models.QuerySet["Review"]):
    """Says who may read a review."""

    def visible_to(self, reader: Reader | None) -> "ReviewQuerySet":
        """Whoever may see the practice."""
        return self.filter(practice__visibility__in=readable_by(reader))

    def standing(self) -> "ReviewQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn=None)


class Review(models.Model):
    """What a reviewer holds the evidence of one version of a practice to be worth, and why.

    The newest that stands counts; those before it are kept.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reviews")
    version = models.PositiveIntegerField(help_text="number of the version that was graded")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=EvidenceLevel)
    reasons = models.TextField(max_length=4000)
    checklist = models.JSONField(default=list, help_text="the questions that were answered yes")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    why_withdrawn = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__in=list(GIVEN_LEVELS)), name="review_level_is_given"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.practice}"


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    """Says who may read that a review was asked for."""

    def visible_to(self, reader: Reader | None) -> "ReviewRequestQuerySet":
        """Members, where they may see the practice: it is the network's own work."""
        if reader is None or not (is_member(reader) or reader.is_staff):
            return self.none()
        return self.filter(practice__visibility__in=readable_by(reader))

    def waiting(self) -> "ReviewRequestQuerySet":
        """Those that no review has answered."""
        return self.filter(done=None)


class ReviewRequest(models.Model):
    """Somebody who may correct a practice asks for a review of it; one waits at a time."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="review_requests")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True, help_text="when a review answered it")

    objects: ClassVar = ReviewRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice"],
                condition=models.Q(done=None),
                name="review_request_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"request for a review of {self.practice}"
