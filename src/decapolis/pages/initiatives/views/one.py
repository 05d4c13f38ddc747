"""One initiative: what it is, how far, on what it draws, and who works on it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decapolis.benchmarks.queries.theories import theories_of
from decapolis.initiatives.actions import initiatives, opening, stages, teams
from decapolis.initiatives.choices import Opened, Stage
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.rules import may_lead, may_see, may_write
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.library.models import Practice
from decapolis.organisations.bridge import find_members
from decapolis.pages.doors import for_members, or_not_found, require_safe_or_post, told
from decapolis.pages.forms import add_fault, key_of, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.initiatives.contexts.one import edit_page, one_page, team_page
from decapolis.pages.initiatives.forms import ChangeForm, OpenForm, SeatForm, StageForm
from decapolis.pages.initiatives.views.finding import initiative_here
from decapolis.pages.links import with_query
from decapolis.pages.render import page
from decapolis.people.choices import Seat
from decapolis.people.models import Person


@require_safe
@never_cache
@or_not_found
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show an initiative."""
    initiative = initiative_here(request, key)
    return page(
        request, one_page(initiative, reader=request.user, ended=_ended(request, initiative))
    )


@require_safe_or_post
@for_members
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change what an initiative is."""
    me, initiative = signed_in(request), initiative_here(request, key)
    require(may_write(me, initiative))
    written = [one for one in theories_of(initiative.city, reader=me) if one.slug]
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        theories=[(one.slug, one.title) for one in written],
        initial=ChangeForm.values_of(initiative),
    )
    if request.method == "POST" and form.is_valid():
        try:
            initiatives.change_initiative(by=me, initiative=initiative, values=form.cleaned_data)
        except DomainError as error:
            add_fault(form, told(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(initiative.path)
    shown = edit_page(initiative, form, title=_("What it is"), url=request.path)
    return page(request, shown, status=status_of(form))


@require_safe_or_post
@for_members
def stage(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far an initiative is."""
    me, initiative = signed_in(request), initiative_here(request, key)
    require(may_lead(me, initiative))
    form = StageForm(
        request.POST if request.method == "POST" else None, initial={"stage": initiative.stage}
    )
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            stages.set_stage(
                by=me, initiative=initiative, stage=Stage(held["stage"]), why=held["why"]
            )
        except DomainError as error:
            add_fault(form, told(error))
        else:
            words = _("The stage is: {stage}.")
            messages.success(request, words.format(stage=initiative.get_stage_display()))
            return redirect(initiative.path)
    lead = _("Go on, go back or end it. Each step is kept with its reason.")
    shown = edit_page(initiative, form, title=_("Stage"), lead=lead, url=request.path)
    return page(request, shown, status=status_of(form))


@require_POST
@for_members
def draws(request: HttpRequest, key: str) -> HttpResponse:
    """Let an initiative draw on a practice no more, or again."""
    me, initiative = signed_in(request), initiative_here(request, key)
    slug = request.POST.get("practice", "")
    practice = Practice.objects.open_to(me).filter(slug=slug).first()
    if practice is not None and request.POST.get("do") == "end":
        initiatives.end_draw(by=me, initiative=initiative, practice=practice)
        return redirect(with_query(initiative.path, ended=practice.slug) + "#draws")
    if practice is not None:
        initiatives.draw_on(by=me, initiative=initiative, practice=practice)
    return redirect(f"{initiative.path}#draws")


@require_safe_or_post
@for_members
def team(request: HttpRequest, key: str) -> HttpResponse:
    """Show who works on an initiative, and take what its owner does with seats and readers."""
    me, initiative = signed_in(request), initiative_here(request, key)
    require(may_see(me, initiative))
    do = request.POST.get("do", "")
    seat = SeatForm(request.POST if do == "seat" else None)
    opened = OpenForm(
        request.POST if do == "open" else None,
        initial={"opened": initiative.opened, "shows_plan": initiative.shows_plan},
    )
    typed: Form | None = {"seat": seat, "open": opened}.get(do)
    if request.method == "POST" and (typed is None or typed.is_valid()):
        try:
            return _done(request, initiative, do, typed)
        except DomainError as error:
            fault = told(error)
            if typed is None:
                messages.error(request, fault.message)
                return redirect("initiatives:team", key=key)
            add_fault(typed, fault, {"person": "people"})
    shown = team_page(
        initiative,
        reader=me,
        forms=(seat, opened),
        undo=_undo(request, initiative),
    )
    return page(request, shown, status=status_of(typed or seat))


def _done(
    request: HttpRequest, initiative: Initiative, do: str, typed: Form | None
) -> HttpResponse:
    me, held = signed_in(request), typed.cleaned_data if typed else {}
    here = f"{initiative.path}/team"
    person = _named(request.POST.get("person", ""))
    match do:
        case "seat":
            _seat(request, initiative, held)
        case "change" if person and request.POST.get("seat") in Seat.values:
            teams.seat(by=me, initiative=initiative, person=person, seat=Seat(request.POST["seat"]))
            messages.success(request, _("Saved."))
        case "unseat" if person:
            return _unseated(request, initiative, person)
        case "open":
            opening.open_initiative(
                by=me,
                initiative=initiative,
                opened=Opened(held["opened"]),
                shows_plan=held["shows_plan"],
            )
            messages.success(request, _("Saved."))
    return redirect(here)


def _seat(request: HttpRequest, initiative: Initiative, held: dict[str, str]) -> None:
    me, seat = signed_in(request), Seat(held["seat"])
    require(may_lead(me, initiative))
    people = find_members(held["people"], reader=me)
    new = sum(
        teams.seat(by=me, initiative=initiative, person=person, seat=seat) for person in people
    )
    words = ngettext("{n} person is in the team now.", "{n} people are in the team now.", new)
    messages.success(request, words.format(n=new) if new else _("They were in the team already."))


def _unseated(request: HttpRequest, initiative: Initiative, person: Person) -> HttpResponse:
    me = signed_in(request)
    seat = initiative.team.seats.filter(person=person).values_list("seat", flat=True).first()
    teams.unseat(by=me, initiative=initiative, person=person)
    if person.pk == me.pk:
        words = _("You left the team of “{title}”.")
        messages.success(request, words.format(title=initiative.title))
        return redirect("initiatives:list")
    return redirect(with_query(f"{initiative.path}/team", was=seat or "", of=str(person.pk)))


def _undo(request: HttpRequest, initiative: Initiative) -> tuple[int, str, str] | None:
    """Return who was just taken out, and from which seat, for one who may seat them again."""
    person, seat = _named(request.GET.get("of", "")), request.GET.get("was", "")
    if person is None or seat not in Seat.values or not may_lead(request.user, initiative):
        return None
    if initiative.team.seats.filter(person=person).exists():
        return None
    return person.pk, seat, _("{name} has no seat any more.").format(name=person)


def _ended(request: HttpRequest, initiative: Initiative) -> Practice | None:
    """Return the practice that was just taken out, for one who may put it back."""
    slug = request.GET.get("ended", "")
    if not slug or not may_write(request.user, initiative):
        return None
    rows = Practice.objects.open_to(request.user).filter(slug=slug)
    found: Practice | None = rows.exclude(pk__in=initiative.draws.values("practice")).first()
    return found


def _named(text: str) -> Person | None:
    """Return the member whose key a form or an address carries."""
    return Person.objects.filter(pk=key_of(text) or 0, left=None, is_member=True).first()
