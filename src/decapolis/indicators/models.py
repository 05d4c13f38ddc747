"""Indicators, their sources, and observations: every figure with its origin."""

from typing import ClassVar

from django.db import models

from decapolis.cities.models import City, Country
from decapolis.indicators.choices import Direction, Level


class Source(models.Model):
    """Where figures come from, on what terms, and the words that credit them."""

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=300)
    attribution = models.TextField()
    licence = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)

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
    origin = models.TextField(blank=True, help_text="the sources in words")

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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "indicator", "period", "source"], name="observation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.indicator_id} {self.period}"
