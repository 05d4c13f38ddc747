"""Form editions, and take them through an assessment."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.actions.telling import tell
from decapolis.benchmarks.bridge.building import spec_of
from decapolis.benchmarks.bridge.running import doubts_of
from decapolis.benchmarks.choices import Kind, Shown, State
from decapolis.benchmarks.errors import (
    NameTaken,
    NoEntrants,
    NotBuilt,
    RecordRefused,
    WiderThanData,
)
from decapolis.benchmarks.models import Edition, Entrant, Framework
from decapolis.benchmarks.queries.concerned import cities_of, reviewers, speakers, those_who_marked
from decapolis.benchmarks.queries.values import not_wider, observed_cities
from decapolis.benchmarks.rules import may_close, may_manage, may_open
from decapolis.benchmarks.validators import EditionRecord
from decapolis.cities.models import City
from decapolis.indicators.models import Source
from decapolis.kernel.permissions import Reader, Visibility, require
from decapolis.kernel.records import Rejection
from decapolis.notices.actions import Told
from decapolis.people.models import Person

# Marks on one scale are neither filled in nor bent: their mean is the index.
AS_MARKED = {
    "denominate": False, "impute": False, "screen": False, "treat": False, "normalise": "none",
}  # fmt: skip
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_NAME = 200
LONGEST_SLUG = 60
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """What an edition is, before it has any values.

    Attributes
    ----------
    spec, doubt
        The recipe, and what could be otherwise, as JSON; empty for the usual ones: of an
        assessment the mean of the marks as they are, else COINr's example.
    shown, decimals
        How the index is written.
    """

    slug: str
    name: str
    kind: Kind = Kind.ASSESSED
    year: int | None = None
    source: Source | None = None
    about: str = ""
    spec: dict[str, Any] = field(default_factory=dict)
    doubt: list[dict[str, Any]] = field(default_factory=list)
    shown: Shown = Shown.MEAN
    decimals: int = 1
    visibility: Visibility = Visibility.PUBLIC


@transaction.atomic
def form_edition(
    *, by: Person, framework: Framework, terms: Terms, cities: Sequence[City] = ()
) -> Edition:
    """Form an edition of a framework, as a draft.

    Parameters
    ----------
    cities
        Who takes part; of an edition of observations, all that have any where none are named.

    Raises
    ------
    Forbidden
        They are not of network staff.
    RecordRefused
        A field or the recipe will not do, or observations without their source.
    NameTaken
        The framework has an edition of that slug.
    NoEntrants
        No city takes part.
    """
    require(may_manage(by))
    edition = _unsaved(framework, terms, by)
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise NameTaken(
            _("This framework has an edition {slug} already. Take another slug.").format(
                slug=terms.slug
            ),
            field="slug",
        ) from error
    taking_part = list(cities) or observed_cities(edition)
    if not taking_part:
        raise NoEntrants(_("Name at least one city that takes part."), field="cities")
    enter_cities(by=by, edition=edition, cities=taking_part)
    new = {"kind": edition.kind, "cities": len(taking_part), "visibility": edition.visibility}
    audit(
        by=by,
        act="benchmarks.edition_formed",
        subject=edition,
        change=Change({}, new),
        concerns=taking_part,
    )
    return edition


@transaction.atomic
def open_edition(*, by: Person, edition: Edition) -> Edition:
    """Let cities and reviewers give marks; they are told.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is no assessment that is being prepared.
    """
    held = _locked(edition)
    require(may_open(by, held))
    _move(held, State.ASSESSING)
    act = "benchmarks.edition_opened"
    audit(by=by, act=act, subject=held, concerns=cities_of(held))
    title = _("Marks can be given: {edition}").format(edition=held)
    told = Told(title, held.about[:500], held.work_path)
    tell(by=by, edition=held, people=[*speakers(held), *reviewers(held)], told=told)
    return held


@transaction.atomic
def close_marking(*, by: Person, edition: Edition) -> Edition:
    """End the marking, so that differences are settled; cities and their reviewers are told.

    Raises
    ------
    Forbidden
        They are not of network staff, or marks are not being given.
    """
    held = _locked(edition)
    require(may_close(by, held))
    _move(held, State.SETTLING)
    audit(by=by, act="benchmarks.marking_closed", subject=held, concerns=cities_of(held))
    title = _("Differences are settled now: {edition}").format(edition=held)
    told = Told(title, "", held.work_path)
    tell(by=by, edition=held, people=[*speakers(held), *those_who_marked(held)], told=told)
    return held


@transaction.atomic
def put_editions(
    *, by: Reader | None, records: Sequence[tuple[int, EditionRecord]]
) -> list[Rejection]:
    """Add or replace editions of observations, and publish them. Loading again changes nothing."""
    rejected = []
    for line, record in records:
        try:
            with transaction.atomic():
                _put(record)
        except RecordRefused as error:
            rejected.append(Rejection(line, error.field or "", error.message))
        except (NoEntrants, NotBuilt, WiderThanData) as error:
            rejected.append(Rejection(line, "source", error.message))
    return rejected


@transaction.atomic
def enter_cities(*, by: Reader | None, edition: Edition, cities: Iterable[City]) -> None:
    """Let cities take part that do not yet. The caller has asked the rules.

    Raises
    ------
    NoEntrants
        A city is named twice.
    """
    there = set(Entrant.objects.filter(edition=edition).values_list("city", flat=True))
    listed = list(cities)
    if len({city.pk for city in listed}) < len(listed):
        raise NoEntrants(_("A city is named twice. Name each once."), field="cities")
    Entrant.objects.bulk_create(
        Entrant(edition=edition, city=city, code=str(city.pk), name=city.name)
        for city in listed
        if city.pk not in there
    )


def _locked(edition: Edition) -> Edition:
    """Return an edition that no other act changes meanwhile."""
    rows = Edition.objects.select_related("framework", "source")
    found: Edition = rows.select_for_update(of=("self",)).get(pk=edition.pk)
    return found


def _put(record: EditionRecord) -> None:
    framework = Framework.objects.filter(slug=record.framework).first()
    source = Source.objects.filter(pk=record.source).first()
    for name, there in {"framework": framework, "source": source}.items():
        if there is None:
            value = getattr(record, name)
            raise RecordRefused(f"There is no {name} {value!r}. Load it first.", field=name)
    spec_of(record.spec)
    values = record.model_dump(mode="json", exclude={"framework", "slug", "source"})
    values["source"] = source
    edition, is_new = Edition.objects.update_or_create(
        framework=framework, slug=record.slug, defaults=values
    )
    not_wider(edition)
    cities = observed_cities(edition)
    if not cities:
        raise NoEntrants("No city has an observation of this source and year. Load them first.")
    enter_cities(by=None, edition=edition, cities=cities)
    keep_run(by=None, edition=edition)
    if is_new:
        Edition.objects.filter(pk=edition.pk).update(
            state=State.PUBLISHED, published_at=edition.made
        )


def _unsaved(framework: Framework, terms: Terms, by: Person) -> Edition:
    name = terms.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RecordRefused(_("Give it a name of at most 200 letters."), field="name")
    if not re.fullmatch(SLUG, terms.slug) or len(terms.slug) > LONGEST_SLUG:
        raise RecordRefused(
            _("Write the slug in small letters, numbers and hyphens, at most 60."), field="slug"
        )
    if terms.kind == Kind.OBSERVED and terms.source is None:
        raise RecordRefused(_("Name the source whose observations it takes."), field="source")
    if not 0 <= terms.decimals <= MOST_DECIMALS:
        raise RecordRefused(_("Show from 0 to 6 decimals."), field="decimals")
    spec_of(terms.spec)
    doubts_of(terms.doubt)
    return Edition(
        framework=framework,
        slug=terms.slug,
        name=name,
        kind=terms.kind,
        year=terms.year,
        source=terms.source,
        about=terms.about.strip(),
        spec=terms.spec or (AS_MARKED if terms.kind == Kind.ASSESSED else {}),
        doubt=terms.doubt,
        shown=terms.shown,
        decimals=terms.decimals,
        visibility=terms.visibility,
        made_by=by,
    )


def _move(edition: Edition, state: State) -> None:
    edition.state = state
    edition.save(update_fields=["state"])
