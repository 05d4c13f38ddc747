"""Templates: the blocks of a canvas, what each asks, and what it becomes in a plan."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from decapolis.kernel.permissions import Reader, is_member


class TemplateQuerySet(models.QuerySet["Template"]):
    """Says who may see a template."""

    def visible_to(self, reader: Reader | None) -> "TemplateQuerySet":
        """Every member: a template holds questions, no answers. Retired ones too, by their boards.

        Network staff who are no members see them as well.
        """
        if is_member(reader) or (
            reader is not None and reader.is_authenticated and reader.is_staff
        ):
            return self
        return self.none()

    def offered(self) -> "TemplateQuerySet":
        """Those that a new board can follow."""
        return self.filter(retired=None)


class Template(models.Model):
    """A canvas that boards can follow; its blocks are those of its newest version."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True, max_length=2000)
    attribution = models.TextField(blank=True, help_text="whose method it follows")
    is_shipped = models.BooleanField(default=False, help_text="comes with the program")
    retired = models.DateTimeField(null=True, help_text="since when no new board follows it")

    objects: ClassVar = TemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """The blocks of a template at one time, written once; boards keep the version they follow."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    blocks = models.JSONField(
        help_text="[{id, title, prompt, becomes, area: [column, row, width, height]}], in order"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["template", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"
