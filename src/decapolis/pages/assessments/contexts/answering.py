"""A city's reply as staff answer it, and the form in which a city writes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import ReplyState
from decapolis.benchmarks.models import Entrant, Reply
from decapolis.benchmarks.queries.marks import ReplyFacts
from decapolis.benchmarks.queries.values import grid_of
from decapolis.benchmarks.rules import may_answer
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import faults_of

MOST_DOCUMENTS = 200


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One reply, and the form in which staff answer it."""

    template: ClassVar[str] = "assessments/answer.html"
    crumbs: tuple[Crumb, ...]
    title: str
    edition: str
    card_url: str
    text: str
    now: str  # the score that counts
    wants: str  # empty: the city only comments
    proof: str
    proof_url: str
    pages: str
    when: str
    answer: str
    state: str
    is_open: bool
    reason: str  # why the reader may not answer; empty: they may
    url: str
    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score of a city, as it stands."""

    name: str
    score: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """The form in which a city replies, beside its scores and earlier replies."""

    template: ClassVar[str] = "assessments/reply.html"
    crumbs: tuple[Crumb, ...]
    city: str
    edition: str
    card_url: str
    url: str
    reason: str  # why the reader cannot reply; empty: they can
    form: Form
    faults: tuple[Fault, ...]
    replies: tuple[ReplyFacts, ...]


def card_url(entrant: Entrant) -> str:
    """Return the page of a city in a ranking."""
    return f"{entrant.edition.path}/{entrant.code}"


def answer_page(reply: Reply, *, reader: Reader, form: Form) -> AnswerPage:
    """Return one reply with all that is needed to answer it."""
    verdict = may_answer(reader, reply)
    document = _readable(reply, reader)
    url = reverse("assessments:answer", args=[reply.pk])
    title = _("{city} on {criterion}").format(
        city=reply.entrant.name, criterion=reply.criterion.name
    )
    value = grid_of(reply.edition).value(reply.entrant, reply.criterion)
    return AnswerPage(
        crumbs=(Crumb(_("Rankings"), reverse("assessments:staff")), Crumb(title)),
        title=title,
        edition=str(reply.edition),
        card_url=card_url(reply.entrant),
        text=reply.text,
        now=numbers.number(value) if value is not None else "",
        wants=numbers.number(reply.wants) if reply.wants is not None else "",
        proof=document.title if document else reply.url,
        proof_url=f"/documents/{document.slug}" if document else reply.url,
        pages=reply.page,
        when=numbers.day(reply.at.date()),
        answer=reply.answer,
        state=str(reply.get_state_display()),
        is_open=reply.state == ReplyState.OPEN,
        reason="" if verdict else verdict.reason,
        url=url,
        form=form,
        faults=faults_of(form),
    )


def reply_page(
    entrant: Entrant, *, form: Form, reason: str, replies: Sequence[ReplyFacts]
) -> ReplyPage:
    """Return the form in which a city replies."""
    edition, card = str(entrant.edition), card_url(entrant)
    return ReplyPage(
        crumbs=(
            Crumb(edition, entrant.edition.path),
            Crumb(entrant.name, card),
            Crumb(_("Reply")),
        ),
        city=entrant.name,
        edition=edition,
        card_url=card,
        url=f"{card}/reply",
        reason=reason,
        form=form,
        faults=faults_of(form),
        replies=tuple(replies),
    )


def documents_of(entrant: Entrant, *, reader: Reader) -> list[tuple[str, str]]:
    """Return the documents of the city that may be read, as choices."""
    rows = Document.objects.visible_to(reader).filter(city=entrant.city_id)
    return list(rows.order_by("title").values_list("slug", "title")[:MOST_DOCUMENTS])


def scores_of(entrant: Entrant) -> list[tuple[str, str]]:
    """Return the scores of a city as choices: code, and name with the score."""
    grid = grid_of(entrant.edition)
    found = []
    for leaf in grid.leaves:
        value = grid.value(entrant, leaf)
        shown = numbers.number(value) if value is not None else numbers.unknown()
        found.append((leaf.code, f"{leaf.name}: {shown}"))
    return found


def _readable(reply: Reply, reader: Reader) -> Document | None:
    found: Document | None = (
        Document.objects.visible_to(reader).filter(pk=reply.document_id or 0).first()
    )
    return found
