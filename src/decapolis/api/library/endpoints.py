"""Practices, documents and technologies."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from decapolis.api.closed import keep_close
from decapolis.api.library.schemas import (
    DocumentDetail,
    DocumentFilters,
    DocumentItem,
    PracticeDetail,
    PracticeFilters,
    PracticeItem,
    TechnologyDetail,
    TechnologyFilters,
    TechnologyItem,
)
from decapolis.api.paging import Page, Window, page_of
from decapolis.cities.choices import SIZE_CLASSES
from decapolis.library.choices import Status, Went
from decapolis.library.models import Cost, Practice
from decapolis.library.queries import document as documents
from decapolis.library.queries import rows as practices
from decapolis.library.queries import technology as technologies
from decapolis.library.queries.levels import best_known, with_levels
from decapolis.library.queries.practice import practice_facts
from decapolis.library.queries.versions import practice_to_write

Records = TypeVar("Records", bound="QuerySet[Any]")

FAILED = Q(status=Status.CANCELLED) | Q(went=Went.BADLY)
ORDERS: dict[str, tuple[Any, ...]] = {
    "title": ("title", "pk"),
    "newest": (F("started").desc(nulls_last=True), "title", "pk"),
    "evidence": (*best_known(), "title", "pk"),
}

router = Router(tags=["Library"])


@router.get("/practices", response=Page[PracticeItem])
def list_practices(
    request: HttpRequest, filters: Query[PracticeFilters], window: Query[Window]
) -> Page[PracticeItem]:
    """What cities did: the practices that you may see, failures included."""
    found = _practices(with_levels(practices.visible(request.user)), filters)
    found = found.order_by(*ORDERS[filters.order])
    rows = practices.practice_rows(found[window.part], reader=request.user)
    items = map(PracticeItem.model_validate, rows)
    return page_of(request, window, total=found.count(), items=items)


@router.get("/practices/{slug}", response=PracticeDetail)
def get_practice(request: HttpRequest, slug: str, response: HttpResponse) -> PracticeDetail:
    """One practice with costs, funding, outcomes, what went wrong, lessons and whom to call."""
    held = practice_to_write(slug, reader=request.user)
    keep_close(response, held)
    facts = practice_facts(slug, reader=request.user)
    told = {
        name: getattr(facts, name) for name in PracticeDetail.model_fields if hasattr(facts, name)
    }
    row = {name: getattr(facts.row, name) for name in PracticeItem.model_fields}
    return PracticeDetail.model_validate(
        row | told | {"lead": facts.row.lead, "lead_body": facts.lead, "readers": held.visibility}
    )


@router.get("/documents", response=Page[DocumentItem])
def list_documents(
    request: HttpRequest, filters: Query[DocumentFilters], window: Query[Window]
) -> Page[DocumentItem]:
    """Strategies, toolkits, reports, ordinances, videos, by title."""
    found = about(documents.visible(request.user), "themes", filters.theme)
    found = narrowed(
        found,
        kind__in=filters.kind,
        country__in=filters.country,
        city=filters.city,
        language__in=filters.language,
        year__gte=filters.since,
    ).order_by("title", "pk")
    rows = documents.document_rows(found[window.part], reader=request.user)
    items = map(DocumentItem.model_validate, rows)
    return page_of(request, window, total=found.count(), items=items)


@router.get("/documents/{slug}", response=DocumentDetail)
def get_document(request: HttpRequest, slug: str) -> DocumentDetail:
    """One document with practices and documents near it."""
    facts = documents.document_facts(slug, reader=request.user)
    row = {name: getattr(facts.row, name) for name in DocumentItem.model_fields}
    near = {"practices": facts.practices, "related": facts.related}
    return DocumentDetail.model_validate(row | near)


@router.get("/technologies", response=Page[TechnologyItem])
def list_technologies(
    request: HttpRequest, filters: Query[TechnologyFilters], window: Query[Window]
) -> Page[TechnologyItem]:
    """The vendor-neutral catalogue, by name."""
    found = about(technologies.visible(request.user), "solves", filters.theme)
    found = narrowed(found, maturity__in=filters.maturity).order_by("name", "pk")
    rows = technologies.technology_rows(found[window.part], reader=request.user)
    items = map(TechnologyItem.model_validate, rows)
    return page_of(request, window, total=found.count(), items=items)


@router.get("/technologies/{slug}", response=TechnologyDetail)
def get_technology(request: HttpRequest, slug: str) -> TechnologyDetail:
    """One technology: what it needs and risks, what to ask, who used it and what a unit cost."""
    facts = technologies.technology_facts(slug, reader=request.user)
    told = {
        name: getattr(facts, name) for name in TechnologyDetail.model_fields if hasattr(facts, name)
    }
    row = {name: getattr(facts.row, name) for name in TechnologyItem.model_fields}
    return TechnologyDetail.model_validate(row | told)


def about(records: Records, field: str, themes: Iterable[str]) -> Records:
    """Keep records of any of these themes; without themes, all."""
    wanted = Q()
    for theme in themes:
        wanted |= Q(theme_words__contains=f'"{theme}"')
    return (
        records.annotate(theme_words=Cast(field, TextField())).filter(wanted) if wanted else records
    )


def narrowed(records: Records, **tests: object) -> Records:
    """Keep records that pass the tests; one whose value is None or empty is not asked for."""
    return records.filter(
        **{name: value for name, value in tests.items() if value not in (None, [])}
    )


def sized(records: Records, classes: Iterable[str]) -> Records:
    """Keep records whose city is of any of these size classes; without classes, all."""
    wanted = Q()
    for name, _label, least, below in SIZE_CLASSES:
        if name in classes:
            size = Q(city__population__gte=least)
            wanted |= size if below is None else size & Q(city__population__lt=below)
    return records.filter(wanted)


def _practices(found: QuerySet[Practice], asked: PracticeFilters) -> QuerySet[Practice]:
    found = sized(about(found, "themes", asked.theme), asked.size)
    found = narrowed(
        found,
        country__in=asked.country,
        city=asked.city,
        status__in=asked.status,
        went__in=asked.went,
        evidence__gte=asked.evidence,
        started__gte=asked.since,
        started__lte=asked.until,
    )
    if asked.failed is not None:
        found = found.filter(FAILED if asked.failed else ~FAILED)
    if asked.technology:
        found = found.filter(technologies__slug=asked.technology)
    if asked.unit:
        found = found.filter(pk__in=Cost.objects.filter(unit=asked.unit).values("practice"))
    return found
