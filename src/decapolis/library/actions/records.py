"""Write practices, documents and technologies from their records: the one way into the library."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from decapolis.cities.bridge import match_cities, unknown_countries
from decapolis.files.actions import set_visibility
from decapolis.files.models import File
from decapolis.kernel.jobs import later
from decapolis.kernel.permissions import Reader, Visibility
from decapolis.kernel.records import Rejection
from decapolis.library.choices import CLOSED, WIDTHS, Evidence, VersionOrigin
from decapolis.library.models import (
    Cost,
    Document,
    Funding,
    Outcome,
    Partner,
    Practice,
    Technology,
    Version,
)
from decapolis.library.queries.comparing import same
from decapolis.library.queries.entries import practice_drafts
from decapolis.library.queries.levels import LEVELS
from decapolis.library.queries.records import PLAIN, kept_records
from decapolis.library.validators import (
    CostRecord,
    DocumentRecord,
    OutcomeRecord,
    PracticeRecord,
    TechnologyRecord,
)
from decapolis.organisations.models import Organisation
from decapolis.people.models import Circle
from decapolis.search.actions import mark_changed, put_entries
from decapolis.search.validators import EntryDraft

MEANINGS = "library.tasks.refresh_meanings"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a version says of itself beside its record."""

    origin: VersionOrigin = VersionOrigin.LOADED
    author: int | None = None  # person
    spoke_for: str = ""
    note: str = ""
    restored: int | None = None


LOADED = Stamp()


@transaction.atomic
def put_technologies(
    *, by: Reader | None, records: Sequence[tuple[int, TechnologyRecord]]
) -> list[Rejection]:
    """Add or replace technologies by slug; who reads a practice may read its technologies."""
    wanted = {record.slug: record.visibility for _line, record in records}
    links = Practice.technologies.through.objects.filter(technology__slug__in=wanted)
    named = links.values_list("technology__slug", "practice__visibility")
    hidden = {slug for slug, seen in named if WIDTHS[wanted[slug]] > WIDTHS[seen]}
    if hidden:
        told = "Practices that more people may read name it. Change these first."
        return [
            Rejection(line, "visibility", told) for line, record in records if record.slug in hidden
        ]
    rows = [
        Technology(**{**record.model_dump(mode="json"), "typical_cost": record.typical_cost or ""})
        for _line, record in records
    ]
    _put(Technology, rows, {name for name in TechnologyRecord.model_fields if name != "slug"})
    return []


@transaction.atomic
def put_documents(
    *, by: Reader | None, records: Sequence[tuple[int, DocumentRecord]]
) -> list[Rejection]:
    """Add or replace documents by slug."""
    rejected = unknown_countries(records)
    if rejected:
        return rejected
    cities = match_cities({_place(record) for _line, record in records if record.city})
    rows = [
        Document(
            city_id=cities.get(_place(record)),
            city_name=record.city or "",
            country_id=record.country,
            **{
                **record.model_dump(mode="json", exclude={"city", "country"}),
                "publisher": record.publisher or "",
            },
        )
        for _line, record in records
    ]
    fields = {name for name in DocumentRecord.model_fields if name != "slug"} | {"city_name"}
    _put(Document, rows, fields)
    _close_files(by, [record.slug for _line, record in records])
    return []


def _close_files(by: Reader | None, slugs: list[str]) -> None:
    """Let the file of a document be seen by those who see the document."""
    kept = Document.objects.filter(slug__in=slugs).exclude(file=None)
    for visibility in Visibility if kept.exists() else ():
        held = kept.filter(visibility=visibility).values("file")
        set_visibility(by=by, files=File.objects.filter(pk__in=held), to=visibility)


