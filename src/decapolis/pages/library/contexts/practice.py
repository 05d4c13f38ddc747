"""The page of a practice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import FundingBar
from decapolis.kernel.sources import Sourced
from decapolis.library.choices import Status
from decapolis.library.queries.contacts import Contact, PartnerFacts
from decapolis.library.queries.practice import OutcomeFacts, PracticeFacts
from decapolis.library.queries.related import RelatedPractice
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.components import Added, Crumb, Source, Topic
from decapolis.pages.contribute.included import Contribution
from decapolis.pages.contribute.room import Room
from decapolis.pages.library.contexts.document import ended
from decapolis.pages.library.contexts.links import (
    brief_url,
    city_url,
    crumbs_to,
    record_url,
    source_list,
    theme_topics,
)
from decapolis.pages.library.contexts.money import (
    Amount,
    Rate,
    amount_of,
    funding_bar,
    payers_apart,
    rates_of,
    rounded,
)
from decapolis.pages.library.contexts.nearness import Nearness, nearness
from decapolis.pages.library.contexts.outcomes import Happened, happened
from decapolis.pages.review.included import Trust

SAME_WORDS = 0.75  # of the shorter sentence


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the record with the number of its source."""

    text: str
    source: int | None
    is_main: bool = False
    added: Added | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A body to call: what it is, the question for it, and where to go."""

    name: str
    aside: str
    ask: str
    action: str  # empty: no page and no website is known
    url: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that took part."""

    name: str
    url: str
    aside: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another practice, and what ties it to this one."""

    key: str
    title: str
    url: str
    line: str
    has_failed: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What it cost, what that means, and who paid; all of it may be missing."""

    main: Amount | None
    rates: tuple[Rate, ...]
    others: tuple[Amount, ...]
    funding: FundingBar | None
    payers: tuple[str, ...]  # in words, where the currencies differ
    fit: str  # whether the shares make up the cost
    added: Added | None  # who said who paid


@dataclass(frozen=True, slots=True)
class PracticePage:
    """What the page of a practice shows."""

    template: ClassVar[str] = "library/practice.html"
    title: str
    lead: Said | None
    label: str  # that it failed; empty where the sentence after it begins so
    kicker: str
    place: str
    place_url: str
    has_claim: bool
    has_failed: bool
    row: PracticeRow
    years: str
    years_added: Added | None
    money: Money
    problem: tuple[str, ...]
    approach: tuple[str, ...]
    happened: Happened
    troubles: tuple[Said, ...]
    has_troubles: bool
    lessons: tuple[str, ...]
    nearness: Nearness | None
    calls: tuple[Call, ...]
    partners: tuple[Body, ...]  # those that are not to be called
    related: tuple[Neighbour, ...]
    technologies: tuple[Topic, ...]
    technologies_named: tuple[str, ...]
    themes: tuple[Topic, ...]
    sources: tuple[Source, ...]
    crumbs: tuple[Crumb, ...]
    brief: str  # address of the brief; empty where no city is chosen
    brief_for: str
    contribution: Contribution
    trust: Trust | None  # None: nobody grades or follows it
    room: Room


@dataclass(frozen=True, slots=True)
class Around:
    """What people do with a practice, as far as its reader may know of it."""

    contribution: Contribution
    trust: Trust | None
    room: Room


def practice_page(facts: PracticeFacts, *, city: City | None, around: Around) -> PracticePage:
    """Return the page of a practice as a reader of this city sees it."""
    contribution = around.contribution
    row = facts.row
    theme = row.themes[0] if row.themes else ""
    return PracticePage(
        title=row.title,
        lead=_said(row.result, mark=contribution.added("result")),
        label=_label(row),
        kicker=_("Led by {lead}.").format(lead=row.lead.rstrip(".")) if row.lead else "",
        place=row.place.label,
        place_url=city_url(row.place),
        has_claim=any(cost.is_claim for cost in facts.costs)
        or any(outcome.is_claim for outcome in facts.outcomes),
        has_failed=row.has_failed,
        row=row,
        years=years_of(row),
        years_added=contribution.added("started", "ended"),
        money=_money(facts, contribution),
        problem=paragraphs(facts.problem),
        approach=paragraphs(facts.approach),
        happened=happened(
            facts.outcomes,
            facts.costs,
            [contribution.added(f"outcomes.{n}") for n in range(len(facts.outcomes))],
        ),
        troubles=_troubles(facts, contribution.added("setback")),
        has_troubles=not facts.went_wrong.is_empty,
        lessons=facts.lessons,
        nearness=None if row.is_nameless else nearness(row.place, city, theme=theme),
        calls=tuple(map(_call, facts.contacts)),
        partners=_others(facts),
        related=tuple(map(_neighbour, facts.related)),
        technologies=tuple(
            Topic(one.name, record_url("technology", one.slug)) for one in row.technologies
        ),
        technologies_named=facts.technologies_named,
        themes=theme_topics(row.themes),
        sources=source_list(row.sources),
        crumbs=crumbs_to("practice", theme=theme),
        brief=brief_url(city.pk, row.title) if city else "",
        brief_for=city.name if city else "",
        contribution=contribution,
        trust=around.trust,
        room=around.room,
    )


