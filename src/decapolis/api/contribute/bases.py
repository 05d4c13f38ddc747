"""From what a writer began: nobody writes over what they have not read."""

import re

from django.http import HttpRequest

from decapolis.kernel.errors import DomainError

VERSION = re.compile(r'(?:W/)?"v(\d{1,9})"')
MARK = re.compile(r'(?:W/)?"([0-9a-f]{16})"')


class BaseMissing(DomainError):
    """Nobody may write over what they have not read."""

    code = "api.base_missing"


def base_of(request: HttpRequest, base: int | None) -> int:
    """Return the version that the writer began from: of If-Match, else of the body.

    Raises
    ------
    BaseMissing
        Neither says.
    """
    if "If-Match" in request.headers:
        return int(_shown(request, VERSION))
    if base is None:
        raise BaseMissing(
            "Say which version you began from: send base, or its ETag as If-Match.", field="base"
        )
    return base


def mark_shown(request: HttpRequest) -> str:
    """Return the mark of the document that the writer began from.

    Raises
    ------
    BaseMissing
        They do not say.
    """
    return _shown(request, MARK)


def _shown(request: HttpRequest, tags: re.Pattern[str]) -> str:
    """Return what the ETag tells that came as If-Match.

    Raises
    ------
    BaseMissing
        None did.
    """
    tag = tags.fullmatch(request.headers.get("If-Match", "").strip())
    if tag is None:
        raise BaseMissing(
            "Send the ETag of the record that you began from, as it came.", field="If-Match"
        )
    return tag[1]
