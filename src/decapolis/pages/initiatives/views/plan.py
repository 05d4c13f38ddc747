"""The plan: read as a document, written brick by brick."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decapolis.initiatives.actions import lines, plans, prefill
from decapolis.initiatives.choices import LineKind, PlanPart
from decapolis.initiatives.errors import ChangedMeanwhile, LineFaulty
from decapolis.initiatives.models import Initiative, Line, Plan
from decapolis.initiatives.queries.drafting import kept
from decapolis.initiatives.queries.links import LIBRARY, offered
from decapolis.initiatives.queries.plan import line_of, lines_of, plan_of
from decapolis.initiatives.queries.wording import words_of
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.fields import KIND_OF_PART, KINDS, TEXTS, FieldSpec
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.pages.doors import for_members, or_not_found, require_safe_or_post, told
from decapolis.pages.forms import key_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.initiatives.contexts.plan import (
    FormShown,
    GoneLine,
    Marked,
    anchor_of,
    part_page,
    plan_page,
)
from decapolis.pages.initiatives.fields import (
    Known,
    Sheet,
    line_fields,
    posted,
    text_fields,
    values_of_new,
)
from decapolis.pages.initiatives.views.finding import for_writers, initiative_here
from decapolis.pages.links import with_query
from decapolis.pages.render import page, wants_part
from decapolis.people.models import Person

MOST_GONE = 20


@require_safe
@never_cache
@or_not_found
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show the plan; who writes in it finds a way into each of its parts."""
    initiative = initiative_here(request, key)
    plan = plan_of(initiative, request.user)
    shown = plan_page(initiative, plan, reader=request.user, marked=_marked(request, initiative))
    return page(request, shown)


@require_POST
@for_members
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """Take what stands on the board and was not taken yet into the plan."""
    initiative = initiative_here(request, key)
    try:
        filled = prefill.fill_from_board(by=signed_in(request), initiative=initiative)
    except DomainError as error:
        messages.error(request, told(error).message)
        return redirect("initiatives:plan", key=key)
    if filled.notes:
        messages.success(request, _filled(filled))
    else:
        messages.info(request, _("There is nothing on the board that the plan has not taken yet."))
    return redirect("initiatives:plan", key=key)


