"""The queue of the reviewers, and the form in which one practice is graded."""

from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Theme
from decapolis.library.models import Practice, ReviewRequest
from decapolis.library.queries.practice import OutcomeFacts, PracticeFacts, practice_facts
from decapolis.library.queries.reviews import graded_before, to_grade
from decapolis.library.queries.rows import practice_rows
from decapolis.pages.components import Crumb, Fault, Pager, Source, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.links import with_query
from decapolis.pages.review.contexts.standing import Standing, standing_of
from decapolis.pages.review.words import SCALE, LevelWords

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """What of the queue is asked for."""

    theme: str = ""
    show: str = ""  # behind: graded on an earlier version
    page: int = 1

    def url(self, *, page: int = 1, show: str | None = None) -> str:
        """Return the address of the same with something changed."""
        return with_query(
            reverse("review:queue"),
            theme=self.theme,
            show=self.show if show is None else show,
            page=page if page > 1 else "",
        )


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A practice that can be graded."""

    title: str
    url: str
    key: str
    line: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for reviewers."""

    template: ClassVar[str] = "review/queue.html"
    crumbs: tuple[Crumb, ...]
    query: QueueQuery
    tabs: tuple[Tab, ...]
    themes: tuple[tuple[str, str], ...]
    says: str
    lines: tuple[QueueLine, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome as a reviewer weighs it."""

    title: str
    text: str
    key: str
    figures: str
    source: int | None
    is_claim: bool
    is_bad: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The form beside the outcomes of a practice."""

    template: ClassVar[str] = "review/review.html"
    crumbs: tuple[Crumb, ...]
    title: str
    lead: str
    practice_url: str
    standing: Standing
    asked: str  # what was asked of the reviewer; empty: nothing
    outcomes: tuple[OutcomeLine, ...]
    only_claims: bool
    sources: tuple[Source, ...]
    scale: tuple[LevelWords, ...]
    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What each level of evidence asks for."""

    template: ClassVar[str] = "review/evidence.html"
    scale: tuple[LevelWords, ...] = SCALE
    crumbs: tuple[Crumb, ...] = (
        Crumb("About", "/about"),
        Crumb("How we compare", "/about/method"),
        Crumb("Evidence"),
    )


def queue_page(query: QueueQuery, *, reader: Reader) -> QueuePage:
    """Return the queue; a constant number of queries."""
    read = graded_before if query.show else to_grade
    found = read(reader=reader, theme=query.theme)
    part = Paginator(found, ON_A_PAGE).get_page(query.page)
    practices = {one.slug: one for one in part.object_list}
    lines = []
    for row in practice_rows(list(practices), reader=reader):
        one = practices[row.slug]
        parts = (
            row.place.label,
            _("Its own results: {own}.").format(own=row.known.own),
        )
        lines.append(
            QueueLine(
                title=row.title,
                url=reverse("review:review", args=[row.slug]),
                key=_key(one, row.known.level),
                line=". ".join(part for part in parts if part),
            )
        )
    return QueuePage(
        crumbs=(Crumb(_("Grade evidence")),),
        query=query,
        tabs=(
            Tab(_("To be graded"), query.url(show=""), current=not query.show),
            Tab(_("Changed since graded"), query.url(show="behind"), current=bool(query.show)),
        ),
        themes=tuple((value, str(label)) for value, label in Theme.choices),
        says=ngettext("{n} practice", "{n} practices", part.paginator.count).format(
            n=numbers.number(part.paginator.count)
        ),
        lines=tuple(lines),
        pager=Pager.of(part, lambda number: query.url(page=number)),
    )


def review_page(practice: Practice, *, form: Form, reader: Reader) -> ReviewPage:
    """Return the form beside the outcomes of a practice."""
    facts = practice_facts(practice.slug, reader=reader)
    url = reverse("library:practice", args=[practice.slug])
    outcomes = tuple(map(_outcome, facts.outcomes))
    return ReviewPage(
        crumbs=(Crumb(_("Grade evidence"), reverse("review:queue")), Crumb(practice.title)),
        title=practice.title,
        lead=_lead(facts),
        practice_url=url,
        standing=standing_of(practice, reader=reader),
        asked=_asked(practice, reader),
        outcomes=outcomes,
        only_claims=bool(outcomes) and all(one.is_claim for one in outcomes),
        sources=tuple(
            Source(one.number, one.title, one.url, one.publisher, one.year)
            for one in facts.row.sources
        ),
        scale=SCALE,
        form=form,
        faults=faults_of(form),
    )


def _lead(facts: PracticeFacts) -> str:
    result = facts.row.result
    return f"{facts.row.place.label}. {result.text if result else ''}".strip()


def _key(practice: Practice, level: int) -> str:
    asked = getattr(practice, "asked", None)
    if asked:
        return _("Asked for on {day}").format(day=numbers.day(asked.date()))
    return _("Graded {level} of 5").format(level=level) if level else _("Not graded")


def _asked(practice: Practice, reader: Reader) -> str:
    found = ReviewRequest.objects.visible_to(reader).waiting().filter(practice=practice).first()
    if found is None:
        return ""
    said = _("A review was asked for on {day}.").format(day=numbers.day(found.at.date()))
    return f"{said} {found.note}".strip()


def _outcome(fact: OutcomeFacts) -> OutcomeLine:
    before, value = fact.baseline, fact.value
    figures = ""
    if before is not None and value is not None:
        figures = _("From {before} to {after}.").format(
            before=numbers.quantity(before, fact.unit), after=numbers.quantity(value, fact.unit)
        )
    return OutcomeLine(
        title=f"{fact.metric[:1].upper()}{fact.metric[1:]}",
        text=fact.text,
        key=fact.kind_label,
        figures=figures,
        source=fact.source.number if fact.source else None,
        is_claim=fact.is_claim,
        is_bad=fact.is_good is False,
    )
