"""One shape for all that goes wrong: problem+json (RFC 9457) with code, message and field."""

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from decapolis.api.shapes import plain
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.indicators import errors as indicators
from decapolis.initiatives import errors as initiatives
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.permissions import Forbidden
from decapolis.library import errors as library
from decapolis.organisations import errors as organisations
from decapolis.people import errors as people

MEDIA_TYPE = "application/problem+json"
BREAKABLE = (SuspiciousOperation, BadRequest)
# What was asked for does not fit what stands there by now.
CONFLICTS = (
    indicators.StillInUse,
    indicators.UploadBuried,
    indicators.UploadDecided,
    initiatives.AnsweredAlready,
    initiatives.ChangedMeanwhile,
    initiatives.DraftTaken,
    initiatives.NotEnded,
    library.AlreadyAdopted,
    library.AlreadyAsked,
    library.AlreadyDecided,
    library.AlreadyWithdrawn,
    library.AnotherVersion,
    library.AskedAlready,
    library.CallEnded,
    library.ChangedMeanwhile,
    library.DocumentChanged,
    library.NobodyFree,
    library.NothingChanged,
    organisations.HatNotWaiting,
    organisations.HatThere,
    organisations.InvitationGone,
    people.NothingWaits,
)
# Somebody was faster: by If-Match what was asked does not even begin.
BEHIND = (initiatives.ChangedMeanwhile, library.ChangedMeanwhile, library.DocumentChanged)

logger = logging.getLogger(__name__)


class Fault(BaseModel):
    """One thing to mend."""

    field: str | None = Field(description="The parameter at fault; null: the request as a whole.")
    message: str = Field(description="What is wrong and what to write, for people.")


class Choice(BaseModel):
    """A city that may have been meant."""

    id: int = Field(description="GeoNames id; send it instead of the name.")
    label: str


class Conflict(BaseModel):
    """Two records: somebody changed it since yours was begun. Nothing is lost.

    Of a practice each is whole; of a plan or a line they are the fields that differ.
    """

    current: int = Field(description="Number of the version that stands now.")
    mine: dict[str, Any] = Field(description="What you sent.")
    theirs: dict[str, Any] = Field(description="What stands now.")


EXAMPLE: JsonDict = {
    "type": "about:blank",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "2 cities are called 'Valencia'. Add the state, province or country.",
    "code": "cities.ambiguous",
    "message": "2 cities are called 'Valencia'. Add the state, province or country.",
    "field": "city",
    "errors": [],
    "choices": [
        {"id": 3625549, "label": "Valencia, Carabobo, Venezuela"},
        {"id": 2509954, "label": "Valencia, Spain"},
    ],
    "conflict": None,
}


