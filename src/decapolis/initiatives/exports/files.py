"""Documents and days of a plan as files, with their names."""

from typing import Literal

from django.utils.text import slugify

from decapolis.initiatives.exports.calendar import as_ics
from decapolis.initiatives.exports.documents import Which, paper_of
from decapolis.initiatives.exports.material import Material
from decapolis.initiatives.exports.pdf import as_pdf
from decapolis.initiatives.queries.shown import PlanShown
from decapolis.kernel.handing import HandOut

Ending = Literal["pdf", "docx"]
PDF, CALENDAR = "application/pdf", "text/calendar"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST = 60  # letters of a title in the name of a file


def document_file(
    which: Which, of: Material, ending: Ending, *, with_money: bool = False
) -> HandOut:
    """Return one document as PDF or Word.

    Parameters
    ----------
    with_money
        Whether a request for information tells the budget.
    """
    paper = paper_of(which, of, with_money=with_money)
    name = slugify(f"{which.value} {of.plan.title[:LONGEST]}") or which.value
    if ending == "pdf":
        return HandOut(as_pdf(paper), PDF, f"{name}.pdf")
    from decapolis.initiatives.exports.word import as_docx  # noqa: PLC0415 -- slow import

    return HandOut(as_docx(paper), WORD, f"{name}.docx")


def calendar_file(plan: PlanShown) -> HandOut:
    """Return the days of a plan for a calendar."""
    name = slugify(plan.title[:LONGEST]) or "initiative"
    return HandOut(as_ics(plan), f"{CALENDAR}; charset=utf-8", f"{name}.ics")
