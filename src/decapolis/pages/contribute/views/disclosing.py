"""Who may read a practice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.library import actions
from decapolis.library.choices import Disclosure
from decapolis.library.models import Practice
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_disclose
from decapolis.pages.contribute.contexts.readers import readers_page
from decapolis.pages.contribute.readers import ReadersForm
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.links import with_query
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe_or_post
@for_members
def readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who may read a practice, and what members would read without its name; change it."""
    me = signed_in(request)
    practice = practice_to_write(slug, reader=me)
    require(may_disclose(me, practice, Disclosure.PUBLIC))
    form = ReadersForm(
        request.POST if request.method == "POST" else None, practice=practice, person=me
    )
    if form.is_bound and form.is_valid():
        was = {"was": practice.visibility, "of": _circle_of(practice)}
        if _disclosed(form, me, practice):
            here = reverse("contribute:readers", args=[slug])
            return redirect(with_query(here, **{name: one for name, one in was.items() if one}))
    before = (request.GET.get("was", ""), request.GET.get("of", ""))
    shown = readers_page(practice, form=form, reader=me, was=before)
    return page(request, shown, status=status_of(form))


def _disclosed(form: ReadersForm, me: Person, practice: Practice) -> bool:
    held = form.cleaned_data
    level = Disclosure(held["level"])
    try:
        actions.disclose(by=me, practice=practice, level=level, circle=held["circle"])
    except DomainError as error:
        add_fault(form, told(error))
        return False
    return True


def _circle_of(practice: Practice) -> str:
    return practice.circle.slug if practice.circle else ""
