"""An initiative at its end as the record of a practice: real costs and outcomes beside planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from decapolis.indicators.choices import Direction
from decapolis.initiatives.choices import CostKind, FundingState, Opened, Stage
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.progress import MeasureFacts, Progress
from decapolis.initiatives.queries.shown import CostShown, PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.mail import absolute
from decapolis.library.choices import (
    Disclosure,
    Nature,
    OutcomeKind,
    Part,
    Recurrence,
    Status,
)

LONGEST_SENTENCE = 300
PARTS = {
    CostKind.CAPITAL: Part.CAPITAL,
    CostKind.RUNNING: Part.RUNNING,
    CostKind.STAFF: Part.STAFF,
}
READERS = {
    Opened.TEAM: Disclosure.TEAM,
    Opened.NETWORK: Disclosure.NETWORK,
    Opened.PUBLIC: Disclosure.PUBLIC,
}


@dataclass(slots=True)
class _Sources:
    """Addresses at which something was read, by their place in the record."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def place(self, url: str, title: str = "") -> int | None:
        """Return the place of a source; None where it is no address."""
        if not url.startswith(("https://", "http://")):
            return None
        for at, row in enumerate(self.rows):
            if row["url"] == url:
                return at
        self.rows.append({"url": url, "title": title or url})
        return len(self.rows) - 1


def practice_record(initiative: Initiative, plan: PlanShown, progress: Progress) -> dict[str, Any]:
    """Return an initiative as a record that its team completes, without what nobody said.

    A figure whose source is no address tells it in words. What was planned and what came of it
    stand side by side: amounts as planned and as spent, values beside the target.
    """
    sources = _Sources()
    for one in plan.part("evidence").lines:
        url = next((fact.url for fact in one.facts if fact.url), "")
        sources.place(absolute(url) if url.startswith("/") else url, one.title)
    costs = [row for line in plan.costs for row in _costs(line, sources)]
    outcomes = [_outcome(one, sources) for one in progress.measures]
    is_stopped = initiative.stage == Stage.STOPPED
    why = _sentence(initiative.why_ended)
    ended = initiative.ended or date.today()  # noqa: DTZ011 -- of a year alone
    record: dict[str, Any] = {
        "title": initiative.title,
        "city": initiative.city.name,
        "country": initiative.city.country_id,
        "region": initiative.city.admin1_name,
        "themes": list(initiative.themes),
        "problem": _whole(initiative.challenge, plan.text("baseline")),
        "approach": _whole(plan.text("objective"), plan.text("theory"), _done(plan)),
        "technologies": [_bare(one.title) for one in plan.part("systems").lines],
        "started": plan.starts.year if plan.starts else initiative.made.year,
        "ended": ended.year if is_stopped else None,
        "status": (Status.CANCELLED if is_stopped else Status.OPERATING).value,
        "costs": costs,
        "funding": _funding(plan),
        "partners": [
            {"name": one.partner, "sector": one.sector}
            for one in plan.activities
            if one.partner and one.sector
        ],
        "outcomes": outcomes,
        "result": {"text": why} if why and not is_stopped else None,
        "setback": {"text": why} if why and is_stopped else None,
        "lessons": _lines(one.changes for one in progress.reviews),
        "barriers": _lines(one.went_wrong for one in progress.reviews),
        "sources": sources.rows,
        "visibility": READERS[Opened(initiative.opened)].value,
    }
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def _costs(line: CostShown, sources: _Sources) -> Iterable[dict[str, Any]]:
    """Yield what was planned for a line, then what was spent on it."""
    part = PARTS[line.cost_kind].value
    if line.amount:
        yearly = line.cost_kind != CostKind.CAPITAL
        planned = {
            "amount": f"{line.amount.normalize():f}",
            "currency": line.currency,
            "covers": _covers(line.title, line.source, sources),
            "price_year": line.price_year,
            "recurrence": (Recurrence.YEARLY if yearly else Recurrence.ONCE).value,
            "nature": Nature.PLANNED.value,
            "part": part,
            "source": sources.place(line.source),
        }
        yield _filled(planned | _units(line))
    if line.spent:
        spent = {
            "amount": f"{line.spent.normalize():f}",
            "currency": line.currency,
            "covers": _covers(line.title, line.spent_source, sources),
            "recurrence": Recurrence.ONCE.value,
            "nature": Nature.SPENT.value,
            "part": part,
            "source": sources.place(line.spent_source),
        }
        yield _filled(spent | _units(line))


