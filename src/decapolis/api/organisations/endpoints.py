"""Organisations and their ties."""

from django.http import HttpRequest
from ninja import Query, Router

from decapolis.api.organisations.schemas import (
    OrganisationDetail,
    OrganisationFilters,
    OrganisationItem,
    Published,
    TookPart,
)
from decapolis.api.paging import Page, Window, page_of
from decapolis.library.queries.organisation import organisation_works
from decapolis.organisations import queries

router = Router(tags=["Organisations"])


@router.get("/organisations", response=Page[OrganisationItem])
def list_organisations(
    request: HttpRequest, filters: Query[OrganisationFilters], window: Query[Window]
) -> Page[OrganisationItem]:
    """Bodies that work for cities, by name."""
    asked = {"sector__in": filters.sector, "country__in": filters.country, "city": filters.city}
    tests = {name: value for name, value in asked.items() if value}
    found = queries.visible(request.user).filter(**tests).order_by("name", "pk")
    rows = queries.organisation_rows(found[window.part])
    items = map(OrganisationItem.model_validate, rows)
    return page_of(request, window, total=found.count(), items=items)


@router.get("/organisations/{slug}", response=OrganisationDetail)
def get_organisation(request: HttpRequest, slug: str) -> OrganisationDetail:
    """One organisation with its ties, practices and documents."""
    facts = queries.organisation_facts(slug, reader=request.user)
    works = organisation_works(slug, reader=request.user)
    row = {name: getattr(facts.row, name) for name in OrganisationItem.model_fields}
    practices = [
        TookPart(
            slug=one.practice.slug,
            title=one.practice.title,
            has_led=one.has_led,
            has_failed=one.practice.has_failed,
        )
        for one in works.practices
    ]
    documents = [Published.model_validate(one) for one in works.documents]
    return OrganisationDetail.model_validate(
        row | {"ties": facts.ties, "practices": practices, "documents": documents}
    )
