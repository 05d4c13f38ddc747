"""The fields of a practice's record in words, as versions are compared and figures are traced."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.kernel import numbers
from decapolis.library.choices import (
    Disclosure,
    FundingKind,
    Nature,
    OutcomeKind,
    Part,
    Recurrence,
    Status,
    Theme,
    Tool,
    Went,
)
from decapolis.organisations.choices import Sector

# In the order of the page; what only machines read is left out.
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "result": gettext_lazy("Result in one line"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("State or region"),
    "country": gettext_lazy("Country"),
    "lead": gettext_lazy("Led by"),
    "costs": gettext_lazy("Cost"),
    "funding": gettext_lazy("Who paid"),
    "started": gettext_lazy("Began"),
    "ended": gettext_lazy("Ended"),
    "status": gettext_lazy("Status"),
    "went": gettext_lazy("How it went"),
    "problem": gettext_lazy("The problem"),
    "approach": gettext_lazy("What they did"),
    "outcomes": gettext_lazy("Outcome"),
    "setback": gettext_lazy("What went wrong"),
    "barriers": gettext_lazy("What hindered"),
    "lessons": gettext_lazy("What they would tell you"),
    "partners": gettext_lazy("Also took part"),
    "themes": gettext_lazy("Themes"),
    "tools": gettext_lazy("Tools of the city"),
    "technologies": gettext_lazy("Technologies named"),
    "technology_slugs": gettext_lazy("Technologies in the catalogue"),
    "sources": gettext_lazy("Source"),
    "visibility": gettext_lazy("Who may read it"),
}
LISTS = {
    "costs", "funding", "outcomes", "barriers", "lessons", "partners", "sources",
}  # fmt: skip


def field_label(field: str) -> str:
    """Return a field of the record in words."""
    return str(FIELDS.get(field, field))


def in_words(field: str, value: Any) -> str:  # noqa: ANN401 -- JSON is any
    """Return one value of a field as a reader would be told it, its source in brackets."""
    if isinstance(value, Mapping):
        teller = TELLERS.get(field)
        said = teller(value) if teller else ", ".join(str(part) for part in value.values())
        return said + _source(value)
    if isinstance(value, list):
        return numbers.listing([_choice(field, str(one)) for one in value])
    return _choice(field, str(value))


def amount_in_words(amount: object, currency: object) -> str:
    """Return an amount to the last digit: ``USD 2,400,000``."""
    try:
        exact = Decimal(str(amount))
        figure = numbers.number(exact, 0 if exact == exact.to_integral_value() else 2)
    except InvalidOperation:
        figure = str(amount)
    return f"{currency or ''} {figure}".strip()


def _choice(field: str, text: str) -> str:
    lists = {
        "status": Status, "went": Went, "themes": Theme, "tools": Tool, "visibility": Disclosure
    }  # fmt: skip
    return _label(lists[field], text) if field in lists else text


def _label(choices: Any, value: object) -> str:  # noqa: ANN401 -- any closed list
    return str(choices(value).label) if value in choices.values else str(value or "")


def _source(value: Mapping[str, Any]) -> str:
    source = value.get("source")
    if not isinstance(source, Mapping):
        return ""
    name = ", ".join(
        str(part) for part in (source.get("title") or source.get("url"), source.get("year")) if part
    )
    return _(" [source: {name}]").format(name=name)


def _sentence(value: Mapping[str, Any]) -> str:
    return str(value.get("text", ""))


def _cost(cost: Mapping[str, Any]) -> str:
    amount = amount_in_words(cost.get("amount", ""), cost.get("currency"))
    if cost.get("recurrence") == Recurrence.YEARLY:
        amount = _("{amount} a year").format(amount=amount)
    parts = [amount]
    if cost.get("part", Part.TOTAL) != Part.TOTAL:
        parts.append(_label(Part, cost["part"]).lower())
    if cost.get("nature", Nature.UNCLEAR) != Nature.UNCLEAR:
        parts.append(_label(Nature, cost["nature"]).lower())
    if cost.get("price_year"):
        parts.append(_("prices of {year}").format(year=cost["price_year"]))
    if cost.get("quantity") or cost.get("unit"):
        bought = (_figure(cost.get("quantity")), cost.get("unit"))
        parts.append(" × ".join(filter(None, bought)))  # noqa: RUF001 -- a multiplication
    parts += [str(cost[name]) for name in ("covers", "scope", "read_from") if cost.get(name)]
    return _with_claim("; ".join(parts), cost)


def _outcome(outcome: Mapping[str, Any]) -> str:
    unit = str(outcome.get("unit") or "")
    named = (
        (_("{figure}"), "value"),
        (_("before {figure}"), "baseline"),
        (_("expected {figure}"), "expected"),
    )
    parts = [
        words.format(figure=f"{_figure(outcome[name])} {unit}".strip())
        for words, name in named
        if outcome.get(name) not in (None, "")
    ]
    parts += [str(outcome["year"])] if outcome.get("year") else []
    parts.append(_label(OutcomeKind, outcome.get("kind", OutcomeKind.REPORTED)).lower())
    if outcome.get("good") is not None:
        parts.append(_("good") if outcome["good"] else _("bad"))
    head = f"{outcome.get('metric', '')}: {', '.join(parts)}. {outcome.get('text', '')}"
    return _with_claim(head, outcome)


def _with_claim(words: str, figure: Mapping[str, Any]) -> str:
    return _("{words} (the seller's figure)").format(words=words) if figure.get("claim") else words


def _figure(value: object) -> str:
    if isinstance(value, int | float):
        return f"{float(value):,}".removesuffix(".0")  # to the last digit, as it differs
    return str(value or "")


def _payer(payer: Mapping[str, Any]) -> str:
    who = ", ".join(
        part for part in (payer.get("name") or "", _label(FundingKind, payer.get("kind"))) if part
    )
    if payer.get("amount") is None:
        return who
    return f"{who}: {amount_in_words(payer['amount'], payer.get('currency'))}"


def _body(body: Mapping[str, Any]) -> str:
    return f"{body.get('name', '')} ({_label(Sector, body.get('sector')).lower()})"


def _reference(source: Mapping[str, Any]) -> str:
    parts = (source.get("title"), source.get("publisher"), source.get("year"), source.get("url"))
    return ", ".join(str(part) for part in parts if part)


TELLERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "costs": _cost,
    "funding": _payer,
    "outcomes": _outcome,
    "partners": _body,
    "lead": _body,
    "result": _sentence,
    "setback": _sentence,
    "sources": _reference,
}
