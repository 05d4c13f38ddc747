"""The desk of the network's staff: what waits, people and roles, domains, figures."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError
from decapolis.organisations import actions
from decapolis.organisations.actions.hats import MOST_HATS
from decapolis.organisations.bridge import find_body
from decapolis.organisations.models import BodyDomain
from decapolis.organisations.rules import may_keep_desk
from decapolis.pages.cities.forms import clean
from decapolis.pages.http import local_path
from decapolis.pages.people.contexts.profile import faults_of
from decapolis.pages.people.forms import PeopleQuery, ReasonForm, add_fault
from decapolis.pages.render import page
from decapolis.pages.staff import contexts
from decapolis.pages.staff.forms import ROLES, DomainForm, RoleChange
from decapolis.people.actions import let_in, set_roles, turn_away
from decapolis.people.models import MembershipRequest, Person

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let a view be reached by network staff; for others who have signed in it is not there."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        if not may_keep_desk(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


@staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return page(request, contexts.desk_page(who(request)))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a request for membership, and take the decision; a refusal can be turned around."""
    asked = get_object_or_404(
        MembershipRequest.objects.select_related("person"), person=person_id, person__left=None
    )
    me, form = who(request), ReasonForm()
    try:
        if request.POST.get("decision") == "accept":
            let_in(by=me, person=asked.person)
            messages.success(request, _("{name} is in.").format(name=asked.person))
            return redirect("staff:desk")
        if request.method == "POST":
            form = ReasonForm(request.POST)
            if form.is_valid():
                turn_away(by=me, person=asked.person, reason=form.cleaned_data["reason"])
                messages.success(request, _("{name} is turned away.").format(name=asked.person))
                return redirect("staff:desk")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("staff:desk")
    faults = faults_of(form)
    shown = contexts.request_page(asked, form=form, faults=faults)
    return page(request, shown, status=422 if faults else 200)


@staff_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List everyone with their roles."""
    role = request.GET.get("is", "")
    query = PeopleQuery.read(request.GET, base="/staff/people")
    shown = contexts.people_page(
        query,
        reader=who(request),
        role=role if role in ROLES else "",
        undo=_undo(request.GET),
    )
    return page(request, shown)


@staff_only
@require_POST
def roles(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give or take one role; the page that follows offers to undo it."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = local_path(request.POST.get("next", ""), "/staff/people")
    change = RoleChange.read(request.POST.get("change", ""))
    if change is None or (change.role == "member" and not change.gives):
        messages.error(request, _("There is no such role. Nothing was changed."))
        return redirect(back)
    try:
        if change.role == "member":
            hats = _keys(request.POST.get("hats", ""))
            actions.renew(by=who(request), person=person, hats=hats)
            messages.success(request, _("{name} is in.").format(name=person))
            return redirect(back)
        set_roles(by=who(request), person=person, roles=change.roles)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    undo = f"{person.pk}-{change.role}-{0 if change.gives else 1}"
    join = "&" if "?" in back else "?"
    return redirect(f"{back}{join}{urlencode({'undo': undo})}")


@staff_only
@require_POST
def end(request: HttpRequest, person_id: int) -> HttpResponse:
    """End a membership; the page that follows offers to undo it."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = local_path(request.POST.get("next", ""), "/staff/people")
    try:
        hats = actions.end_membership(
            by=who(request), person=person, reason=clean(request.POST.get("reason", ""))
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    undo = {"undo": f"{person.pk}-member-1", "hats": ".".join(str(hat.pk) for hat in hats)}
    join = "&" if "?" in back else "?"
    return redirect(f"{back}{join}{urlencode(undo)}")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: HttpRequest) -> HttpResponse:
    """List the e-mail domains of bodies, and take a new one."""
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            body = find_body(
                city=clean(held["city"]),
                organisation=clean(held["organisation"]),
                reader=request.user,
            )
            made = body and actions.set_domain(by=who(request), domain=held["domain"], body=body)
        except DomainError as error:
            add_fault(form, error)
            made = None
        if not made and not form.errors:
            form.add_error("city", _("Say to which city or organisation it belongs."))
        if made:
            told = _("Addresses at {domain} now tell for {body}.")
            messages.success(request, told.format(domain=made.domain, body=made.body))
            return redirect("staff:domains")
    undo = _removed(request) if request.method != "POST" else None
    shown = contexts.domains_page(reader=who(request), form=form, undo=undo)
    return page(request, shown, status=422 if form.errors else 200)


@staff_only
@require_POST
def remove_domain(request: HttpRequest, domain_id: int) -> HttpResponse:
    """Take a domain from its body; the page that follows offers to undo it."""
    held = get_object_or_404(BodyDomain, pk=domain_id)
    body = held.body
    gone = {"domain": held.domain}
    gone |= {"city": str(body.pk)} if isinstance(body, City) else {"organisation": body.slug}
    actions.remove_domain(by=who(request), domain=held)
    return redirect(f"/staff/domains?{urlencode(gone)}")


@staff_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how the network stands."""
    return page(request, contexts.figures_page())


def _keys(text: str) -> list[int]:
    """Read the keys of hats, as `end` wrote them; what is none is left out."""
    parts = text.split(".")[:MOST_HATS]
    return [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 12]  # noqa: PLR2004 -- what a key can be


def _undo(asked: Mapping[str, str]) -> contexts.Undo | None:
    """Read which change was just made from an address, as `roles` or `end` wrote it."""
    parts = asked.get("undo", "").split("-")
    key = parts[0]
    if len(parts) != 3 or not (key.isascii() and key.isdecimal() and len(key) < 12):  # noqa: PLR2004 -- person, role, value
        return None
    change = RoleChange.read(f"{parts[1]}-{parts[2]}")
    person = Person.objects.filter(pk=int(key), left=None).first()
    if change is None or person is None or getattr(person, f"is_{change.role}") == change.gives:
        return None
    label = contexts.role_label(change.role).lower()
    words = _("{name} is no longer: {role}.") if change.gives else _("{name} is now: {role}.")
    told = words.format(name=person, role=label)
    hats = ".".join(map(str, _keys(asked.get("hats", ""))))
    return contexts.Undo(person.pk, told, f"{parts[1]}-{parts[2]}", hats)


def _removed(request: HttpRequest) -> dict[str, str] | None:
    """Return a domain that was just removed, for its undo."""
    names = ("domain", "city", "organisation")
    held = {name: clean(request.GET.get(name, ""))[:260] for name in names}
    is_gone = held["domain"] and not BodyDomain.objects.filter(domain=held["domain"]).exists()
    return held if is_gone else None


def who(request: HttpRequest) -> Person:
    """Return who has signed in."""
    return cast("Person", request.user)
