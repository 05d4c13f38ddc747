"""The desk of the network's staff: what waits, people and roles, domains, figures."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError
from decapolis.organisations import actions
from decapolis.organisations.bridge import find_body
from decapolis.organisations.models import BodyDomain
from decapolis.organisations.rules import may_keep_desk
from decapolis.pages.cities.forms import clean
from decapolis.pages.doors import only_for, require_safe_or_post
from decapolis.pages.forms import add_fault, key_of, status_of
from decapolis.pages.http import local_path, signed_in
from decapolis.pages.links import with_query
from decapolis.pages.people.forms import PeopleQuery, ReasonForm
from decapolis.pages.render import page
from decapolis.pages.staff import contexts
from decapolis.pages.staff.forms import ROLES, DomainForm, RoleChange
from decapolis.people.actions import let_in, set_roles, turn_away
from decapolis.people.models import MembershipRequest, Person, seats_of

MOST_KEYS = 100  # of hats or circles that one address carries
staff_only = only_for(may_keep_desk)


@staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return page(request, contexts.desk_page(signed_in(request)))


@staff_only
@require_safe_or_post
def membership(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a request for membership, and take the decision; a refusal can be turned around."""
    asked = get_object_or_404(
        MembershipRequest.objects.select_related("person"), person=person_id, person__left=None
    )
    me, form = signed_in(request), ReasonForm()
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
    return page(request, contexts.request_page(asked, form=form), status=status_of(form))


@staff_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List everyone with their roles."""
    role = request.GET.get("is", "")
    query = PeopleQuery.read(request.GET, base="/staff/people")
    shown = contexts.people_page(
        query,
        reader=signed_in(request),
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
            hats, sat = (_keys(request.POST.get(name, "")) for name in ("hats", "circles"))
            actions.renew(by=signed_in(request), person=person, hats=hats, circles=sat)
            messages.success(request, _("{name} is in.").format(name=person))
            return redirect(back)
        set_roles(by=signed_in(request), person=person, roles=change.roles)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    undo = f"{person.pk}-{change.role}-{0 if change.gives else 1}"
    return redirect(with_query(back, undo=undo))


@staff_only
@require_POST
def end(request: HttpRequest, person_id: int) -> HttpResponse:
    """End a membership; the page that follows offers to undo it."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = local_path(request.POST.get("next", ""), "/staff/people")
    sat = ".".join(map(str, seats_of(person)))
    try:
        hats = actions.end_membership(
            by=signed_in(request), person=person, reason=clean(request.POST.get("reason", ""))
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    gone = ".".join(str(hat.pk) for hat in hats)
    return redirect(with_query(back, undo=f"{person.pk}-member-1", hats=gone, circles=sat))


@staff_only
@require_safe_or_post
def domains(request: HttpRequest) -> HttpResponse:
    """List the e-mail domains of bodies, and take a new one."""
    me = signed_in(request)
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            body = find_body(
                city=clean(held["city"]),
                organisation=clean(held["organisation"]),
                reader=me,
            )
            made = body and actions.set_domain(by=me, domain=held["domain"], body=body)
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
    shown = contexts.domains_page(reader=me, form=form, undo=undo)
    return page(request, shown, status=status_of(form))


@staff_only
@require_POST
def remove_domain(request: HttpRequest, domain_id: int) -> HttpResponse:
    """Take a domain from its body; the page that follows offers to undo it."""
    held = get_object_or_404(BodyDomain, pk=domain_id)
    body = held.body
    gone = {"domain": held.domain}
    gone |= {"city": str(body.pk)} if isinstance(body, City) else {"organisation": body.slug}
    actions.remove_domain(by=signed_in(request), domain=held)
    return redirect(with_query("/staff/domains", **gone))


@staff_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how the network stands."""
    return page(request, contexts.figures_page())


def _keys(text: str) -> list[int]:
    """Read the keys of hats or circles, as `end` wrote them; what is none is left out."""
    found = (key_of(part) for part in text.split(".")[:MOST_KEYS])
    return [key for key in found if key is not None]


def _undo(asked: Mapping[str, str]) -> contexts.Undo | None:
    """Read which change was just made from an address, as `roles` or `end` wrote it."""
    key, _dash, back = asked.get("undo", "").partition("-")
    change = RoleChange.read(back)
    person = Person.objects.filter(pk=key_of(key) or 0, left=None).first()
    if change is None or person is None or getattr(person, f"is_{change.role}") == change.gives:
        return None
    label = contexts.role_label(change.role).lower()
    words = _("{name} is no longer: {role}.") if change.gives else _("{name} is now: {role}.")
    told = words.format(name=person, role=label)
    hats, sat = (".".join(map(str, _keys(asked.get(name, "")))) for name in ("hats", "circles"))
    return contexts.Undo(person.pk, told, back, hats, sat)


def _removed(request: HttpRequest) -> dict[str, str] | None:
    """Return a domain that was just removed, for its undo."""
    names = ("domain", "city", "organisation")
    held = {name: clean(request.GET.get(name, ""))[:260] for name in names}
    is_gone = held["domain"] and not BodyDomain.objects.filter(domain=held["domain"]).exists()
    return held if is_gone else None
