"""What a board hands out: its photos, itself as a file, and what lets its page open offline."""

from http import HTTPStatus
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.canvas.exports import file_of
from decapolis.canvas.queries.boards import board_of, photo_file
from decapolis.files.choices import MEDIA_TYPES
from decapolis.files.queries import bytes_of, closed_file
from decapolis.kernel.handing import HandOut, handed_out
from decapolis.pages.doors import or_not_found
from decapolis.pages.http import signed_in

WORKER = "built/offline.js"


@login_required
@never_cache
@or_not_found
@require_safe
def export(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """Hand out a board as a file."""
    held = board_of(key, reader=signed_in(request))
    file = file_of(held, ending, made_on=timezone.localdate())
    return handed_out(file)


@login_required
@never_cache
@or_not_found
@require_safe
def photo(request: HttpRequest, key: str, photo: str) -> HttpResponse:
    """Hand out a photo of a board to its team."""
    held = board_of(key, reader=signed_in(request))
    file = closed_file(photo_file(held, photo))
    return handed_out(HandOut(bytes_of(file), MEDIA_TYPES[file.kind]))


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the script that lets pages of boards open offline, from within their addresses."""
    found = finders.find(WORKER)
    if not isinstance(found, str):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
