"""The brief as plain text, for a terminal or a mail."""

import textwrap
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from decapolis.briefs.exports.labels import (
    cite_runs,
    cost_heading,
    labels,
    quantity_heading,
)
from decapolis.briefs.queries import Brief, CostTable, PracticeLine, Said

WIDTH = 88


def as_text(brief: Brief) -> str:
    """Return the brief as text of 88 columns; numbers in brackets lead to the sources."""
    return "\n".join(_lines(brief)).replace("\u00a0", " ") + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    yield from _opening(brief)
    yield from _figures(brief)
    yield from _peers(brief)
    yield from _practices(brief)
    for table in brief.costs:
        yield from _costs(table, brief.quantity)
    yield from _rest(brief)
    yield from _sources(brief)


def _opening(brief: Brief) -> Iterator[str]:
    words = labels(brief)
    yield from _wrapped(brief.title)
    yield "=" * min(WIDTH, len(brief.title))
    yield words.audience
    yield from _wrapped(words.read_as)
    if brief.weakness:
        yield ""
        yield from _wrapped(" ".join([getattr(words, brief.standing), *map(_told, brief.weakness)]))
    if brief.summary:
        yield ""
        yield from _wrapped(" ".join(map(_told, brief.summary)))
    yield from _list(words.todo, brief.todo)


def _figures(brief: Brief) -> Iterator[str]:
    words = labels(brief)
    if not brief.figures:
        return
    yield from _head(words.figures)
    yield from _wrapped(_told(brief.figures_say))
    yield ""
    for line in brief.figures:
        value = _told(line.value)
        among = f"{words.median} {line.median}, {line.range}" if line.range else words.alone
        yield from _item(f"{line.label} ({line.strip.note}): {value}; {among}")


def _peers(brief: Brief) -> Iterator[str]:
    if not brief.peers:
        return
    yield from _head(labels(brief).peers)
    yield from _wrapped(_told(brief.peers_say))
    yield ""
    for one in brief.peers:
        yield from _item(f"{one.label}. {_told(one.why)}")


def _practices(brief: Brief) -> Iterator[str]:
    if not brief.practices:
        return
    yield from _head(labels(brief).practices)
    yield from _wrapped(_told(brief.practices_say))
    for line in brief.practices:
        yield from _practice(line)


def _practice(line: PracticeLine) -> Iterator[str]:
    place = f"{line.city}, {line.place}" if line.place else line.city
    status = ", ".join(part for part in (line.status_label, line.years) if part)
    cost = [_told(line.cost), line.cost_note, *map(_told, line.more_costs)]
    kind = f"{line.kind_label}: " if line.kind_label else ""
    yield ""
    yield f"{place} ({line.nearness.text})"
    yield from _item(f"{_told(line.what)} {status}.")
    yield from _item(_("Cost: {cost}").format(cost="; ".join(part for part in cost if part)))
    yield from _item(f"{kind}{_told(line.result)}")
    yield from _item(_("Went wrong: {what}").format(what=_told(line.setback)))


def _costs(table: CostTable, quantity: float | None) -> Iterator[str]:
    yield from _head(cost_heading(table))
    yield from _wrapped(_told(table.lead))
    for line in table.lines:
        total = ""
        if line.at_quantity:
            total = f". {quantity_heading(table, quantity)}: {line.at_quantity.text}"
        yield from _item(f"{line.what}: {_told(line.price)} ({line.names}){total}")
    yield from _wrapped(_told(table.note))


def _rest(brief: Brief) -> Iterator[str]:
    words = labels(brief)
    calls = [f"{one.name} ({one.about}). {_told(one.ask)}" for one in brief.contacts]
    yield from _list(words.contacts, calls)
    if calls:
        yield from _wrapped(words.nobody)
    yield from _list(words.unknown, [_told(said) for said in brief.unknown])
    yield from _list(words.questions, [_told(said) for said in brief.questions])
    yield from _list(
        words.documents,
        [f"{one.title} ({one.about}). {_told(one.summary)}" for one in brief.documents],
    )


def _sources(brief: Brief) -> Iterator[str]:
    yield from _head(labels(brief).sources)
    for source in brief.sources:
        start = f"{source.number:3}. "
        yield from textwrap.wrap(
            f"{source.label} {source.url}".strip(), WIDTH,
            initial_indent=start, subsequent_indent=" " * len(start),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def _list(heading: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a heading and its items; nothing where there are none."""
    if items:
        yield from _head(heading)
        for item in items:
            yield from _item(item)


def _told(one: Said) -> str:
    """Return a sentence with the numbers of its sources in brackets."""
    numbers = ", ".join(text for _first, text in cite_runs(one.sources))
    return f"{one.text} [{numbers}]" if numbers else one.text


def _head(words: str) -> Iterator[str]:
    yield ""
    yield words
    yield "-" * len(words)


def _item(words: str) -> Iterator[str]:
    yield from textwrap.wrap(words, WIDTH, initial_indent="- ", subsequent_indent="  ")


def _wrapped(words: str) -> Iterator[str]:
    yield from textwrap.wrap(words, WIDTH)
