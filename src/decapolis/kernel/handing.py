"""Files that are made for one reader and handed out: no cache keeps them, and they do nothing."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Whatever is in a file loads nothing, and nobody frames it.
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
SHUT_IN = f"sandbox; {POLICY}"  # nor does it run a script, or belong to our origin


def handed_out(
    content: bytes | str, media_type: str, *, name: str = "", in_viewer: bool = False
) -> HttpResponse:
    """Answer with a file.

    Parameters
    ----------
    name
        Under which it is saved; without one it is shown within a page, as a photo is.
    in_viewer
        Whether it opens in the browser's viewer of PDF, which no browser starts in a sandbox.
    """
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": POLICY if in_viewer else SHUT_IN,
        "X-Content-Type-Options": "nosniff",
    }
    if way := content_disposition_header(bool(name) and not in_viewer, name):
        headers["Content-Disposition"] = way
    return HttpResponse(content, content_type=media_type, headers=headers)
