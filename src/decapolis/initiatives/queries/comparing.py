"""Read what a team says of the amounts that its budget lines are compared with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from decapolis.initiatives.models import Comparable
from decapolis.kernel.permissions import Reader
from decapolis.people.models import teams_of
from decapolis.people.queries import names_of

Amount = tuple[str, Decimal, str]  # slug of the practice, amount as published, currency


@dataclass(frozen=True, slots=True)
class Choice:
    """One amount that the team compares a line with, or took out, and why."""

    counts: bool
    why: str
    by: str  # empty for readers outside the team
    at: datetime


def choices_of(
    lines: Collection[int], *, reader: Reader | None
) -> Mapping[int, Mapping[Amount, Choice]]:
    """Return the team's choices by line and amount; the same queries for any number."""
    teams = teams_of(reader)
    rows = Comparable.objects.visible_to(reader).filter(line__in=lines)
    own = set(rows.filter(line__plan__initiative__team__in=teams).values_list("pk", flat=True))
    found: dict[int, dict[Amount, Choice]] = {}
    chosen = list(rows.select_related("practice"))
    names = names_of({row.by_id for row in chosen if row.pk in own}, reader=reader)
    for row in chosen:
        name = names.get(row.by_id or 0, "") if row.pk in own else ""
        choice = Choice(row.counts, row.why, name, row.at)
        amount = (row.practice.slug, row.amount, row.currency)
        found.setdefault(row.line_id, {})[amount] = choice
    return found