def _units(line: CostShown) -> dict[str, Any]:
    if not line.quantity or not line.unit:
        return {}
    return {"quantity": line.quantity, "unit": line.unit[:60], "scope": line.scope[:60]}


def _covers(title: str, source: str, sources: _Sources) -> str:
    if not source or sources.place(source) is not None:
        return title
    return _("{what} (source: {source})").format(what=title, source=source)


def _funding(plan: PlanShown) -> list[dict[str, Any]]:
    """Return the money that was certain to come."""
    return [
        _filled({
            "kind": one.funding_kind, "name": one.title[:200],
            "amount": f"{one.total.normalize():f}" if one.total else None,
            "currency": one.currency if one.total else None,
        })
        for one in plan.funding
        if one.state == FundingState.CERTIFIED and one.funding_kind
    ]  # fmt: skip


def _outcome(one: MeasureFacts, sources: _Sources) -> dict[str, Any]:
    """Return a measure as an outcome: its last value beside the target and the baseline."""
    shown, last = one.shown, one.last
    value = last.value if last else None
    held = {
        "metric": shown.title[:200],
        "value": value,
        "unit": shown.unit,
        "text": _told(one, sources),
        "kind": (OutcomeKind.MEASURED if last and last.source else OutcomeKind.REPORTED).value,
        "good": _is_good(one),
        "baseline": shown.baseline,
        "expected": shown.target,
        "year": last.on.year if last else None,
        "source": sources.place(last.source) if last else None,
    }
    return _filled(held)


def _told(one: MeasureFacts, sources: _Sources) -> str:
    shown, last = one.shown, one.last
    unit = shown.unit
    said = []
    if last is None:
        said.append(_("Nobody has measured it."))
    else:
        words = _("{value} on {day}.")
        said.append(words.format(
            value=numbers.quantity(last.value, unit), day=numbers.day(last.on)
        ))  # fmt: skip
        if last.source and sources.place(last.source) is None:
            said.append(_("Source: {source}.").format(source=last.source.rstrip(".")))
    if shown.target is not None:
        words = _("Planned: {target}.")
        said.append(words.format(target=numbers.quantity(shown.target, unit)))
    said += [
        _("The target was changed from {before}: {why}").format(
            before=numbers.quantity(change.before, unit), why=change.why
        )
        for change in one.changes
        if change.before is not None
    ]
    return f"{shown.title}: {' '.join(said)}"


def _is_good(one: MeasureFacts) -> bool | None:
    """Tell whether the target was reached; None where that cannot be said."""
    shown, last = one.shown, one.last
    if last is None or shown.target is None:
        return None
    if shown.direction == Direction.HIGHER:
        return last.value >= shown.target
    if shown.direction == Direction.LOWER:
        return last.value <= shown.target
    return None


def _done(plan: PlanShown) -> str:
    """Say what was done; of an initiative at its end what was not done is told as planned."""
    done = [_bare(one.title) for one in plan.activities if one.done]
    left = [_bare(one.title) for one in plan.activities if not one.done]
    said = [_("Done: {what}.").format(what="; ".join(done))] if done else []
    if left:
        said.append(_("Planned and not done: {what}.").format(what="; ".join(left)))
    return " ".join(said)


def _bare(title: str) -> str:
    """Return a title without the full stop that a note of the board ended with."""
    return title.rstrip().removesuffix(".")


def _sentence(text: str) -> str:
    """Return a text on one line, as long as one sentence of a record may be."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_SENTENCE:
        return words
    return words[: LONGEST_SENTENCE - 1].rpartition(" ")[0] + "\N{HORIZONTAL ELLIPSIS}"


def _whole(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _lines(texts: Iterable[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts if text.strip()]


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}
