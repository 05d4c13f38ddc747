"""Files that are made for one reader and handed out: no cache keeps them, and they do nothing."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Whatever is in a file loads nothing, and nobody frames it.
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
SHUT_IN = f"sandbox; {POLICY}"  # nor does it run a script, or belong to our origin


@dataclass(frozen=True, slots=True)
class HandOut:
    """A file; without a name to be saved under it is shown within a page, as a photo is."""

    content: bytes | str
    media_type: str
    name: str = ""


def handed_out(file: HandOut, *, in_viewer: bool = False) -> HttpResponse:
    """Answer with a file.

    Parameters
    ----------
    in_viewer
        Whether it opens in the browser's viewer of PDF, which no browser starts in a sandbox.
    """
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": POLICY if in_viewer else SHUT_IN,
        "X-Content-Type-Options": "nosniff",
    }
    if way := content_disposition_header(bool(file.name) and not in_viewer, file.name):
        headers["Content-Disposition"] = way
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)
