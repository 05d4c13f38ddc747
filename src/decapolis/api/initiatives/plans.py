"""Plans: read whole, written text by text and line by line, one way for every kind of line."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.closed import NOWHERE
from decapolis.api.contribute.bases import base_of
from decapolis.api.initiatives.finding import line_here, of_team, read_here
from decapolis.api.initiatives.initiatives import ONE
from decapolis.api.initiatives.schemas.plans import (
    ConfirmIn,
    FilledOut,
    GoneLine,
    KindOut,
    KindsOut,
    LineChange,
    LineIn,
    LineRecord,
    LineWritten,
    MoveIn,
    PlanOut,
    PlanWritten,
    TextsIn,
    TextsOut,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.initiatives.actions import lines, plans, prefill
from decapolis.initiatives.choices import LineKind, PlanPart
from decapolis.initiatives.models import Line
from decapolis.initiatives.queries.drafting import kept
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import KIND_OF_MODEL, lines_of, plan_of
from decapolis.initiatives.validators.fields import KINDS, TEXTS

kinds = Router(tags=["Plans"])
router = ScopedRouter(Scope.CONTRIBUTE, tags=["Plans"])
READS = own(Scope.READ)
PLAN, LINES = f"{ONE}/plan", f"{ONE}/lines/{{kind}}"
LINE = f"{LINES}/{{int:line_id}}"


@kinds.get("/initiatives/kinds", response=KindsOut)
def list_kinds(request: HttpRequest) -> KindsOut:
    """What a plan is made of: each kind of line and each text, with its fields and choices."""
    texts = [TextsOut.model_validate({"part": part, "fields": of}) for part, of in TEXTS.items()]
    return KindsOut(kinds=list(map(KindOut.model_validate, KINDS.values())), texts=texts)


@router.get(PLAN, response=PlanOut)
def get_plan(request: HttpRequest, key: str, response: HttpResponse) -> PlanOut:
    """A plan as one document: its parts with texts, lines and gaps, and its sums by year."""
    initiative = read_here(request, key, response)
    return PlanOut.model_validate(plan_of(initiative, request.user))


@router.patch(PLAN, response=PlanWritten)
def write_plan(request: HttpRequest, key: str, body: TextsIn) -> PlanWritten:
    """Write texts and terms, from the version that you read; what others changed is not lost."""
    made = plans.write_plan(
        by=caller(request),
        plan=initiative_of(key, reader=request.user).plan,
        version=base_of(request, body.base),
        values=body.values,
    )
    return PlanWritten(version=made.version)


@router.put(f"{PLAN}/parts/{{part}}", response=PlanWritten)
def confirm_part(request: HttpRequest, key: str, part: PlanPart, body: ConfirmIn) -> PlanWritten:
    """Say that the team has read a part and holds it to be right, or take that back."""
    plan = initiative_of(key, reader=request.user).plan
    plans.confirm_part(by=caller(request), plan=plan, part=part, is_confirmed=body.is_confirmed)
    plan.refresh_from_db(fields=["version"])
    return PlanWritten(version=plan.version)


@router.post(f"{PLAN}/fill", response=FilledOut)
def fill_from_board(request: HttpRequest, key: str) -> FilledOut:
    """Take what stands on the board and was not taken yet into the plan."""
    initiative = initiative_of(key, reader=request.user)
    filled = prefill.fill_from_board(by=caller(request), initiative=initiative)
    return FilledOut.model_validate(asdict(filled))


@router.get(f"{PLAN}/gone", response=list[GoneLine], openapi_extra=READS)
def list_gone(request: HttpRequest, key: str, response: HttpResponse) -> list[GoneLine]:
    """The lines that were taken out of a plan and can be brought back; for its team."""
    plan = of_team(request, key, response).plan
    return [
        GoneLine(kind=kind, id=line.pk, version=line.version, title=str(line), gone=line.gone)
        for kind in LineKind
        for line in lines_of(plan, kind, reader=request.user).exclude(gone=None)
    ]


@router.post(LINES, response={201: LineWritten})
def add_line(request: HttpRequest, key: str, kind: LineKind, body: LineIn) -> Status[LineWritten]:
    """Put a line of any kind into a plan."""
    plan = initiative_of(key, reader=request.user).plan
    made = lines.put_line(by=caller(request), plan=plan, kind=kind, values=body.values)
    return Status(201, _written(made))


@router.get(LINE, response=LineRecord, openapi_extra=READS)
def get_line(
    request: HttpRequest, key: str, kind: LineKind, line_id: Path[RowId], response: HttpResponse
) -> LineRecord:
    """A line as it is kept, for who writes it: send changes back with its ETag as If-Match."""
    return _record(request, line_here(request, key, kind, line_id), response)


@router.patch(LINE, response=LineRecord)
def change_line(
    request: HttpRequest,
    key: str,
    kind: LineKind,
    line_id: Path[RowId],
    body: LineChange,
    response: HttpResponse,
) -> LineRecord:
    """Change fields of a line, where nobody was faster (If-Match or base); the others stay."""
    line = line_here(request, key, kind, line_id)
    lines.put_line(
        by=caller(request),
        plan=line.plan,
        kind=kind,
        values=body.values,
        line=line,
        version=base_of(request, body.base),
    )
    return _record(request, line, response)


@router.delete(LINE, response=LineWritten)
def take_out_line(
    request: HttpRequest, key: str, kind: LineKind, line_id: Path[RowId]
) -> LineWritten:
    """Take a line out of its plan; it can be brought back."""
    line = line_here(request, key, kind, line_id)
    lines.take_out(by=caller(request), line=line)
    return _written(line)


@router.post(f"{LINE}/bring-back", response=LineWritten)
def bring_back_line(
    request: HttpRequest, key: str, kind: LineKind, line_id: Path[RowId]
) -> LineWritten:
    """Bring back a line that was taken out, as it was."""
    line = line_here(request, key, kind, line_id)
    lines.bring_back(by=caller(request), line=line)
    return _written(line)


@router.post(f"{LINE}/move", response=LineWritten)
def move_line(
    request: HttpRequest, key: str, kind: LineKind, line_id: Path[RowId], body: MoveIn
) -> LineWritten:
    """Put a line before the one above it, or after the one below."""
    line = line_here(request, key, kind, line_id)
    lines.move_line(by=caller(request), line=line, up=body.up)
    return _written(line)


def _written(line: Line) -> LineWritten:
    return LineWritten(kind=KIND_OF_MODEL[type(line)], id=line.pk, version=line.version)


def _record(request: HttpRequest, line: Line, response: HttpResponse) -> LineRecord:
    response["Cache-Control"] = NOWHERE
    response["ETag"] = f'"v{line.version}"'
    values = kept(line, reader=request.user)
    return LineRecord(**_written(line).model_dump(), values=values, gone=line.gone)
