"""What is asked of the log, whatever stands in the address."""

from dataclasses import asdict, dataclass
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date

from decapolis.audit.queries import Asked
from decapolis.pages.cities.forms import clean
from decapolis.pages.links import with_query

LONGEST = 100
LAST_PAGE = 100_000
FIRST_YEAR, LAST_YEAR = 1970, 9000


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Who, what, since when and until when, as they stand in the address."""

    who: str = ""
    act: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "LogQuery":
        """Read an address; what it cannot mean is left out."""
        page = query.get("page", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 -- as LAST_PAGE
        return cls(
            who=_plain(query.get("who", "")),
            act=_plain(query.get("act", "")),
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            page=min(max(number, 1), LAST_PAGE),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than all is asked for."""
        return bool(self.who or self.act or self.since or self.until)

    def asked(self, zone: str) -> Asked:
        """Return what the log is asked."""
        return Asked(self.who, self.act, _as_day(self.since), _as_day(self.until), zone)

    def url(self, base: str = "/audit", *, page: int = 1) -> str:
        """Return the address of this view."""
        return with_query(base, **asdict(self) | {"page": page if page > 1 else ""})


def _plain(text: str) -> str:
    return clean(text).strip()[:LONGEST]


def _as_day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:  # such as 30 February
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day(text: str) -> str:
    day = _as_day(text.strip()[:LONGEST])
    return day.isoformat() if day else ""