def years_of(row: PracticeRow) -> str:
    """Return when it ran: open at the end only while it still runs."""
    runs = row.status not in {Status.ENDED, Status.CANCELLED}
    return numbers.years(row.started, row.ended, open_ended=runs)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text of the record in paragraphs."""
    return tuple(part.strip() for part in text.splitlines() if part.strip())


def _said(sentence: Sourced | None, *, mark: Added | None, is_main: bool = False) -> Said | None:
    if sentence is None:
        return None
    source = sentence.source.number if sentence.source else None
    return Said(ended(sentence.text), source, is_main, mark)


def _money(facts: PracticeFacts, contribution: Contribution) -> Money:
    cost = facts.costs[0] if facts.costs else None
    bar = funding_bar(facts.funding, cost)
    amounts = [
        amount_of(one, contribution.added(f"costs.{n}")) for n, one in enumerate(facts.costs)
    ]
    if facts.row.is_nameless:
        amounts = [rounded(amount, one) for amount, one in zip(amounts, facts.costs, strict=True)]
    return Money(
        main=amounts[0] if amounts else None,
        rates=rates_of(cost) if cost and not facts.row.is_nameless else (),
        others=tuple(amounts[1:]),
        funding=bar,
        payers=() if bar else tuple(payers_apart(facts.funding)),
        fit=facts.funding.says if bar and not bar.mismatch else "",
        added=contribution.added(*(f"funding.{n}" for n in range(len(facts.funding.payers)))),
    )


def _label(row: PracticeRow) -> str:
    """Return the word for a practice that failed, where its result does not begin with it."""
    if not row.has_failed:
        return ""
    label = row.status_label if row.status == Status.CANCELLED else row.went_label
    begins = row.result is not None and row.result.text.casefold().startswith(label.casefold())
    return "" if begins else label


def _troubles(facts: PracticeFacts, mark: Added | None) -> tuple[Said, ...]:
    """Return what went wrong, each thing once: the setback, what hindered, bad outcomes."""
    wrong = facts.went_wrong
    said = [
        _said(wrong.setback, mark=mark, is_main=True),
        *(Said(barrier, None) for barrier in wrong.barriers),
        *(_of_outcome(one) for one in wrong.outcomes),
    ]
    kept: list[Said] = []
    for one in said:
        if one and not any(_says_the_same(one.text, other.text) for other in kept):
            kept.append(one)
    return tuple(kept)


def _says_the_same(text: str, other: str) -> bool:
    """Tell whether two sentences share most of their words: a record often says a thing twice."""
    words, others = (set(re.findall(r"\w+", one.casefold())) for one in (text, other))
    return len(words & others) >= SAME_WORDS * max(min(len(words), len(others)), 1)


def _of_outcome(outcome: OutcomeFacts) -> Said:
    return Said(outcome.text, outcome.source.number if outcome.source else None)


def _call(contact: Contact) -> Call:
    body = contact.body
    aside = [contact.role_label, body.sector_label]
    if body.has_interest:
        aside.append(_("has an interest"))
    action, url = "", ""
    if body.organisation:
        action, url = _("About it"), record_url("organisation", body.organisation)
    elif body.website:
        action, url = _("Website"), body.website
    return Call(
        name=body.name,
        aside=", ".join(part[:1].lower() + part[1:] for part in aside if part),
        ask=contact.ask,
        action=action,
        url=url,
    )


def _others(facts: PracticeFacts) -> tuple[Body, ...]:
    """Return the bodies that took part and are not among those to call."""
    called = {contact.body.name for contact in facts.contacts}
    bodies = (facts.lead, *facts.partners)
    return tuple(_body(one) for one in bodies if one and one.name not in called)


def _body(body: PartnerFacts) -> Body:
    roles = {"lead": _("led it"), "payer": _("paid"), "partner": ""}
    words = (roles[body.role], body.sector_label.lower())
    return Body(
        name=body.name,
        url=record_url("organisation", body.organisation) if body.organisation else "",
        aside=", ".join(word for word in words if word),
    )


def _neighbour(other: RelatedPractice) -> Neighbour:
    failed = other.status_label if other.has_failed else ""
    return Neighbour(
        key=failed or other.place.city,
        title=other.title,
        url=record_url("practice", other.slug),
        line=_line(other),
        has_failed=other.has_failed,
    )


def _line(other: RelatedPractice) -> str:
    """Return what came of it, and what ties it to the practice of this page."""
    parts: Sequence[str] = (ended(other.line.text) if other.line else "", f"{other.why}.")
    return " ".join(part for part in parts if part)
