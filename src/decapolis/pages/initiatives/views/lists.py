"""Lists of initiatives, a new one, and from a practice into one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decapolis.canvas.models import Template
from decapolis.canvas.queries.templates import templates
from decapolis.cities.models import City
from decapolis.initiatives.actions import initiatives, teams
from decapolis.initiatives.queries.initiatives import orphan_of, own_initiatives
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.library.models import Contact, Practice
from decapolis.organisations.queries import speaks_for_bodies
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault, key_of, status_of
from decapolis.pages.http import reader_city, signed_in
from decapolis.pages.initiatives.contexts.lists import list_page, new_page, use_page
from decapolis.pages.initiatives.forms import BeginForm, DrawForm
from decapolis.pages.initiatives.views.finding import initiative_here
from decapolis.pages.render import page
from decapolis.people.choices import MAKERS
from decapolis.people.models import Person

USUAL_CANVAS = initiatives.FIRST_CANVAS


@require_safe
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """List one's own initiatives, and those that others have opened."""
    return page(request, list_page(request.user))


@require_safe_or_post
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """Begin an initiative of a city that one speaks for, perhaps from a practice."""
    me = signed_in(request)
    practice = _practice(request.POST.get("practice") or request.GET.get("practice", ""), me)
    cities = [one for one in speaks_for_bodies(me) if isinstance(one, City)]
    if not cities:
        return page(request, new_page(None, practice))
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        cities=cities,
        templates=templates(me),
        initial=_begun(request, cities, practice),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(me, form, practice)
        except DomainError as error:
            add_fault(form, told(error))
        else:
            messages.success(request, _("Begun. Seat your team, and open the board when you meet."))
            return redirect(made.path)
    return page(request, new_page(form, practice), status=status_of(form))


@require_safe_or_post
@for_members
def use(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose where a practice is used; add it to one's own initiative.

    Raises
    ------
    NotFound
        There is no such practice, or it is not open to them.
    """
    me = signed_in(request)
    practice = _practice(slug, me)
    if practice is None:
        raise NotFound(_("There is no such practice, or it is not open to you."))
    own = [(one.key, one.title) for one in own_initiatives(me) if one.seat in MAKERS]
    sent = request.POST if request.method == "POST" else None
    contacts = Contact.objects.visible_to(me).filter(practice=practice).select_related("person")
    listed = [(str(one.pk), str(one.person)) for one in contacts]
    form = DrawForm(sent, own=own, contacts=listed) if own else None
    if form is not None and sent is not None and form.is_valid():
        held = form.cleaned_data
        initiative = initiative_here(request, held["initiative"])
        try:
            initiatives.draw_on(
                by=me,
                initiative=initiative,
                practice=practice,
                why=held["why"],
                contact=contacts.filter(pk=key_of(held.get("contact")) or 0).first(),
            )
        except DomainError as error:
            add_fault(form, told(error))
        else:
            words = _("“{title}” draws on this practice now.")
            messages.success(request, words.format(title=initiative.title))
            return redirect(initiative.path)
    return page(request, use_page(practice, form), status=status_of(form) if form else 200)


@require_POST
@for_members
def take_over(request: HttpRequest, key: str) -> HttpResponse:
    """Own an initiative of one's city that nobody leads any more."""
    me = signed_in(request)
    initiative = orphan_of(key, reader=me)
    teams.take_over(by=me, initiative=initiative)
    messages.success(request, _("It is yours now. Look who else has a seat."))
    return redirect(initiative.path)


def _practice(slug: str, me: Person) -> Practice | None:
    found: Practice | None = Practice.objects.open_to(me).filter(slug=slug).first()
    return found


def _begun(request: HttpRequest, cities: list[City], practice: Practice | None) -> dict[str, Any]:
    """Return what the form begins with: the reader's city, and what the practice was for."""
    here = reader_city(request)
    asked = key_of(request.GET.get("city", "")) or (here.pk if here else None)
    found: dict[str, Any] = {"template": USUAL_CANVAS}
    found["city"] = str(next((one.pk for one in cities if one.pk == asked), cities[0].pk))
    found["challenge"] = request.GET.get("q", "")[:4000]
    if practice is not None:
        found["themes"] = practice.themes[:5]
    return found


def _begin(me: Person, form: BeginForm, practice: Practice | None) -> Any:  # noqa: ANN401 -- an initiative
    held = form.cleaned_data
    wanted = held.get("template", "")
    return initiatives.begin_initiative(
        by=me,
        city=City.objects.select_related("country").get(pk=int(held["city"])),
        title=held["title"],
        challenge=held["challenge"],
        themes=held["themes"],
        practice=practice,
        template=Template.objects.visible_to(me).offered().filter(slug=wanted).first(),
    )