@transaction.atomic
def put_practices(
    *, by: Reader | None, records: Sequence[tuple[int, PracticeRecord]], stamp: Stamp = LOADED
) -> list[Rejection]:
    """Add or replace practices by slug, with their costs, funding, partners and outcomes.

    Each record that differs from what its practice holds becomes its next version. The number of
    queries does not grow with the number of records.

    Parameters
    ----------
    stamp
        What the versions say of themselves; by default that they were loaded.
    """
    held = list(Technology.objects.values_list("slug", "pk", "visibility"))
    technologies = {slug: pk for slug, pk, _visibility in held}
    circles = dict(Circle.objects.values_list("slug", "pk"))
    rejected = [
        *unknown_countries(records),
        *_closed(records, stamp),
        *(
            Rejection(line, "circle", f"There is no circle {record.circle!r}.")
            for line, record in records
            if record.circle and record.circle not in circles
        ),
        *_unknown_technologies(records, {slug: seen for slug, _pk, seen in held}),
    ]
    if rejected:
        return rejected
    cities = match_cities({_place(record) for _line, record in records})
    rows = [_practice(record, cities.get(_place(record))) for _line, record in records]
    for row, (_line, record) in zip(rows, records, strict=True):
        row.circle_id = circles.get(record.circle or "")
    fields = {field.name for field in Practice._meta.concrete_fields}
    fields -= {"id", "slug", "added", "version", "retells"}
    _put(Practice, rows, fields)
    slugs = [record.slug for _line, record in records]
    keys = dict(Practice.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    _put_parts([(keys[record.slug], record) for _line, record in records])
    links = Practice.technologies.through
    links.objects.filter(practice__in=keys.values()).delete()
    links.objects.bulk_create(
        links(practice_id=keys[record.slug], technology_id=technologies[slug])
        for _line, record in records
        for slug in dict.fromkeys(record.technology_slugs)
    )
    _keep_versions({keys[record.slug]: record for _line, record in records}, stamp)
    return []


def _unknown_technologies(
    records: Sequence[tuple[int, PracticeRecord]], seen: Mapping[str, str]
) -> Iterator[Rejection]:
    """Yield which records name a technology that is not there, or not for all who read them."""
    for line, record in records:
        for slug in record.technology_slugs:
            if slug not in seen:
                told = f"There is no technology {slug!r}. Load it first, or leave it out."
                yield Rejection(line, "technology_slugs", told)
            elif WIDTHS[seen[slug]] > WIDTHS[record.visibility]:
                told = f"Not all who may read this may read of {slug!r}. Leave it out, or open it."
                yield Rejection(line, "technology_slugs", told)


def _closed(records: Sequence[tuple[int, PracticeRecord]], stamp: Stamp) -> list[Rejection]:
    """Return which records are for a team's own page: files close nothing, and open nothing."""
    is_file = stamp.origin == VersionOrigin.LOADED
    held = Practice.objects.filter(slug__in=[record.slug for _line, record in records])
    shut = Q(visibility__in=CLOSED) if is_file else Q(pk__in=[])
    taken = set(held.filter(shut | ~Q(retells=None)).values_list("slug", flat=True))
    told = "A file cannot close a practice. Whoever speaks for its city does, on its page."
    return [
        *(
            Rejection(line, "slug", "This address is taken. Write another.")
            for line, record in records
            if record.slug in taken
        ),
        *(
            Rejection(line, "visibility", told)
            for line, record in records
            if is_file and record.visibility in CLOSED
        ),
    ]


@transaction.atomic
def let_be_found(*, by: Reader | None, drafts: Iterable[EntryDraft]) -> None:
    """Let what was written be found as it is now: by its words at once, by its meaning soon."""
    put_entries(by=by, drafts=drafts)
    later(MEANINGS, key="meanings")


@transaction.atomic
def let_level_be_known(*, by: Reader | None, practice: Practice) -> None:
    """Let lists tell the level of evidence as it is now.

    All that is kept of records is made again even where the index tells the same as before: who
    sees more than the public may see another level.
    """
    put_entries(by=by, drafts=practice_drafts(Practice.objects.filter(pk=practice.pk)))
    mark_changed(by=by)


def _keep_versions(records: Mapping[int, PracticeRecord], stamp: Stamp) -> None:
    """Keep a version of each practice whose record is another than before."""
    before = kept_records(records)
    told = {key: record.as_json() for key, record in records.items()}
    changed = [key for key, record in told.items() if same(before.get(key)) != same(record)]
    numbers = dict(Practice.objects.filter(pk__in=changed).values_list("pk", "version"))
    Version.objects.bulk_create(
        [
            Version(
                practice_id=key,
                number=numbers[key] + 1,
                record=told[key],
                by_id=stamp.author,
                spoke_for=stamp.spoke_for,
                note=stamp.note,
                origin=stamp.origin,
                restored=stamp.restored,
                visibility=records[key].visibility,
            )
            for key in changed
        ],
        500,
    )
    Practice.objects.filter(pk__in=changed).update(version=F("version") + 1)


def _put(model: type[Any], rows: list[Any], fields: set[str]) -> None:
    model.objects.bulk_create(
        rows, 500, update_conflicts=True, unique_fields=["slug"], update_fields=sorted(fields)
    )


def _place(record: PracticeRecord | DocumentRecord) -> tuple[str, str, str]:
    region = record.region if isinstance(record, PracticeRecord) else None
    return record.city or "", record.country or "", region or ""


def _evidence(outcomes: Iterable[OutcomeRecord]) -> Evidence:
    """Return the best kind among the outcomes; a supplier's claim never counts."""
    levels = [LEVELS[outcome.kind] for outcome in outcomes if not outcome.claim]
    return max(levels, default=Evidence.NONE)


def _practice(record: PracticeRecord, city: int | None) -> Practice:
    return Practice(
        city_id=city,
        city_name=record.city,
        region=record.region or "",
        country_id=record.country,
        lead_name=record.lead.name if record.lead else "",
        lead_sector=record.lead.sector if record.lead else "",
        technologies_named=record.technologies,
        evidence=_evidence(record.outcomes),
        result=record.result.text if record.result else "",
        result_source=record.result.source if record.result else None,
        setback=record.setback.text if record.setback else "",
        setback_source=record.setback.source if record.setback else None,
        **record.model_dump(mode="json", include=set(PLAIN)),
    )


def _put_parts(records: list[tuple[int, PracticeRecord]]) -> None:
    """Replace everything that hangs on these practices."""
    keys = [key for key, _record in records]
    for part in (Cost, Funding, Partner, Outcome):
        part._default_manager.filter(practice__in=keys).delete()
    Cost.objects.bulk_create(_cost(key, cost) for key, record in records for cost in record.costs)
    Funding.objects.bulk_create(
        Funding(
            practice_id=key,
            kind=payer.kind,
            name=payer.name or "",
            amount=payer.amount,
            currency=payer.currency or "",
        )
        for key, record in records
        for payer in record.funding
    )
    bodies = {name.casefold(): pk for name, pk in Organisation.objects.values_list("name", "pk")}
    Partner.objects.bulk_create(
        Partner(
            practice_id=key,
            name=body.name,
            sector=body.sector,
            is_lead=body is record.lead,
            organisation_id=bodies.get(body.name.casefold()),
        )
        for key, record in records
        for body in (*((record.lead,) if record.lead else ()), *record.partners)
    )
    Outcome.objects.bulk_create(
        Outcome(
            practice_id=key,
            is_good=outcome.good,
            is_claim=outcome.claim,
            **{**outcome.model_dump(exclude={"good", "claim"}), "unit": outcome.unit or ""},
        )
        for key, record in records
        for outcome in record.outcomes
    )


def _cost(key: int, cost: CostRecord) -> Cost:
    words = {name: getattr(cost, name) or "" for name in ("covers", "unit", "scope", "read_from")}
    plain = cost.model_dump(exclude={"claim", *words})
    return Cost(practice_id=key, is_claim=cost.claim, **plain, **words)
