"""Read what practices stood on, and what a team found of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from decapolis.cities.models import City
from decapolis.initiatives.models import Finding
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import FundingKind
from decapolis.library.models import Practice
from decapolis.organisations.choices import Sector
from decapolis.people.models import teams_of
from decapolis.people.queries import names_of

Place = tuple[str, str, str]  # slug of the practice, condition, detail


@dataclass(frozen=True, slots=True)
class Stood:
    """A practice and what it stood on, as far as its record says."""

    slug: str
    title: str
    city_name: str
    city: City | None
    country: str  # ISO 3166-1, or empty
    country_name: str
    region: str
    lead: str
    payers: tuple[FundingKind, ...]
    partners: tuple[tuple[Sector, str], ...]  # sector and name; without the lead
    barriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingShown:
    """What a team says of one condition; ``by`` is empty for readers outside the team.

    Attributes
    ----------
    standing
        Empty: it says nothing and leaves it to the figures.
    risk, task
        Ids of what was made of it and stands in the plan; None where nothing does.
    """

    standing: str
    note: str
    by: str
    at: datetime
    risk: int | None
    task: int | None


def stood_on(slugs: Collection[str], *, reader: Reader | None) -> tuple[Stood, ...]:
    """Return practices in the given order, without those that the reader may not read."""
    rows = Practice.objects.open_to(reader).filter(slug__in=slugs)
    rows = rows.select_related("city__country", "country").prefetch_related("funding", "partners")
    found = {row.slug: _stood(row) for row in rows}
    return tuple(found[slug] for slug in slugs if slug in found)


def _stood(row: Practice) -> Stood:
    payers = {FundingKind(share.kind): None for share in row.funding.all()}
    return Stood(
        slug=row.slug,
        title=row.title,
        city_name=row.city_name or row.title,
        city=row.city,
        country=row.country_id or "",
        country_name=row.country.name if row.country else "",
        region=row.region or (row.city.admin1_name if row.city else ""),
        lead=row.lead_name,
        payers=tuple(payers),
        partners=tuple(
            (Sector(partner.sector), partner.name)
            for partner in row.partners.all()
            if partner.sector and not partner.is_lead
        ),
        barriers=tuple(str(one) for one in row.barriers if isinstance(one, str)),
    )


def findings_of(key: str, *, reader: Reader | None) -> Mapping[Place, FindingShown]:
    """Return what the team of an initiative found, by practice, condition and detail."""
    rows = Finding.objects.visible_to(reader).filter(initiative__key=key)
    in_team = rows.filter(initiative__team__in=teams_of(reader)).exists()
    found = list(rows.select_related("practice", "risk", "task"))
    names = names_of({row.by_id for row in found} if in_team else (), reader=reader)
    return {
        (row.practice.slug, row.condition, row.detail): FindingShown(
            standing=row.standing,
            note=row.note,
            by=names.get(row.by_id or 0, ""),
            at=row.at,
            risk=row.risk.pk if row.risk and row.risk.gone is None else None,
            task=row.task.pk if row.task and row.task.gone is None else None,
        )
        for row in found
    }
