"""A framework over its editions: the page, and the same as files."""

import json
from dataclasses import asdict
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decapolis.benchmarks.bridge.panels import Panel, panel_to_read
from decapolis.benchmarks.exports import panel_csv
from decapolis.benchmarks.queries.frameworks import framework_to_read
from decapolis.pages.benchmarks.contexts.years import years_page
from decapolis.pages.cities.forms import clean
from decapolis.pages.doors import or_not_found
from decapolis.pages.http import reader_city
from decapolis.pages.render import page

LONGEST: Final = 60  # of a code
CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"


@require_safe
@or_not_found
def years(request: HttpRequest, framework: str) -> HttpResponse:
    """Show how cities moved from edition to edition, and what moved them."""
    asked = clean(request.GET.get("city", ""))[:LONGEST]
    found = _panel(request, framework)
    return page(request, years_page(found, asked=asked, home=reader_city(request)))


@require_safe
@or_not_found
def years_csv(request: HttpRequest, framework: str) -> HttpResponse:
    """Hand out all moves as a table: one row for each city and step."""
    return _file(panel_csv(_panel(request, framework)), CSV, f"{framework}-years.csv")


@require_safe
@or_not_found
def years_json(request: HttpRequest, framework: str) -> HttpResponse:
    """Hand out all of it as JSON."""
    told = json.dumps(_told(_panel(request, framework)), ensure_ascii=False, allow_nan=False)
    return _file(told, JSON, f"{framework}-years.json")


def _told(panel: Panel) -> dict[str, Any]:
    def short(one: dict[str, Any]) -> dict[str, Any]:
        return {name: one[name] for name in ("slug", "name", "year")}

    told = asdict(panel)
    told["editions"] = [short(one) for one in told["editions"]]
    for step in told["steps"]:
        step["before"], step["after"] = short(step["before"]), short(step["after"])
    return told


def _panel(request: HttpRequest, framework: str) -> Panel:
    found = framework_to_read(framework, reader=request.user)
    return panel_to_read(found.slug, found.name, reader=request.user)


def _file(told: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(told, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
