"""The index: one entry for everything that can be found, its vectors, and a count of changes."""

from typing import ClassVar

from django.db import models

from decapolis.kernel.permissions import Reader, Visibility, readable_by


class EntryQuerySet(models.QuerySet["Entry"]):
    """Says who may find an entry."""

    def visible_to(self, reader: Reader | None) -> "EntryQuerySet":
        """Public ones for everyone, the network's for its members."""
        return self.filter(visibility__in=readable_by(reader))


class Entry(models.Model):
    """What search knows of a record: words, place, time, money, and who may see it."""

    kind = models.CharField(max_length=16, help_text="practice, document, technology ...")
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    text = models.TextField(help_text="the record's own sentences, one paragraph a line")
    keywords = models.TextField(blank=True, help_text="names: places, partners, technologies ...")
    hints = models.TextField(blank=True, help_text="how people ask for it, one phrase a line")
    digest = models.CharField(max_length=64, help_text="of all fields; an unchanged one is kept")
    language = models.CharField(max_length=8, blank=True)
    themes = models.JSONField(default=list)
    city_id = models.PositiveBigIntegerField(null=True)
    city_name = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True, help_text="state or province")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    population = models.PositiveBigIntegerField(null=True, help_text="of its city")
    status = models.CharField(max_length=16, blank=True)
    went = models.CharField(max_length=8, blank=True)
    subkind = models.CharField(
        max_length=40, blank=True, help_text="document kind, sector, maturity"
    )
    evidence = models.IntegerField(null=True, help_text="how well its own results are known")
    level = models.IntegerField(null=True, help_text="of evidence, by review; 0: not reviewed")
    started = models.IntegerField(null=True)
    ended = models.IntegerField(null=True)
    cost = models.FloatField(null=True, help_text="constant international dollars")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entry_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["visibility"], name="entry_visibility")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class Vectors(models.Model):
    """What one entry means to one embedding model: a row for each passage, then for each hint."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="vectors")
    model = models.CharField(max_length=80, help_text="id of the embedding model")
    digest = models.CharField(max_length=64, help_text="of the words that were embedded")
    passages = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()
    data = models.BinaryField(help_text="float16, little-endian, rows of unit length")
    centroid = models.BinaryField(default=bytes, help_text="float16, the middle of the rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "model"], name="vectors_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.model}"


class Word(models.Model):
    """One word of the index, folded, to mend typing errors by."""

    word = models.CharField(max_length=40, unique=True)
    entries = models.PositiveIntegerField(help_text="that hold it")
    small = models.PositiveIntegerField(help_text="that hold it in small letters: no name")

    def __str__(self) -> str:
        return self.word


class IndexState(models.Model):
    """Tells one state of the index from another, so that a process knows when to read it again."""

    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)
