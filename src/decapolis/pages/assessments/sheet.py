"""The form in which a city's people or a reviewer give marks, as it is filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.benchmarks.actions import Evidence, Scored
from decapolis.benchmarks.errors import ProofRefused
from decapolis.benchmarks.models import Criterion
from decapolis.benchmarks.queries.marks import MarkFacts
from decapolis.benchmarks.validators.cells import no_number, number_of
from decapolis.benchmarks.validators.marks import clean_evidence
from decapolis.kernel import numbers
from decapolis.library.models import Document

PARTS = ("value", "note")
PROOF_PARTS = ("document", "url", "page")
MOST_PROOFS = 8  # of one mark
UNKNOWN = "unknown"  # what is sent where a criterion cannot be judged


@dataclass(frozen=True, slots=True)
class FilledProof:
    """One line of what shows a score, as it was typed."""

    document: str = ""
    url: str = ""
    page: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not any(getattr(self, part).strip() for part in PROOF_PARTS)


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in of one criterion, as it was typed; lines without anything are left out."""

    value: str = ""
    note: str = ""
    proofs: tuple[FilledProof, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.value.strip() or self.note.strip() or self.proofs)


@dataclass(frozen=True, slots=True)
class Read:
    """What of a form can be marked, and what lacks, by the key of the criterion."""

    scored: tuple[Scored, ...]
    faults: Mapping[int, str]


def name_of(criterion: Criterion, part: str, line: int = 0) -> str:
    """Return how a field of the form is called; proofs have several lines, counted from 0."""
    return f"c{criterion.pk}-{part}" + (f"-{line + 1}" if line else "")


def content_of(sent: QueryDict, criteria: Iterable[Criterion]) -> dict[str, str]:
    """Return what a form holds of these criteria, and nothing else that was sent."""
    names = [name for one in criteria for name in _names(one)]
    found = {name: str(sent.get(name, "")).replace("\r\n", "\n") for name in names}
    return {name: text for name, text in found.items() if text}


def filled_of(content: Mapping[str, str], criterion: Criterion) -> Filled:
    """Return what is filled in of one criterion."""
    lines = (
        FilledProof(**{part: content.get(name_of(criterion, part, at), "") for part in PROOF_PARTS})
        for at in range(MOST_PROOFS)
    )
    return Filled(
        value=content.get(name_of(criterion, "value"), ""),
        note=content.get(name_of(criterion, "note"), ""),
        proofs=tuple(line for line in lines if not line.is_empty),
    )


def filled_by(mark: MarkFacts | None) -> Filled:
    """Return a mark that was given as it would be typed."""
    if mark is None:
        return Filled()
    return Filled(
        value=UNKNOWN if mark.value is None else plain(mark.value),
        note=mark.note,
        proofs=tuple(FilledProof(one.document, one.url, one.page) for one in mark.proofs),
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
    if needs_ground and not (filled.note.strip() or filled.proofs):
        return _("Say why, or name a document or an address that shows it.")
    return next((fault for one in filled.proofs if (fault := _proof_fault(one))), "")


def _proof_fault(filled: FilledProof) -> str:
    proof = _evidence(filled)
    if not proof:
        return _("Name the document or the address of which this is the page.")
    try:
        clean_evidence(proof)
    except ProofRefused as error:
        return error.message
    return ""


def _scored(criterion: Criterion, filled: Filled) -> Scored:
    value = None if filled.value.strip() == UNKNOWN else number_of(filled.value)
    return Scored(criterion, value, filled.note, tuple(map(_evidence, filled.proofs)))


def _evidence(filled: FilledProof) -> Evidence:
    return Evidence(filled.document.strip(), filled.url.strip(), filled.page.strip())


def _names(criterion: Criterion) -> Iterable[str]:
    yield from (name_of(criterion, part) for part in PARTS)
    for line in range(MOST_PROOFS):
        yield from (name_of(criterion, part, line) for part in PROOF_PARTS)
