"""The versions of a practice: listed, side by side, put back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import DomainError
from decapolis.library import actions
from decapolis.library.models import Version
from decapolis.library.queries.versions import compare_versions, practice_with_versions
from decapolis.pages.contribute.contexts.history import compare_page, versions_page
from decapolis.pages.doors import for_members, or_not_found, told
from decapolis.pages.forms import whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page


@require_safe
@never_cache
@or_not_found
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the versions of a practice."""
    practice = practice_with_versions(slug, reader=request.user)
    return page(request, versions_page(practice, reader=request.user))


@require_safe
@never_cache
@or_not_found
def compare(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Show two versions side by side."""
    practice = practice_with_versions(slug, reader=request.user)
    found = compare_versions(practice, before, after, reader=request.user)
    return page(request, compare_page(practice, found, reader=request.user))


@require_POST
@for_members
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put an earlier version back.

    Raises
    ------
    Http404
        There is no such version, or it may not be seen.
    """
    person = signed_in(request)
    practice = practice_with_versions(slug, reader=person)
    try:
        version = actions.restore_version(
            by=person,
            practice=practice,
            number=number,
            base=whole_number(request.POST.get("base")) or 0,
            note=request.POST.get("note", "").strip()[:2000],
        )
    except Version.DoesNotExist as error:
        raise Http404(_("There is no such version of this practice.")) from error
    except DomainError as error:
        messages.error(request, told(error).message)
        return redirect("contribute:versions", slug=slug)
    done = _("Version {old} stands again, as version {new}.")
    messages.success(request, done.format(old=number, new=version.number))
    return redirect("contribute:versions", slug=slug)
