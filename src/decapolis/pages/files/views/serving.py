"""Hand a file out to who may have it, in a way that lets it do nothing."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from decapolis.files.choices import MEDIA_TYPES, Kind
from decapolis.files.models import File
from decapolis.files.queries import bytes_of, ready_file
from decapolis.pages.doors import or_not_found

# Whatever is in it runs no script, loads nothing, and is not of our origin.
POLICY = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"
RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
PARTLY = HTTPStatus.PARTIAL_CONTENT
NOT_THERE = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


@require_safe
@or_not_found
def file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a file; what may not be had is not found."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # packed already; parts must stay parts
    found = ready_file(key, reader=request.user)
    tag = f'"{found.digest[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known or known == ["*"]:
        return _with_headers(HttpResponse(status=HTTPStatus.NOT_MODIFIED), found, tag)
    return _with_headers(_answer(request, bytes_of(found), tag), found, tag)


def _answer(request: HttpRequest, data: bytes, tag: str) -> HttpResponse:
    """Return the bytes, or the one range of them that was asked for."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked[0] == "bytes=-" or request.headers.get("If-Range", tag) != tag:
        return HttpResponse(data)
    size = len(data)
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        return HttpResponse(status=NOT_THERE, headers={"Content-Range": f"bytes */{size}"})
    part = HttpResponse(data[first : last + 1], status=PARTLY)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _with_headers(response: HttpResponse, found: File, tag: str) -> HttpResponse:
    shown = found.is_picture or found.kind == Kind.PDF
    response.headers["Content-Type"] = MEDIA_TYPES[found.kind]
    response.headers["Content-Disposition"] = str(content_disposition_header(not shown, found.name))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = tag
    return response
