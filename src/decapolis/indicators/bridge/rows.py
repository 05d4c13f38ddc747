"""Observations as plain rows of the database."""

from decapolis.indicators.validators import WORD_UNIT, ObservationRecord

COLUMNS = (
    "subject", "city", "country", "indicator", "period", "year", "value", "word", "unit", "source",
)  # fmt: skip
UNIQUE = ("subject", "indicator", "period", "source")


def observation_row(record: ObservationRecord) -> tuple[object, ...]:
    """Return the values of `COLUMNS`."""
    is_word = record.unit == WORD_UNIT
    city, country = record.city_id, record.country_iso2
    return (
        f"city:{city}" if city else f"country:{country}",
        city,
        country,
        record.indicator,
        record.year,
        int(record.year[-4:]) if record.year else None,
        None if is_word else float(record.value),
        record.value if is_word else "",
        record.unit,
        record.source,
    )
