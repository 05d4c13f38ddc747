"""Read which settled marks of a city were changed after they stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decapolis.benchmarks.choices import Hand
from decapolis.benchmarks.models import Entrant, Mark
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a criterion's settled mark was, and until when."""

    value: float | None
    until: datetime


def has_marks(entrant: Entrant) -> bool:
    """Tell whether a city was ever marked, by whomever: of most observed ones nothing was."""
    return bool(Mark.objects.filter(entrant=entrant).exists())


def earlier_marks(entrant: Entrant, *, reader: Reader | None) -> Mapping[str, tuple[Earlier, ...]]:
    """Return settled marks that were replaced, by the code of the criterion, newest first."""
    rows = (
        Mark.objects.visible_to(reader)
        .filter(entrant=entrant, hand=Hand.SETTLED, superseded__isnull=False)
        .select_related("criterion")
        .order_by("-superseded", "-pk")
    )
    found: dict[str, list[Earlier]] = {}
    for row in rows:
        if row.superseded:
            earlier = Earlier(row.value, row.superseded)
            found.setdefault(row.criterion.code, []).append(earlier)
    return {code: tuple(of) for code, of in found.items()}
