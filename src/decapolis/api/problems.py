"""One shape for all that goes wrong: problem+json (RFC 9457) with code, message and field."""

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError, NotFound

MEDIA_TYPE = "application/problem+json"
BREAKABLE = (SuspiciousOperation, BadRequest)

logger = logging.getLogger(__name__)


class Fault(BaseModel):
    """One thing to mend."""

    field: str | None = Field(description="The parameter at fault; null: the request as a whole.")
    message: str = Field(description="What is wrong and what to write, for people.")


class Choice(BaseModel):
    """A city that may have been meant."""

    id: int = Field(description="GeoNames id; send it instead of the name.")
    label: str


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


def problem(
    status: int,
    code: str,
    message: str,
    *,
    field: str | None = None,
    errors: Iterable[Fault] = (),
    choices: Iterable[City] = (),
) -> HttpResponse:
    """Return an error as problem+json."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=message,
        code=code,
        message=message,
        field=field,
        errors=list(errors),
        choices=[Choice(id=city.pk, label=city.label) for city in choices],
    )
    # lone surrogates of a hostile address are told as marks, not as a broken answer
    text = json.dumps(body.model_dump(), ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def nowhere(request: HttpRequest, **_parts: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
    """Answer an address that is none of ours."""
    return problem(
        HTTPStatus.NOT_FOUND,
        "api.no_such_route",
        "There is nothing at this address. The routes are listed at /api.",
    )


def not_allowed() -> HttpResponse:
    """Refuse a method that would write."""
    response = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "api.method_not_allowed",
        "This interface only reads. Use GET or HEAD.",
    )
    response["Allow"] = "GET, HEAD"
    return response


def unreadable() -> HttpResponse:
    """Refuse what cannot be read at all."""
    return problem(
        HTTPStatus.BAD_REQUEST,
        "api.unreadable",
        "The address holds something that cannot be read, or a host that is not served here. "
        "Write it as UTF-8, without NUL, with at most a thousand parameters.",
    )


def teach(api: NinjaAPI) -> None:
    """Tell an API how each kind of error is answered."""
    for kind in (DomainError, ValidationError, Http404, HttpError, Exception):
        api.add_exception_handler(kind, _answered)


def _answered(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case DomainError():
            return _domain_error(error)
        case ValidationError():
            return _invalid(error)
        case Http404():
            return nowhere(request)
        case HttpError():
            return problem(error.status_code, "api.refused", error.message)
        case SuspiciousOperation() | BadRequest():
            return unreadable()
        case _:
            return _broken(request, error)


def _domain_error(error: DomainError) -> HttpResponse:
    """Answer 404 where the address names nothing, 422 where a parameter does."""
    named = isinstance(error, NotFound) and error.field is None
    choices: Iterable[City] = ()
    if isinstance(error, UnknownCity):
        choices = error.near
    elif isinstance(error, AmbiguousCity):
        choices = error.candidates
    return problem(
        HTTPStatus.NOT_FOUND if named else HTTPStatus.UNPROCESSABLE_ENTITY,
        error.code,
        error.message,
        field=error.field,
        choices=list(choices)[:20],
    )


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
    return names[-1] if names else ""


def _sentence(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "missing":
        return "This parameter is missing. Give it a value."
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"{str(fault['msg']).removesuffix('.')}."
