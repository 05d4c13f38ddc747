"""When mail of a rhythm goes out. Mornings are those of the reader's time zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from decapolis.notices.choices import Rate

MORNING = time(8)
MONDAY = 0


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not known, no name, a folder
        return ZoneInfo("UTC")


def next_post(rate: str, *, after: datetime, zone: str) -> datetime | None:
    """Return when mail of a rhythm goes out next; None where none does.

    Examples
    --------
    >>> noon = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
    >>> next_post(Rate.DAILY, after=noon, zone="America/New_York").isoformat()
    '2026-11-25T13:00:00+00:00'
    >>> next_post(Rate.WEEKLY, after=noon, zone="UTC").isoformat()
    '2026-11-30T08:00:00+00:00'
    >>> next_post(Rate.MONTHLY, after=noon, zone="UTC").isoformat()
    '2026-12-01T08:00:00+00:00'
    """
    if rate == Rate.NEVER:
        return None
    if rate == Rate.ONCE:
        return after
    place = zone_of(zone)
    day = after.astimezone(place).date()
    while True:
        morning = datetime.combine(day, MORNING, place).astimezone(UTC)
        if morning > after and _is_day_of(rate, morning.astimezone(place)):
            return morning
        day += timedelta(days=1)


def _is_day_of(rate: str, day: datetime) -> bool:
    match rate:
        case Rate.WEEKLY:
            return day.weekday() == MONDAY
        case Rate.MONTHLY:
            return day.day == 1
        case _:
            return True
