"""What staff hand in as a table, and what it would change, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from decapolis.indicators.choices import Table
from decapolis.indicators.errors import FileMissing, TableFaulty
from decapolis.indicators.models import Upload
from decapolis.indicators.queries.uploads import State
from decapolis.kernel import numbers
from decapolis.kernel.records import Rejection

MOST_BYTES = 25_000_000
LARGE: Final = 2_000  # rows: more are not checked while somebody waits for the page
LARGE_WORKBOOK: Final = 80_000  # bytes of an XLSX file that may hold so many


@dataclass(frozen=True, slots=True)
class Handed:
    """A file with its name, and what its rows are: one of `Table`.

    Attributes
    ----------
    visibility
        Who may read indicators or sources whose rows do not say; empty: as they stand, of new
        ones everyone.
    """

    name: str
    content: bytes
    table: str = Table.OBSERVATIONS
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a table: its key, what stands there (None: nothing), and what would."""

    line: int
    key: str
    before: State | None
    after: State


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do: rows that change something, in the order of the table.

    Attributes
    ----------
    counts
        How many rows are new, and how many replace others, where not all changes are kept.
    """

    changes: tuple[RowChange, ...]
    same: int
    counts: tuple[int, int] | None = None

    @property
    def added(self) -> int:
        """How many rows are new."""
        return self.counts[0] if self.counts else sum(one.before is None for one in self.changes)

    @property
    def changed(self) -> int:
        """How many rows replace what stands there."""
        return self.counts[1] if self.counts else len(self.changes) - self.added


def handed_of(upload: Upload) -> Handed:
    """Return a table that waits as it was handed in."""
    return Handed(upload.name, bytes(upload.content or b""), upload.table, upload.visibility)


def is_large(handed: Handed) -> bool:
    """Tell whether a table is left to a job, without reading it."""
    if handed.name.lower().endswith(".xlsx"):
        return len(handed.content) > LARGE_WORKBOOK
    return handed.content.count(b"\n") > LARGE


def checked_size(handed: Handed) -> None:
    """See to it that there is a file, and not too large a one.

    Raises
    ------
    FileMissing
        It is empty or too large.
    """
    if not handed.content:
        raise FileMissing(_("Choose a CSV or XLSX file that holds rows."), field="file")
    if len(handed.content) > MOST_BYTES:
        most = numbers.number(MOST_BYTES // 1_000_000)
        raise FileMissing(_("This is over {n} MB. Split it.").format(n=most), field="file")


def kept_preview(upload: Upload) -> Preview:
    """Return what a job found that a table would change; the first changes alone are kept."""
    told = upload.outcome
    return Preview(
        tuple(RowChange(*one) for one in told.get("changes", ())),
        told.get("same", 0),
        counts=(told.get("added", 0), told.get("changed", 0)),
    )


def kept_faults(upload: Upload) -> TableFaulty:
    """Return what a job found wrong with a table."""
    told = upload.outcome
    faults: Sequence[Rejection] = [Rejection(*one) for one in told.get("faults", ())]
    return TableFaulty(told.get("message", ""), faults=faults, more=told.get("more", 0))