@require_safe_or_post
@for_writers
def part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Show one part with the form of its texts, and take them.

    Raises
    ------
    Http404
        Nothing is said in words in this part.
    """
    work = _work(request, key, part)
    if request.method != "POST":
        form = _texts_form(work) if "view" not in request.GET and work.part in TEXTS else None
        return _answer(request, work, form=form)
    if request.POST.get("do") in {"confirm", "unconfirm"}:
        is_confirmed = request.POST["do"] == "confirm"
        plans.confirm_part(
            by=work.person, plan=work.plan, part=work.part, is_confirmed=is_confirmed
        )
        return _done(request, work)
    if work.part not in TEXTS:
        raise Http404
    sent = posted(TEXTS[work.part], request.POST)
    try:
        plans.write_plan(
            by=work.person,
            plan=work.plan,
            version=whole_number(request.POST.get("version")) or 0,
            values=sent,
        )
    except (LineFaulty, ChangedMeanwhile) as error:
        form = _texts_form(work, sent=sent, error=error)
        return _answer(request, work, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _done(request, work)


@require_safe_or_post
@for_writers
def new_line(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Show an empty line of a part, and take it.

    Raises
    ------
    Http404
        This part has no lines.
    """
    work = _work(request, key, part)
    if work.kind is None:
        raise Http404
    if request.method != "POST":
        return _answer(request, work, form=_line_form(work, None))
    sent = posted(KINDS[work.kind].fields, request.POST)
    try:
        made = lines.put_line(by=work.person, plan=work.plan, kind=work.kind, values=sent)
    except DomainError as error:
        form = _line_form(work, None, sent=sent, error=told(error))
        return _answer(request, work, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _done(request, work, fresh=made)


@require_safe_or_post
@for_writers
def one_line(request: HttpRequest, key: str, part: str, line_id: int) -> HttpResponse:
    """Show a line as a form; take it, take it out, bring it back, or move it.

    Raises
    ------
    Http404
        This part has no lines.
    """
    work = _work(request, key, part)
    if work.kind is None:
        raise Http404
    line = line_of(work.plan, work.kind, line_id, reader=work.person)
    if request.method != "POST":
        form = _line_form(work, line, at=request.GET.get("at", ""))
        return _answer(request, work, form=form)
    match request.POST.get("do", ""):
        case "out":
            lines.take_out(by=work.person, line=line)
            return _done(request, work, out=line)
        case "back":
            lines.bring_back(by=work.person, line=line)
        case "up" | "down" as way:
            lines.move_line(by=work.person, line=line, up=way == "up")
        case _:
            return _saved(request, work, line)
    return _done(request, work, fresh=line)


@dataclass(slots=True)
class _Work:
    """Who writes in which part of which plan."""

    person: Person
    initiative: Initiative
    plan: Plan
    part: PlanPart
    kind: LineKind | None

    @property
    def url(self) -> str:
        """Where the part is written."""
        return f"{self.initiative.path}/plan/{self.part}"

    @property
    def back(self) -> str:
        """Where the part is read."""
        return f"{self.initiative.path}/plan#part-{self.part}"


def _work(request: HttpRequest, key: str, part: str) -> _Work:
    """Return what is written in, for who may.

    Raises
    ------
    Http404
        There is no such part.
    """
    if part not in PlanPart.values:
        raise Http404(_("There is no such part of a plan."))
    initiative = initiative_here(request, key)
    person = signed_in(request)
    require(may_write(person, initiative))
    name = PlanPart(part)
    return _Work(person, initiative, initiative.plan, name, KIND_OF_PART.get(name))


def _saved(request: HttpRequest, work: _Work, line: Line) -> HttpResponse:
    kind = LineKind(work.kind or "")
    sent = posted(KINDS[kind].fields, request.POST)
    try:
        lines.put_line(
            by=work.person,
            plan=work.plan,
            kind=kind,
            values=sent,
            line=line,
            version=whole_number(request.POST.get("version")) or 0,
        )
    except DomainError as error:
        form = _line_form(work, line, sent=sent, error=told(error))
        return _answer(request, work, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _done(request, work, fresh=line)


def _answer(
    request: HttpRequest,
    work: _Work,
    *,
    form: FormShown | None = None,
    marked: Marked | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    plan = plan_of(work.initiative, work.person)
    marked = marked or Marked(gone=_gone(work))
    shown = part_page(work.initiative, plan, work.part, form=form, marked=marked)
    return page(request, shown, part="part", status=status)


def _done(
    request: HttpRequest, work: _Work, *, fresh: Line | None = None, out: Line | None = None
) -> HttpResponse:
    """Show the part as it is now, in place or on the page of the plan."""
    kind = work.kind
    if wants_part(request):
        return _answer(request, work, marked=_mark(work, fresh, out))
    url, _hash, anchor = work.back.partition("#")
    named = out or fresh
    if named is not None and kind is not None:
        asked = {"out" if out else "saved": anchor_of(kind, named.pk)}
        anchor = anchor if out else anchor_of(kind, named.pk)
        url = with_query(url, **asked)
    return redirect(f"{url}#{anchor}")


def _mark(work: _Work, fresh: Line | None, out: Line | None) -> Marked:
    return Marked(
        fresh=anchor_of(work.kind, fresh.pk) if fresh and work.kind else "",
        out=GoneLine(str(out), f"{work.url}/{out.pk}") if out else None,
        gone=_gone(work),
    )


def _marked(request: HttpRequest, initiative: Initiative) -> dict[str, Marked]:
    """Return what the address says happened just now, for who writes there."""
    found: dict[str, Marked] = {}
    if not may_write(request.user, initiative):
        return found
    for name in ("saved", "out"):
        kind, _dash, number = request.GET.get(name, "").rpartition("-")
        key = key_of(number)
        if kind not in LineKind.values or key is None:
            continue
        spec = KINDS[LineKind(kind)]
        if name == "saved":
            found[spec.part] = Marked(fresh=anchor_of(spec.kind, key))
            continue
        rows = lines_of(initiative.plan, spec.kind, reader=request.user)
        row = rows.filter(pk=key).first()
        if row is not None and row.gone:
            url = f"{initiative.path}/plan/{spec.part}/{key}"
            found[spec.part] = Marked(out=GoneLine(str(row), url))
    return found


def _gone(work: _Work) -> tuple[GoneLine, ...]:
    if work.kind is None:
        return ()
    rows = lines_of(work.plan, work.kind, reader=work.person).exclude(gone=None)
    return tuple(
        GoneLine(str(one), f"{work.url}/{one.pk}") for one in rows.order_by("-gone")[:MOST_GONE]
    )


def _known(work: _Work, kind: LineKind) -> Known:
    plan = plan_of(work.initiative, work.person)
    links = {one.input for one in KINDS[kind].fields} & LIBRARY.keys()
    return Known(
        activities=tuple((one.id, one.title) for one in plan.activities),
        library={one: offered(one, plan=work.plan, reader=work.person) for one in links},
    )


def _texts_form(
    work: _Work, *, sent: Mapping[str, Any] | None = None, error: DomainError | None = None
) -> FormShown:
    plan = Plan.objects.get(pk=work.plan.pk)
    specs = TEXTS[work.part]
    held = {one.name: getattr(plan, one.name) for one in specs}
    there = _there(specs, error, lambda spec: words_of(spec, held[spec.name], plan))
    sheet = Sheet(held | dict(sent or {}), _faults(error), there, prefix="t")
    return FormShown(
        url=work.url,
        title=str(work.part.label),
        about="",
        version=plan.version,
        main=text_fields(work.part, sheet),
        rare=(),
        rare_open=False,
        said=_said(error),
        is_line=False,
        cancel_url=work.back,
    )


def _line_form(
    work: _Work,
    line: Line | None,
    *,
    sent: Mapping[str, Any] | None = None,
    error: DomainError | None = None,
    at: str = "",
) -> FormShown:
    kind = LineKind(work.kind or "")
    spec = KINDS[kind]
    if line is not None:
        line.refresh_from_db()
    held = kept(line, reader=work.person) if line else values_of_new(spec, work.plan)
    there = _there(spec.fields, error, lambda one: _stands(one, line, held, work.plan))
    sheet = Sheet(held | dict(sent or {}), _faults(error), there, _known(work, kind), at=at)
    main, rare = line_fields(kind, sheet, own=line.pk if line else None)
    return FormShown(
        url=f"{work.url}/{line.pk}" if line else f"{work.url}/new",
        title=str(line) if line else str(spec.add),
        about=anchor_of(kind, line.pk) if line else "",
        version=line.version if line else 0,
        main=main,
        rare=rare,
        rare_open=any(
            one.fault or one.there or one.is_first or _is_filled(one.name, held) for one in rare
        ),
        said=_said(error),
        is_line=True,
        cancel_url=work.back,
    )


def _is_filled(name: str, held: Mapping[str, Any]) -> bool:
    return bool(held.get(name)) and name not in {"currency", "outcome"}


def _faults(error: DomainError | None) -> dict[str, str]:
    return error.faults if isinstance(error, LineFaulty) else {}


def _said(error: DomainError | None) -> str:
    return "" if error is None or isinstance(error, LineFaulty) else error.message


def _there(specs: Any, error: DomainError | None, words: Any) -> dict[str, str]:  # noqa: ANN401 -- fields, and how they read
    """Return what stands in the fields that somebody else changed."""
    if not isinstance(error, ChangedMeanwhile):
        return {}
    empty = _("nothing")
    return {one.name: words(one) or empty for one in specs if one.name in error.mine}


def _stands(spec: FieldSpec, line: Line | None, held: Mapping[str, Any], plan: Plan) -> str:
    found = held.get(spec.name)
    if spec.is_link:
        return ", ".join(map(str, found)) if isinstance(found, list) else str(found or "")
    return words_of(spec, found, plan, line)


def _filled(filled: prefill.Filled) -> str:
    """Say what was taken."""
    n = sum(filled.lines.values())
    notes = ngettext("{n} note was taken", "{n} notes were taken", filled.notes)
    made = ngettext("{n} new line", "{n} new lines", n).format(n=n)
    texts = ngettext("added to {n} text", "added to {n} texts", len(filled.texts))
    parts = [made] if n else []
    parts += [texts.format(n=len(filled.texts))] if filled.texts else []
    words = f"{notes.format(n=filled.notes)}: {', '.join(parts)}."
    if filled.again:
        again = ngettext(
            "{n} note was taken before and is left as it is in the plan.",
            "{n} notes were taken before and are left as they are in the plan.",
            filled.again,
        )
        words = f"{words} {again.format(n=filled.again)}"
    if filled.left:
        left = ngettext(
            "{n} note stays on the board alone.", "{n} notes stay on the board alone.", filled.left
        )
        words = f"{words} {left.format(n=filled.left)}"
    return words
