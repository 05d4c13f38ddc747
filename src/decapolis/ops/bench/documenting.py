"""Time the documents of an initiative: a plan of thirty lines with its charts, as PDF and Word."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db import transaction

from decapolis.cities.bridge import find_city
from decapolis.initiatives.exports.blocks import Paper
from decapolis.initiatives.exports.documents import Which, paper_of
from decapolis.initiatives.exports.material import Material, material_of
from decapolis.initiatives.exports.pdf import as_pdf
from decapolis.initiatives.exports.word import as_docx
from decapolis.initiatives.queries.plan import plan_of
from decapolis.ops.bench.briefing import blank_docx, blank_pdf
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.planned import LINES, sample_plan
from decapolis.ops.bench.timing import by_turns
from decapolis.people.models import Person

CITY = "Dayton, OH"
ROUNDS = 3  # of each document
SECTION = "documents"
ASKED = Limits(most=1000)


def documents() -> list[Figure]:
    """Return figures of the action plan, the longest document, and of all six together."""
    today = datetime.now(tz=UTC).date()
    with transaction.atomic():
        held, reading = _material(today)
        plan = [paper_of(Which.ACTION, held)] * ROUNDS
        every = [paper_of(which, held) for which in Which] * ROUNDS
        transaction.set_rollback(True)
    return [
        reading,
        _export("action plan, PDF", as_pdf, blank_pdf, plan, ASKED),
        _export("action plan, Word", as_docx, blank_docx, plan, ASKED),
        _export("all documents, PDF", as_pdf, blank_pdf, every),
        _export("all documents, Word", as_docx, blank_docx, every),
    ]


def _material(today: date) -> tuple[Material, Figure]:
    """Write the sample plan and time how it is read; the caller takes it out again."""
    owner = Person.objects.create(email="bench@decapolis.example", name="Bench", is_member=True)
    initiative = sample_plan(owner, find_city(CITY))
    rounds = [initiative] * ROUNDS * 2
    whole, plan = by_turns(
        rounds,
        lambda one: material_of(one, owner, today=today),
        lambda one: plan_of(one, owner),
    )
    figure = Figure(
        section=SECTION,
        name="reading the plan and what others paid",
        size=f"{len(LINES)} lines",
        unit="ms",
        value=whole.p95,
        p50=whole.p50,
        baseline="reading the plan alone",
        baseline_value=plan.p95,
    )
    return material_of(initiative, owner, today=today), figure


def _export(
    name: str,
    write: Callable[[Paper], bytes],
    blank: Callable[[], bytes],
    papers: list[Paper],
    limits: Limits = Limits(),  # noqa: B008 -- frozen
) -> Figure:
    """Time a way to write documents beside an empty document by the same library."""
    made, bare = by_turns(papers, write, lambda _paper: blank())
    return Figure(
        section=SECTION,
        name=name,
        size=f"{len(LINES)} lines",
        unit="ms",
        value=made.p95,
        p50=made.p50,
        baseline="an empty document",
        baseline_value=bare.p95,
        limits=limits,
    )
