"""The photo of oneself."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from decapolis.files.actions import Upload, remove_photo, set_photo
from decapolis.files.queries import too_large
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.files.contexts import photo_page
from decapolis.pages.files.forms import PhotoForm
from decapolis.pages.files.uploads import was_too_large
from decapolis.pages.http import signed_in
from decapolis.pages.render import page


@login_required
@never_cache
@require_safe_or_post
def photo(request: HttpRequest) -> HttpResponse:
    """Show one's photo, take another one, or take it away."""
    me = signed_in(request)
    if request.method != "POST":
        return page(request, photo_page(PhotoForm(), by=me))
    if request.POST.get("do") == "remove":
        return _removed(request)
    form = PhotoForm(request.POST, request.FILES)
    if was_too_large(request):
        form.errors.pop("photo", None)
        form.add_error("photo", too_large())
    elif form.is_valid():
        given = form.cleaned_data["photo"]
        try:
            set_photo(by=me, upload=Upload(given.name, given))
        except DomainError as error:
            form.add_error("photo", error.message)
        else:
            messages.success(request, _("Your photo is shown to members."))
            return redirect("people:person", me.pk)
    return page(request, photo_page(form, by=me), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _removed(request: HttpRequest) -> HttpResponse:
    me = signed_in(request)
    try:
        remove_photo(by=me)
    except NotFound as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your photo is taken away."))
    return redirect("people:edit")
