"""Indicators, their sources, and observations: every figure with its origin."""

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models

from decapolis.cities.models import City, Country
from decapolis.indicators.choices import Direction, Level, Table, UploadState
from decapolis.kernel.permissions import Reader, Visibility, readable_by


class SourceQuerySet(models.QuerySet["Source"]):
    """Says who may read of a source, and its figures."""

    def visible_to(self, reader: Reader | None) -> "SourceQuerySet":
        """By its visibility."""
        return self.at_levels(readable_by(reader))

    def at_levels(self, levels: Sequence[str]) -> "SourceQuerySet":
        """Those that some visibilities open."""
        return self.filter(visibility__in=levels)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Says who may read of an indicator, and its figures."""

    def visible_to(self, reader: Reader | None) -> "IndicatorQuerySet":
        """By its visibility."""
        return self.at_levels(readable_by(reader))

    def at_levels(self, levels: Sequence[str]) -> "IndicatorQuerySet":
        """Those that some visibilities open."""
        return self.filter(visibility__in=levels)


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Says who may read a figure."""

    def visible_to(self, reader: Reader | None) -> "ObservationQuerySet":
        """Who may read of its indicator and of its source."""
        return self.at_levels(readable_by(reader))

    def at_levels(self, levels: Sequence[str]) -> "ObservationQuerySet":
        """Those whose indicator and source some visibilities open."""
        # Few are closed, as a rule none: that is quicker than a join with all that are open.
        return self.exclude(
            models.Q(indicator__in=Indicator.objects.exclude(visibility__in=levels))
            | models.Q(source__in=Source.objects.exclude(visibility__in=levels))
        )


class Source(models.Model):
    """Where figures come from, on what terms, and the words that credit them."""

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=300)
    attribution = models.TextField()
    licence = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """What is measured, in which unit, and which way is better."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=80)
    direction = models.CharField(max_length=20, choices=Direction)
    theme = models.CharField(max_length=40)
    level = models.CharField(max_length=24, choices=Level)
    licence = models.CharField(max_length=300, blank=True)
    definition = models.TextField(blank=True, help_text="what is counted, and how")
    origin = models.TextField(blank=True, help_text="the sources in words")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = IndicatorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """One value of one subject, with its year and source; unknown is absent, never zero."""

    subject = models.CharField(max_length=24, help_text="city:4509884 or country:US")
    city = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="observations")
    country = models.ForeignKey(Country, null=True, on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    period = models.CharField(max_length=12, blank=True, help_text="2019, 2006-2020 or empty")
    year = models.IntegerField(null=True, help_text="last year of the period")
    value = models.FloatField(null=True, help_text="null where the value is a word")
    word = models.CharField(max_length=60, blank=True, help_text="a class, such as BWh")
    unit = models.CharField(max_length=80)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = ObservationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "indicator", "period", "source"], name="observation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.indicator_id} {self.period}"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Says who may see a table that was handed in."""

    def visible_to(self, reader: Reader | None) -> "UploadQuerySet":
        """Network staff, and nobody else; figures are read by whom their indicators are open to."""
        is_staff = bool(reader and reader.is_authenticated and reader.is_staff)
        return self.all() if is_staff else self.none()


class Upload(models.Model):
    """A table of figures that network staff handed in: looked at first, then written or not."""

    table = models.CharField(max_length=16, choices=Table)
    name = models.CharField(max_length=200, help_text="of the file, as it was handed in")
    content = models.BinaryField(
        null=True, help_text="the file, until it is written or thrown away"
    )
    visibility = models.CharField(
        max_length=8,
        choices=Visibility,
        blank=True,
        help_text="of rows that name none; empty: as it stands, of new ones everyone",
    )
    progress = models.PositiveIntegerField(default=0, help_text="rows done by the job at work")
    rows_in_all = models.PositiveIntegerField(default=0, help_text="rows that it holds")
    state = models.CharField(
        max_length=8, choices=UploadState, default=UploadState.HELD, help_text="of a large table"
    )
    outcome = models.JSONField(default=dict, help_text="what a job found: faults, or what changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(auto_now_add=True)
    written = models.DateTimeField(null=True)
    taken_back = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0, help_text="rows that stood there already")
    kept = models.PositiveIntegerField(
        default=0, help_text="rows that had changed by the time it was taken back"
    )

    objects: ClassVar = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.name


class UploadedRow(models.Model):
    """What one row of an upload wrote, and what stood there before: enough to take it back."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=200, help_text="as `queries.states_of` names it")
    before = models.JSONField(null=True, help_text="null: there was none")
    after = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "key"], name="uploaded_row_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="uploaded_row_of")]

    def __str__(self) -> str:
        return self.key
