"""The same request sent twice is done once, where it says by a key that it is the same."""

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from decapolis.api.callers import token_in
from decapolis.api.problems import problem

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_S = 24 * 3600
RUNS_S = 120  # how long an unfinished request keeps others from its key
RUNNING = "running"
GONE = "gone"  # it was done; its answer held a secret, which is not kept


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer, or give the answer that the same request got before.

    What failed may be mended and sent again by the same key: only what was done is kept. An answer
    that is not to be stored is not kept either, but what it told of is not done twice.
    """
    key = request.headers.get(HEADER)
    token = token_in(request)
    if key is None or token is None or request.method != "POST":
        return answer()
    if not KEY.fullmatch(key):
        return problem(
            HTTPStatus.BAD_REQUEST,
            "api.key_unreadable",
            f"{HEADER} takes 1 to 200 letters, digits and signs, without spaces.",
        )
    name = _digest("again", str(token.person_id), key)
    print_of = _digest(request.method, request.get_full_path(), request.body.hex())
    if not cache.add(name, (RUNNING, print_of, b"", ""), timeout=RUNS_S):
        kept = cache.get(name)
        if kept is not None:
            return _kept(kept, print_of)
    try:
        response = answer()
    except BaseException:
        cache.delete(name)
        raise
    if response.status_code < HTTPStatus.BAD_REQUEST:
        cache.set(name, _to_keep(response, print_of), timeout=KEPT_S)
    else:
        cache.delete(name)
    return response


def _to_keep(response: HttpResponse, print_of: str) -> tuple[str | int, str, bytes, str]:
    if "no-store" in response.get("Cache-Control", ""):
        return GONE, print_of, b"", ""
    return response.status_code, print_of, response.content, response["Content-Type"]


def _kept(kept: tuple[str | int, str, bytes, str], print_of: str) -> HttpResponse:
    status, print_before, content, kind = kept
    if print_before != print_of:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "api.key_used",
            f"This {HEADER} was used for another request. Take a new one.",
        )
    if status == RUNNING:
        response = problem(
            HTTPStatus.CONFLICT,
            "api.key_running",
            "The same request is being done at this moment. Ask again in a few seconds.",
        )
        response["Retry-After"] = "2"
        return response
    if status == GONE:
        return problem(
            HTTPStatus.CONFLICT,
            "api.answer_not_kept",
            "This was done before. Its answer held a secret, which is told once and kept nowhere. "
            f"Take back what was made, and ask anew by another {HEADER}.",
        )
    response = HttpResponse(content, status=int(status), content_type=kind)
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
