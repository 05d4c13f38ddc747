"""Valid observations of any indicator; every argument has a plain default."""

from django.utils import timezone

from decapolis.cities.models import City, Country
from decapolis.indicators.choices import Direction, Table
from decapolis.indicators.models import Indicator, Observation, Upload
from decapolis.people.models import Person
from tests.factories.cities import source


def observation(  # noqa: PLR0913 -- one argument for each field
    subject: City | Country,
    code: str,
    value: float | None,
    *,
    unit: str = "% of people",
    word: str = "",
    level: str = "city",
    period: str = "2023",
) -> Observation:
    """Return a value of a city or country; the indicator is made when it is missing."""
    indicator, _is_new = Indicator.objects.get_or_create(
        code=code,
        defaults={
            "name": code.replace("_", " ").capitalize(),
            "unit": unit,
            "direction": Direction.CONTEXT,
            "theme": "tests",
            "level": level,
        },
    )
    is_city = isinstance(subject, City)
    return Observation.objects.create(
        subject=f"{'city' if is_city else 'country'}:{subject.pk}",
        city=subject if is_city else None,
        country=None if is_city else subject,
        indicator=indicator,
        period=period,
        year=int(period[-4:]),
        value=value,
        word=word,
        unit=unit,
        source=source(),
    )


def written(by: Person | None, **fields: object) -> Upload:
    """Return a table of values that was handed in and written, of no rows."""
    values = {"table": Table.OBSERVATIONS, "name": "values.csv", "written": timezone.now()}
    return Upload.objects.create(by=by, **values | fields)