class Problem(BaseModel):
    """Why a request got no answer. Nothing was changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    type: str = Field(default="about:blank", description="Always about:blank: `code` tells more.")
    title: str = Field(description="The HTTP status in words.")
    status: int
    detail: str = Field(description="The same as `message`, where RFC 9457 wants it.")
    code: str = Field(description="For programs; does not change with the language.")
    message: str = Field(description="What happened and what to do, for people.")
    field: str | None = Field(description="The parameter at fault, if it is one.")
    errors: list[Fault] = Field(default=[], description="Every fault, where there are several.")
    choices: list[Choice] = Field(
        default=[], description="Cities that may have been meant, where a name is none or several."
    )
    conflict: Conflict | None = Field(
        default=None, description="Both versions, where somebody else was faster (409 and 412)."
    )


def problem(
    status: int,
    code: str,
    message: str,
    *,
    field: str | None = None,
    errors: Iterable[Fault] = (),
) -> HttpResponse:
    """Return an error as problem+json."""
    return _sent(_told(status, code, message, field=field, errors=errors))


def _told(
    status: int, code: str, message: str, *, field: str | None, errors: Iterable[Fault]
) -> Problem:
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=message,
        code=code,
        message=message,
        field=field,
        errors=list(errors),
    )


def _sent(body: Problem) -> HttpResponse:
    # lone surrogates of a hostile address are told as marks, not as a broken answer
    text = json.dumps(body.model_dump(), ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(text, status=body.status, content_type=MEDIA_TYPE)


def nowhere(request: HttpRequest, **_parts: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
    """Answer an address that is none of ours."""
    return problem(
        HTTPStatus.NOT_FOUND,
        "api.no_such_route",
        "There is nothing at this address. The routes are listed at /api.",
    )


def not_allowed(allowed: str) -> HttpResponse:
    """Refuse a method that a route does not take."""
    response = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "api.method_not_allowed",
        f"This route does not take this method. Use {allowed}.",
    )
    response["Allow"] = allowed
    return response


def unreadable() -> HttpResponse:
    """Refuse what cannot be read at all."""
    return problem(
        HTTPStatus.BAD_REQUEST,
        "api.unreadable",
        "The address holds something that cannot be read, or a host that is not served here. "
        "Write it as UTF-8, without NUL, with at most two hundred parameters.",
    )


def teach(api: NinjaAPI) -> None:
    """Tell an API how each kind of error is answered."""
    kinds = (DomainError, ValidationError, Http404, ObjectDoesNotExist, HttpError, Exception)
    for kind in kinds:
        api.add_exception_handler(kind, _answered)


def _answered(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case DomainError():
            return _domain_error(request, error)
        case ValidationError():
            return _invalid(error)
        case Http404() | ObjectDoesNotExist():
            return nowhere(request)
        case HttpError():
            return problem(error.status_code, "api.refused", error.message)
        case SuspiciousOperation() | BadRequest():
            return unreadable()
        case _:
            return _broken(request, error)


def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer an act that was refused, with all that the refusal knows."""
    status = _status(request, error)
    told = _told(status, error.code, error.message, field=error.field, errors=())
    match error:
        case UnknownCity():
            told.choices = _choices(error.near)
        case AmbiguousCity():
            told.choices = _choices(error.candidates)
        case library.RecordFaulty():
            told.errors = [Fault(field=one.field, message=one.message) for one in error.faults]
        case organisations.InvitationsFaulty() | indicators.TableFaulty():
            told.errors = [
                Fault(field=f"file.{one.line}.{one.field}".rstrip("."), message=one.reason)
                for one in error.faults
            ]
        case initiatives.LineFaulty():
            told.errors = [Fault(field=name, message=says) for name, says in error.faults.items()]
        case library.ChangedMeanwhile() | initiatives.ChangedMeanwhile():
            mine, theirs = plain(dict(error.mine)), plain(dict(error.theirs))
            told.conflict = Conflict(current=error.current, mine=mine, theirs=theirs)
    return _sent(told)


def _choices(cities: Iterable[City]) -> list[Choice]:
    return [Choice(id=city.pk, label=city.label) for city in list(cities)[:20]]


def _status(request: HttpRequest, error: DomainError) -> HTTPStatus:
    """Return 404 where the address names nothing, 422 where a parameter or field does."""
    if isinstance(error, Forbidden):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, NotFound) and error.field is None:
        return HTTPStatus.NOT_FOUND
    if isinstance(error, BEHIND) and "If-Match" in request.headers:
        return HTTPStatus.PRECONDITION_FAILED
    if isinstance(error, CONFLICTS):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _invalid(error: ValidationError) -> HttpResponse:
    errors = [Fault(field=_place(fault), message=_sentence(fault)) for fault in error.errors]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "api.invalid",
        " ".join(f"{fault.field}: {fault.message}" for fault in errors),
        field=errors[0].field,
        errors=errors,
    )


def _broken(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    logger.error("The API broke at %s", request.path, exc_info=error)  # type: ignore[arg-type]
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "api.broken",
        "Something broke on our side. Try again in a minute; if it happens again, tell the "
        "operator.",
    )


def _place(fault: Mapping[str, Any]) -> str:
    """Return the parameter that a fault is about, without the place of a value in a list."""
    names = [part for part in fault["loc"] if isinstance(part, str)]
    is_body = names[:1] == ["body"]  # the body, and the name that an endpoint has for it
    return (names[2:] or ["body"])[-1] if is_body else (names or [""])[-1]


def _sentence(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "missing":
        return "This parameter is missing. Give it a value."
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"{str(fault['msg']).removesuffix('.')}."
