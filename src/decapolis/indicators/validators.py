"""The record files of indicators, sources and observations: what the loader accepts."""

import math
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints, model_validator

from decapolis.cities.validators import GeoNamesId, Iso2, Name, Record, Text, empty_is_none
from decapolis.indicators.choices import Direction, Level
from decapolis.kernel.permissions import Visibility

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Period = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{4})?)?$")]
WORD_UNIT = "class"
# None: as it stands; of a new one everyone.
ReadBy = Annotated[Visibility | None, BeforeValidator(empty_is_none)]


class SourceRecord(Record):
    """One source of figures a row."""

    id: Code
    title: Text
    attribution: Text
    licence: Text
    url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"]+)?$", max_length=500)] = ""
    visibility: ReadBy = None


class IndicatorRecord(Record):
    """One indicator a row."""

    code: Code
    name: Name
    unit: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    direction: Direction
    theme: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    level: Level
    licence: Annotated[str, StringConstraints(max_length=300)] = ""
    definition: Annotated[str, StringConstraints(max_length=4000)] = ""
    origin: Annotated[str, StringConstraints(max_length=2000)] = ""
    visibility: ReadBy = None


class ObservationRecord(Record):
    """One value of one city or country a row; in unit ``class`` the value is a word."""

    city_id: Annotated[GeoNamesId | None, BeforeValidator(empty_is_none)] = None
    country_iso2: Iso2 | None = None
    indicator: Code
    year: Period = ""
    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    unit: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    source: Code

    @model_validator(mode="before")
    @classmethod
    def _numbers_as_text(cls, values: object) -> object:
        if isinstance(values, dict):
            return {
                name: str(value)
                if name in {"year", "value"} and isinstance(value, int | float)
                else value
                for name, value in values.items()
            }
        return values

    @model_validator(mode="after")
    def _one_subject_and_a_value(self) -> "ObservationRecord":
        if (self.city_id is None) == (self.country_iso2 is None):
            raise ValueError("Name either a city_id or a country_iso2.")
        if self.unit != WORD_UNIT and not _is_number(self.value):
            raise ValueError(
                f"value {self.value!r} is not a number. Write one such as 12.5, or leave the row "
                "out where it is unknown."
            )
        return self


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
