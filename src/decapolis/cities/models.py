"""Countries, cities and every name that a city goes by."""

from typing import ClassVar

from django.db import models


class Country(models.Model):
    """A country or territory of ISO 3166-1."""

    iso2 = models.CharField(primary_key=True, max_length=2)
    iso3 = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=60, blank=True, help_text="UN region")
    subregion = models.CharField(max_length=60, blank=True, help_text="UN subregion")
    income_group = models.CharField(max_length=40, blank=True, help_text="World Bank")
    languages = models.JSONField(default=list, help_text="Main languages, in English")
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class City(models.Model):
    """A city of the gazetteer; its number is the GeoNames id."""

    id = models.PositiveBigIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    ascii_name = models.CharField(max_length=200)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="cities")
    admin1_code = models.CharField(max_length=20, blank=True)
    admin1_name = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(help_text="degrees, WGS 84")
    lon = models.FloatField(help_text="degrees, WGS 84")
    population = models.PositiveBigIntegerField(null=True, help_text="GeoNames; undated")
    elevation_m = models.IntegerField(null=True)
    timezone = models.CharField(max_length=60, blank=True)
    wikidata_id = models.CharField(max_length=20, blank=True)
    un_wup_code = models.CharField(max_length=10, blank=True)
    us_census_geoid = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["-population", "id"]
        indexes: ClassVar = [models.Index(fields=["-population"], name="city_population")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name as a reader tells it from its namesakes: ``Dayton, Ohio, United States``."""
        parts = [self.name, self.admin1_name, self.country.name]
        return ", ".join(dict.fromkeys(part for part in parts if part))


class CityName(models.Model):
    """One spelling of a city's name, in any script."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, help_text="as `engines.text.fold` leaves it")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "name"], name="city_name_once"),
        ]
        indexes: ClassVar = [  # by this class PostgreSQL finds how names begin
            models.Index(
                fields=["folded"], name="city_name_folded", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name
