"""Documents and days as files, for the team of an initiative and nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from decapolis.initiatives.exports.calendar import as_ics
from decapolis.initiatives.exports.documents import Which, paper_of
from decapolis.initiatives.exports.material import material_of
from decapolis.initiatives.exports.pdf import as_pdf
from decapolis.initiatives.queries.plan import plan_of
from decapolis.pages.doors import for_members
from decapolis.pages.initiatives.following.views import of_team

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = ("pdf", "docx")


@require_safe
@for_members
def document(request: HttpRequest, key: str, which: str, ending: str) -> HttpResponse:
    """Send one document as PDF or Word; of a request for information with amounts if so chosen.

    Raises
    ------
    Http404
        There is no such document.
    """
    me, initiative = of_team(request, key)
    if which not in Which.values or ending not in ENDINGS:
        raise Http404
    held = material_of(initiative, me, today=timezone.localdate())
    paper = paper_of(Which(which), held, with_money=request.GET.get("money") == "yes")
    name = slugify(f"{which} {initiative.title[:60]}") or which
    if ending == "pdf":
        return _file(as_pdf(paper), f"{name}.pdf", "application/pdf", "inline")
    from decapolis.initiatives.exports.word import as_docx  # noqa: PLC0415 -- slow import

    return _file(as_docx(paper), f"{name}.docx", WORD, "attachment")


@require_safe
@for_members
def milestones(request: HttpRequest, key: str) -> HttpResponse:
    """Send the days of the plan for a calendar."""
    me, initiative = of_team(request, key)
    name = slugify(initiative.title[:60]) or "initiative"
    made = as_ics(plan_of(initiative, me))
    return _file(made, f"{name}.ics", "text/calendar; charset=utf-8", "attachment")


def _file(data: bytes, name: str, kind: str, way: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{way}; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
