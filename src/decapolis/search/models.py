"""The index: one entry for everything that can be found, its passages as vectors."""

from typing import ClassVar

from django.db import models

from decapolis.kernel.permissions import Visibility


class Entry(models.Model):
    """What search knows of a record: words, place, time, money, and who may see it."""

    kind = models.CharField(max_length=16, help_text="practice, document, technology ...")
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    text = models.TextField(help_text="the record's words")
    hints = models.TextField(blank=True, help_text="how people ask for it, and names in other words")
    digest = models.CharField(max_length=64, help_text="of all words; unchanged ones keep vectors")
    language = models.CharField(max_length=8, blank=True)
    themes = models.JSONField(default=list)
    city_id = models.PositiveBigIntegerField(null=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    population = models.PositiveBigIntegerField(null=True, help_text="of its city")
    status = models.CharField(max_length=16, blank=True)
    went = models.CharField(max_length=8, blank=True)
    subkind = models.CharField(max_length=40, blank=True, help_text="document kind, sector, maturity")
    evidence = models.IntegerField(null=True)
    started = models.IntegerField(null=True)
    ended = models.IntegerField(null=True)
    cost = models.FloatField(null=True, help_text="constant international dollars")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class Passage(models.Model):
    """One vector of one entry, by one model."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveSmallIntegerField()
    is_hint = models.BooleanField(default=False, help_text="from the entry's hints")
    model = models.CharField(max_length=80, help_text="id of the embedding model")
    vector = models.BinaryField(help_text="float32, unit length")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "model", "number"], name="passage_once"),
        ]


class IndexState(models.Model):
    """Counts the changes of the index, so that a process knows when to read it again."""

    version = models.PositiveBigIntegerField(default=0)
