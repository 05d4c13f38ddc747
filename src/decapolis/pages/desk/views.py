"""My desk: what waits for whoever has signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.pages.desk.contexts import desk_page
from decapolis.pages.http import frame_of, signed_in
from decapolis.pages.render import page


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits, one's hats and one's city."""
    frame = frame_of(request)
    return page(request, desk_page(signed_in(request), chosen=frame.city, new=frame.unread))
