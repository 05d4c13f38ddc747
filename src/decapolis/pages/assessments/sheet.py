"""The form in which a city's people or a reviewer give marks, as it is filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.benchmarks.actions import Evidence, Scored
from decapolis.benchmarks.models import Criterion
from decapolis.benchmarks.queries.marks import MarkFacts
from decapolis.benchmarks.validators.cells import no_number, number_of
from decapolis.kernel import numbers
from decapolis.library.models import Document

PARTS = ("value", "note", "document", "url", "page")
UNKNOWN = "unknown"  # what is sent where a criterion cannot be judged


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in of one criterion, as it was typed."""

    value: str = ""
    note: str = ""
    document: str = ""
    url: str = ""
    page: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not any(getattr(self, part).strip() for part in PARTS)


@dataclass(frozen=True, slots=True)
class Read:
    """What of a form can be marked, and what lacks, by the key of the criterion."""

    scored: tuple[Scored, ...]
    faults: Mapping[int, str]


def name_of(criterion: Criterion, part: str) -> str:
    """Return how a field of the form is called."""
    return f"c{criterion.pk}-{part}"


def content_of(sent: QueryDict, criteria: Iterable[Criterion]) -> dict[str, str]:
    """Return what a form holds of these criteria, and nothing else that was sent."""
    names = [name_of(one, part) for one in criteria for part in PARTS]
    found = {name: str(sent.get(name, "")).replace("\r\n", "\n") for name in names}
    return {name: text for name, text in found.items() if text}


def filled_of(content: Mapping[str, str], criterion: Criterion) -> Filled:
    """Return what is filled in of one criterion."""
    return Filled(**{part: content.get(name_of(criterion, part), "") for part in PARTS})


def filled_by(mark: MarkFacts | None) -> Filled:
    """Return a mark that was given as it would be typed."""
    if mark is None:
        return Filled()
    proof = mark.proofs[0] if mark.proofs else None
    return Filled(
        value=UNKNOWN if mark.value is None else plain(mark.value),
        note=mark.note,
        document=proof.document if proof else "",
        url=proof.url if proof else "",
        page=proof.page if proof else "",
    )


def plain(value: float) -> str:
    """Return a number as a form holds it: with a point, and no more digits than it has."""
    return f"{value:.12g}"


def read(
    content: Mapping[str, str],
    criteria: Sequence[Criterion],
    given: Mapping[str, MarkFacts],
    *,
    needs_ground: bool,
) -> Read:
    """Return what is new in a form; what stands already as it is filled in is left out.

    Parameters
    ----------
    given
        The marks that stand, by code.
    needs_ground
        Whether each mark needs a reason or a proof.
    """
    scored, faults = [], {}
    for one in criteria:
        filled = filled_of(content, one)
        if filled.is_empty or filled == filled_by(given.get(one.code)):
            continue
        fault = _fault(filled, needs_ground=needs_ground)
        if fault:
            faults[one.pk] = fault
        else:
            scored.append(_scored(one, filled))
    return Read(tuple(scored), faults)


def documents_for(
    city: int | None, *, documents: Iterable[Document]
) -> tuple[tuple[str, str], ...]:
    """Return documents as choices, those of the city first."""
    ordered = sorted(documents, key=lambda one: (one.city_id != city, one.title))
    return tuple((one.slug, one.title) for one in ordered)


def scale_of(criterion: Criterion) -> str:
    """Say which marks can be given."""
    low, high = criterion.low, criterion.high
    if low is not None and high is not None:
        return _("From {low} to {high}.").format(low=numbers.number(low), high=numbers.number(high))
    return criterion.unit


def _fault(filled: Filled, *, needs_ground: bool) -> str:
    value = filled.value.strip()
    if not value:
        return _("Give a score, or empty what stands beside it.")
    if value != UNKNOWN and number_of(value) is None:
        return no_number(value)
    grounds = (filled.note, filled.document, filled.url)
    if needs_ground and not any(text.strip() for text in grounds):
        return _("Say why, or name a document or an address that shows it.")
    if filled.page.strip() and not (filled.document.strip() or filled.url.strip()):
        return _("Name the document or the address of which this is the page.")
    return ""


def _scored(criterion: Criterion, filled: Filled) -> Scored:
    proof = Evidence(filled.document.strip(), filled.url.strip(), filled.page.strip())
    value = None if filled.value.strip() == UNKNOWN else number_of(filled.value)
    return Scored(criterion, value, filled.note, (proof,) if proof else ())
