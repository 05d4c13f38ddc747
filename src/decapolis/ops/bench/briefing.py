"""Time the brief: its context, as PDF and as Word."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import typst

from decapolis.briefs.bridge import brief_for
from decapolis.briefs.exports import as_docx, as_pdf
from decapolis.briefs.queries import Brief
from decapolis.cities.bridge import find_city
from decapolis.library.bridge.find import find_in_library
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.timing import by_turns

ASKED = (
    ("Dayton, OH", "street lighting"),
    ("Valencia, Spain", "aparcamiento inteligente"),
    ("Bogotá", "electric buses"),
    ("Chattanooga", "municipal broadband"),
    ("Nairobi", "water losses"),
    ("Ghent", "car-free streets"),
    ("Austin", "homelessness"),
    ("Surat", "flood warning"),
    ("Toledo, OH", "failed smart city projects"),
    ("Lisbon", "participatory budgeting"),
)
BLANK = b'#set document(title: "Blank")\n= Blank\n'


def briefs() -> list[Figure]:
    """Return figures of the brief for several cities and questions."""
    today = datetime.now(tz=UTC).date()
    asked = [(find_city(city), question) for city, question in ASKED]
    context, search = by_turns(
        asked,
        lambda one: brief_for(one[0], one[1], reader=None, today=today),
        lambda one: find_in_library(one[1], reader=None, city=one[0]),
    )
    made = [brief_for(city, question, reader=None, today=today) for city, question in asked]
    size = f"{len(made)} briefs"
    return [
        Figure(
            section="brief",
            name="context",
            size=size,
            unit="ms",
            value=context.p95,
            p50=context.p50,
            baseline="searching for the question",
            baseline_value=search.p95,
        ),
        _export("PDF", as_pdf, blank_pdf, made, "a blank page by Typst", Limits(most=500)),
        _export("Word", as_docx, blank_docx, made, "an empty document", Limits()),
    ]


def _export(
    name: str,
    write: Callable[[Brief], bytes],
    blank: Callable[[], bytes],
    made: list[Brief],
    baseline: str,
    limits: Limits,
) -> Figure:
    subject, bare = by_turns(made, write, lambda _brief: blank())
    return Figure(
        section="brief",
        name=name,
        size=f"{len(made)} briefs",
        unit="ms",
        value=subject.p95,
        p50=subject.p50,
        baseline=baseline,
        baseline_value=bare.p95,
        limits=limits,
    )


def blank_pdf() -> bytes:
    """Return an empty page by Typst."""
    return typst.compile(BLANK)


def blank_docx() -> bytes:
    """Return an empty document by python-docx."""
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()
