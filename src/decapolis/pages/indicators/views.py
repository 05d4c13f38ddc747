"""The catalogue of indicators, and one of them."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.cities.bridge import find_city
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.indicators.bridge import catalogue
from decapolis.indicators.exports import catalogue_csv, values_csv
from decapolis.pages.cities.forms import clean
from decapolis.pages.http import reader_city
from decapolis.pages.indicators import contexts
from decapolis.pages.indicators.forms import LONGEST_WORDS, CatalogueQuery
from decapolis.pages.render import page


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show what is measured: by theme, with how far each indicator reaches."""
    query, held = CatalogueQuery.read(request.GET), catalogue(request.user)
    if request.GET.get("format") == "csv":
        return _csv(catalogue_csv(held.found(query.question)), "indicators.csv")
    return page(request, contexts.catalogue_page(query, held))


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator: what it means, how far it reaches, how values lie, and over the years.

    Raises
    ------
    Http404
        There is none of this code.
    """
    entry = catalogue(request.user).by_code.get(code)
    if entry is None:
        raise Http404(_("There is no indicator of this code."))
    if request.GET.get("format") == "csv":
        return _csv(values_csv(entry.indicator, reader=request.user), f"{code}.csv")
    city, fault = _city(request)
    seen = contexts.Seen(request.user, city, _asked(request), fault)
    shown = contexts.indicator_page(entry, seen)
    return page(request, shown, status=422 if fault else 200)


def _asked(request: HttpRequest) -> str:
    return clean(request.GET.get("city", "")).strip()[:LONGEST_WORDS]


def _city(request: HttpRequest) -> tuple[City | None, str]:
    """Return the city that the address names, else the reader's, and why there is none."""
    asked = _asked(request)
    if not asked:
        return reader_city(request), ""
    try:
        return find_city(asked), ""
    except (AmbiguousCity, UnknownCity) as error:
        return reader_city(request), error.message


def _csv(lines: Iterable[str], name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
