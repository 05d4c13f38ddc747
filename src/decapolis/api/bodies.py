"""What is sent: JSON of a size and depth that can be read, of text that every database holds."""

import json
from http import HTTPStatus
from typing import Any, NoReturn

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from decapolis.api.problems import problem

DEEPEST = 20
FORM = "multipart/form-data"


class _Unreadable(Exception):
    """The body cannot be read; the message says why."""


def takes_files(operation: dict[str, Any]) -> bool:
    """Tell whether an operation takes a form with files, not JSON."""
    return FORM in operation.get("requestBody", {}).get("content", {})


def body_refused(request: HttpRequest, operation: dict[str, Any]) -> HttpResponse | None:
    """Return why the body of a request is not taken; None: it is."""
    return _form_refused(request) if takes_files(operation) else _json_refused(request)


def _form_refused(request: HttpRequest) -> HttpResponse | None:
    if request.content_type != FORM:
        return problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "api.form_only", f"Send the file as {FORM}."
        )
    try:
        request.FILES  # noqa: B018 -- reads the form
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation, BadRequest):
        return _unreadable("This form cannot be read. Send the file as a field called file.")
    return None


def _json_refused(request: HttpRequest) -> HttpResponse | None:
    try:
        body = request.body
    except RequestDataTooBig:
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "api.body_too_large",
            "This is more than two megabytes. Send less.",
        )
    except UnreadablePostError:
        return _unreadable("The request broke off.")
    if not body:
        return None
    if request.content_type != "application/json":
        return problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "api.json_only",
            "Send JSON, with Content-Type: application/json.",
        )
    try:
        _read(body)
    except _Unreadable as error:
        return _unreadable(str(error))
    return None


def _read(body: bytes) -> None:
    """Refuse what is no JSON, or holds what cannot be kept.

    Raises
    ------
    _Unreadable
        As said.
    """
    try:
        _check(json.loads(body, parse_constant=_no_number), 0)
    except (ValueError, RecursionError) as error:
        raise _Unreadable(
            "This is not JSON that can be read. Send one object, in UTF-8."
        ) from error


def _no_number(word: str) -> NoReturn:
    raise _Unreadable(f"{word} is no number of JSON. Send null where something is not known.")


def _check(value: Any, depth: int) -> None:  # noqa: ANN401 -- JSON is any
    """Refuse what no database holds, and what nobody writes by hand or program.

    Raises
    ------
    _Unreadable
        As said.
    """
    if depth > DEEPEST:
        raise _Unreadable("This is nested too deeply.")
    match value:
        case str() if "\0" in value or not _is_whole(value):
            raise _Unreadable("Text must be whole UTF-8, without NUL.")
        case list():
            for one in value:
                _check(one, depth + 1)
        case dict():
            for name, one in value.items():
                _check(name, depth + 1)
                _check(one, depth + 1)


def _is_whole(text: str) -> bool:
    """Tell whether a text holds no half letters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(why: str) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "api.unreadable_body", why)
