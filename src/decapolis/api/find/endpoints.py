"""One question over everything."""

from django.http import HttpRequest
from ninja import Query, Router

from decapolis.api.find.schemas import CountItem, FindQuery, FoundPage, HitItem, Understood
from decapolis.api.paging import Window, page_of
from decapolis.cities.bridge import find_city
from decapolis.kernel.errors import DomainError
from decapolis.library.bridge.find import ClosenessShares, Filters, Look, find_in_library
from decapolis.peers.bridge import closeness
from decapolis.search.queries import Hit

ROOMS = {
    "practice": "practices",
    "document": "documents",
    "technology": "technologies",
    "organisation": "organisations",
}

SHARES = {"very-close": 0.02, "close": 0.1, "fairly-close": 0.3}

router = Router(tags=["Find"])


@router.get("/find", response=FoundPage)
def find(request: HttpRequest, asked: Query[FindQuery], window: Query[Window]) -> FoundPage:
    """What the library holds on a question, best first, and what was understood of it.

    The same search as on the page: keyword and meaning, spelling mended, failures included.
    """
    near = _near(asked)
    look = Look(
        filters=_filters(asked, near),
        without=tuple(asked.without),
        near=near,
        sort=asked.sort,
        mend=asked.mend,
        limit=window.limit,
        offset=window.offset,
    )
    found = find_in_library(asked.q, look, reader=request.user)
    part = page_of(request, window, total=found.total, items=map(_hit, found.hits))
    return FoundPage(
        question=found.question,
        corrected=found.corrected,
        understood=[Understood.model_validate(one) for one in found.said],
        notices=list(found.notices),
        facets={
            name: [CountItem.model_validate(one) for one in counts]
            for name, counts in found.facets.items()
        },
        **dict(part),
    )


class CityNeeded(DomainError):
    """Nearness was asked for, but not to which city."""

    code = "api.city_needed"


def _near(asked: FindQuery) -> ClosenessShares | None:
    if asked.city:
        own = find_city(asked.city).pk
        theme = asked.theme[0].value if asked.theme else None
        return ClosenessShares(own, closeness(own, theme=theme))
    if asked.near:
        raise CityNeeded("Say to which city: add the parameter city.", field="city")
    return None


def _filters(asked: FindQuery, near: ClosenessShares | None) -> Filters:
    return Filters(
        cities=near.within(SHARES[asked.near]) if near and asked.near else (),
        kinds=tuple(asked.kind),
        themes=tuple(asked.theme),
        countries=tuple(asked.country),
        sizes=tuple(asked.size),
        cost_low=asked.cost_low,
        cost_high=asked.cost_high,
        evidence=asked.evidence,
        statuses=tuple(asked.status),
        subkinds=tuple(asked.subkind),
        since=asked.since,
        until=asked.until,
    )


def _hit(hit: Hit) -> HitItem:
    return HitItem(
        kind=hit.kind,
        slug=hit.slug,
        title=hit.title,
        url=f"/api/v1/{ROOMS[hit.kind]}/{hit.slug}",
        city=hit.city,
        country=hit.country,
        score=hit.score,
        reasons=list(hit.reasons),
    )
