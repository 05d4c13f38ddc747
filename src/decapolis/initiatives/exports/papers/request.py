"""The request for information: what the city needs, asked of every supplier alike.

It names no system's owner, no partner and no company, and no money unless the team chooses so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import (
    Block,
    Facts,
    Heading,
    Missing,
    Paper,
    Points,
    Rows,
    Said,
    Words,
)
from decapolis.initiatives.exports.clipping import sentences
from decapolis.initiatives.exports.material import Material, paper
from decapolis.initiatives.queries.catalogue import (
    TechnologyAsked,
    companies_named,
    technologies_named,
)
from decapolis.initiatives.queries.shown import LineShown, SystemShown
from decapolis.kernel import numbers
from decapolis.kernel.mail import absolute
from decapolis.library.validators.records import currencies

PARTS = (PlanPart.BASELINE, PlanPart.OBJECTIVE, PlanPart.SYSTEMS, PlanPart.MEASURES)
SIGNS = "$€£¥₹₩₽₺₱₦₫₴₡₪"
# Amounts below the first are no secret by themselves; from the second on they are told rounded too.
SMALL, LARGE = 1000, 100_000


def request(of: Material, *, with_money: bool = False) -> Paper:
    """Return the request for information.

    Parameters
    ----------
    with_money
        Whether amounts of money may stand in it, the budget among them.
    """
    plan = of.plan
    asked = asked_of(of)
    blocks: list[Block] = [
        *parts.text("", _(
            "The city of {city} asks for information. This is no tender: nothing is bought by it, "
            "and an answer binds nobody. All answers are read by the same questions."
        ).format(city=plan.city), is_lead=True),
        *parts.head(_("The need"), [
            *parts.text("", plan.challenge),
            *parts.text(_("Where we stand"), plan.text("baseline")),
            *parts.affected(of),
            *parts.text(_("Objective"), plan.text("objective")),
        ]),
        *parts.head(_("What it must bring about"), parts.lines(
            of, PlanPart.MEASURES, is_whole=False, only=("baseline", "target"),
        )),
        *parts.head(_("What the city looks for"), _systems(of)),
        *[block for one in asked for block in _asked(of, one)],
        *parts.head(_("Questions to every supplier"), [Points(_common(), is_numbered=True)]),
        *parts.head(_("When"), _dates(of)),
        *(parts.head(_("Budget"), [*parts.lines(of, PlanPart.BUDGET), *parts.years(of)])
          if with_money else []),
        *parts.head(_("How to answer"), parts.text("", _(
            "Answer question by question, in at most ten pages, in files that any program opens. "
            "Mark what is a secret of your company. To whom and until when: see the letter with "
            "which this came."
        ))),
        *parts.missing(of, (PlanPart.SYSTEMS,), title=_("What the city does not know yet")),
    ]  # fmt: skip
    shown = tuple(blocks) if with_money else _without_money(of, blocks)
    about = _("{city}, {day}.").format(city=plan.city, day=numbers.day(of.today))
    return paper(of, _("Request for information"), shown, about=about)


def asked_of(of: Material) -> tuple[TechnologyAsked, ...]:
    """Return the kinds of technology that the systems of the plan name."""
    held = of.plan.part(PlanPart.SYSTEMS).lines
    return technologies_named("\n".join(one.title for one in held), reader=of.reader)


def companies_in(of: Material) -> tuple[str, ...]:
    """Return the companies that its systems and needs name, so that the team can take them out."""
    held = of.plan.part(PlanPart.SYSTEMS).lines
    words = [fact.text for one in held for fact in one.facts if fact.name != "owner"]
    words += [one.title for one in held]
    words += [of.plan.challenge, of.plan.text("baseline"), of.plan.text("objective")]
    return companies_named(words, reader=of.reader)


def _systems(of: Material) -> list[Block]:
    found: list[Block] = []
    for one in of.plan.part(PlanPart.SYSTEMS).lines:
        if isinstance(one, SystemShown):
            pairs = (
                (_("Standards"), one.standards),
                (_("Data and privacy"), one.privacy),
                (_("Exit"), one.exit),
            )
            unknown = Said(_("not said yet: tell us what you hold to be right"), is_quiet=True)
            facts = tuple((name, Said(words) if words else unknown) for name, words in pairs)
            found += [Heading(one.title, 3), Facts(facts)]
    return found


def _asked(of: Material, one: TechnologyAsked) -> list[Block]:
    """Return what the library says to ask of one kind of technology."""
    source = of.sources.cite(
        _("Library of the network: {name}").format(name=one.name),
        absolute(f"/technologies/{one.slug}"),
    )
    blocks: list[Block] = []
    if one.standards:
        said = Said(numbers.listing(one.standards), source)
        blocks.append(Words((said,), label=_("Standards that matter")))
    if one.prerequisites:
        blocks.append(Words((Said(_("What it needs of the city:"), source),)))
        blocks.append(Points(tuple(Said(each) for each in one.prerequisites)))
    if one.questions:
        blocks.append(Points(tuple(Said(each) for each in one.questions), is_numbered=True))
    return parts.head(_("Questions on {name}").format(name=one.name.lower()), blocks)


def _common() -> tuple[Said, ...]:
    return tuple(
        Said(one)
        for one in (
            _("Where does it run already, in cities of what size, since when? Whom may we call?"),
            _("Where was it ended, and why?"),
            _("Which open standards and interfaces does it keep, in which versions?"),
            _("Who owns the data, where do they lie, and how does the city take all of them out?"),
            _("What personal data does it need, for how long, and on what ground?"),
            _("How is it kept safe, and who has tested that when?"),
            _("Which parts work with keyboard and screen reader alone (WCAG 2.2 AA)?"),
            _("What must the city bring: posts, skills, networks, buildings?"),
            _("How does a price come about: once, each year, for each unit, when it ends?"),
            _("How does the city leave it after three years, and what is left then?"),
        )
    )


def _dates(of: Material) -> list[Block]:
    """Return when the city means to begin, and which days follow; what is past is left out."""
    pairs = []
    if of.plan.starts and of.plan.starts >= of.today:
        pairs.append((_("Begins"), Said(numbers.day(of.plan.starts))))
    coming = [one for one in of.plan.milestones if one.due and one.due >= of.today]
    pairs += [
        (numbers.day(one.due), Said(one.title))
        for one in sorted(coming, key=lambda one: (one.due or of.today, one.id))
    ]
    return [Facts(tuple(pairs))] if pairs else []


class _Scrubber:
    """Takes out sentences that tell money: by sign, by code, in words, or an amount of the plan."""

    def __init__(self, of: Material) -> None:
        codes = "|".join(sorted(currencies()))
        number = r"\d[\d.,'\u00a0\u202f ]*"
        told = _MONEY_WORDS
        self.pattern = re.compile(
            rf"[{SIGNS}]\s?\d|{number}\s?[{SIGNS}]"
            rf"|\b(?:{codes})\s?\d|{number}\s?(?:[kKmM]|bn|million|billion|thousand)?\s?\b(?:{codes})\b"
            rf"|{number}\s?(?i:(?:million|billion|thousand|k|m|bn)?\s?(?:{told})\b)"
        )
        self.amounts = _amounts(of)
        self.gone = 0

    def text(self, words: str) -> str:
        """Return the sentences that tell no money."""
        found = sentences(words)
        kept = [one for one in found if not self.tells(one)]
        self.gone += len(found) - len(kept)
        return words if len(kept) == len(found) else " ".join(kept)

    def tells(self, sentence: str) -> bool:
        """Tell whether a sentence tells money."""
        if self.pattern.search(sentence):
            return True
        runs = re.findall(r"\d[\d.,'\u00a0\u202f ]*\d", sentence)
        return any(_digits(run) in self.amounts for run in runs)

    def said(self, one: Said) -> Said:
        """Return words without money."""
        return replace(one, text=self.text(one.text))


_MONEY_WORDS = (
    "dollars?|euros?|pounds?|pesos?|reais|real|yen|rupees?|francs?|kron[ae]r?|cents?|"
    "d[oó]lares?|libras?|soles"
)


def _amounts(of: Material) -> set[str]:
    """Return every amount of the plan as digits alone, large ones rounded as well."""
    found: set[Decimal] = set()
    for cost in of.plan.costs:
        found |= {one for one in (cost.amount, cost.total, cost.low, cost.high, cost.spent) if one}
    for given in of.plan.funding:
        found |= {one for one in (given.amount, given.total) if one}
    found |= {of.plan.sums.cost, of.plan.sums.certified, of.plan.sums.hoped}
    rounded = {Decimal(f"{one:.{places}g}") for one in found if one >= LARGE for places in (2, 3)}
    return {str(int(one)) for one in found | rounded if one >= SMALL}


def _digits(text: str) -> str:
    """Return the whole number that a run of digits is, whatever parts its thousands."""
    plain = re.sub(r"[.,]\d{1,2}$", "", text.strip())
    return re.sub(r"\D", "", plain)


def _without_money(of: Material, blocks: Sequence[Block]) -> tuple[Block, ...]:
    scrub = _Scrubber(of)
    kept = tuple(one for block in blocks if (one := _scrubbed(block, scrub)) is not None)
    if not scrub.gone:
        return kept
    words = ngettext(
        "{n} sentence that tells money is left out here.",
        "{n} sentences that tell money are left out here.",
        scrub.gone,
    )
    return (*kept, Words((Said(words.format(n=scrub.gone), is_quiet=True),)))


@singledispatch
def _scrubbed(block: Block, scrub: _Scrubber) -> Block | None:  # noqa: ARG001 -- of those below
    """Return a block without money; None where nothing is left of it, and of any picture."""
    return None


@_scrubbed.register
def _heading(block: Heading, scrub: _Scrubber) -> Block | None:
    return replace(block, text=scrub.text(block.text) or _("Not named here"))


@_scrubbed.register
def _words(block: Words, scrub: _Scrubber) -> Block | None:
    said = tuple(scrub.said(one) for one in block.said)
    return replace(block, said=said) if any(one.text for one in said) else None


@_scrubbed.register
def _points(block: Points, scrub: _Scrubber) -> Block | None:
    items = tuple(scrub.said(one) for one in block.items)
    return replace(block, items=tuple(one for one in items if one.text))


@_scrubbed.register
def _facts(block: Facts, scrub: _Scrubber) -> Block | None:
    pairs = ((scrub.text(name), scrub.said(said)) for name, said in block.pairs)
    return Facts(tuple((name, said) for name, said in pairs if name and said.text))


@_scrubbed.register
def _rows(block: Rows, scrub: _Scrubber) -> Block | None:
    rows = tuple(
        tuple(tuple(scrub.said(one) for one in cell) for cell in row) for row in block.rows
    )
    return replace(block, rows=rows, note=scrub.text(block.note))


@_scrubbed.register
def _missing(block: Missing, scrub: _Scrubber) -> Block | None:
    return replace(block, items=tuple(filter(None, map(scrub.text, block.items))))


def warnings(of: Material) -> tuple[str, ...]:
    """Say what a team should mend before this leaves the house."""
    found = []
    names = companies_in(of)
    if names:
        words = _("It names companies: {names}. Take the names out, so that all can answer.")
        found.append(words.format(names=numbers.listing(names)))
    systems: Sequence[LineShown] = of.plan.part(PlanPart.SYSTEMS).lines
    if not systems:
        found.append(_("It names no system, so that suppliers do not know what is looked for."))
    elif not asked_of(of):
        found.append(
            _("No system is called as in the catalogue of technologies: it adds no questions.")
        )
    return tuple(found)
