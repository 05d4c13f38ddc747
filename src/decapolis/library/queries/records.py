"""A practice as a record of the open import format: what its versions, drafts and forms hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from decapolis.library.models import Cost, Funding, Outcome, Practice, Version
from decapolis.library.validators import PracticeRecord

PARTS = ("costs", "funding", "partners", "outcomes", "technologies")
PLAIN = (
    "slug", "title", "themes", "tools", "problem", "approach", "started", "ended", "status",
    "went", "lessons", "barriers", "sources", "asked_as", "visibility",
)  # fmt: skip


def record_of(practice: Practice) -> dict[str, Any]:
    """Return the record that a practice holds now; one query, six where no version was kept."""
    kept = kept_records([practice.pk]).get(practice.pk)
    return record_from_rows(practice) if kept is None else kept


def kept_records(practices: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the records of the current versions by practice, where one was kept; one query."""
    rows = Version.objects.current().filter(practice__in=list(practices))
    return dict(rows.values_list("practice_id", "record"))


def record_from_rows(practice: Practice) -> dict[str, Any]:
    """Return a practice's record as its rows tell it: the way back from the loader."""
    lead, *partners = _bodies(practice)
    values = {
        **{name: getattr(practice, name) for name in PLAIN},
        "city": practice.city_name,
        "region": practice.region or None,
        "country": practice.country_id,
        "circle": practice.circle.slug if practice.circle else None,
        "lead": lead,
        "technologies": practice.technologies_named,
        "technology_slugs": [one.slug for one in _linked(practice)],
        "costs": [_cost(one) for one in practice.costs.order_by("pk")],
        "funding": [_payer(one) for one in practice.funding.order_by("pk")],
        "partners": partners,
        "outcomes": [_outcome(one) for one in practice.outcomes.order_by("pk")],
        "result": _sentence(practice.result, practice.result_source),
        "setback": _sentence(practice.setback, practice.setback_source),
    }
    return PracticeRecord.model_validate(values).as_json()


def _linked(practice: Practice) -> Iterable[Any]:
    links = Practice.technologies.through.objects.filter(practice=practice)
    return [one.technology for one in links.select_related("technology").order_by("pk")]


def _bodies(practice: Practice) -> list[dict[str, Any] | None]:
    """Return the lead, or None, and then the partners."""
    lead = (
        {"name": practice.lead_name, "sector": practice.lead_sector} if practice.lead_name else None
    )
    rows = practice.partners.filter(is_lead=False).order_by("pk")
    return [lead, *({"name": one.name, "sector": one.sector} for one in rows)]


def _sentence(text: str, source: int | None) -> Mapping[str, Any] | None:
    return {"text": text, "source": source} if text else None


def _cost(cost: Cost) -> dict[str, Any]:
    words = {name: getattr(cost, name) or None for name in ("covers", "unit", "scope", "read_from")}
    plain = ("amount", "currency", "source", "price_year", "recurrence", "nature", "part")
    return (
        {name: getattr(cost, name) for name in (*plain, "quantity")}
        | words
        | {"claim": cost.is_claim}
    )


def _payer(payer: Funding) -> dict[str, Any]:
    return {
        "kind": payer.kind,
        "name": payer.name or None,
        "amount": payer.amount,
        "currency": payer.currency or None,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    plain = ("metric", "value", "text", "source", "kind", "baseline", "expected", "year")
    return {
        **{name: getattr(outcome, name) for name in plain},
        "unit": outcome.unit or None,
        "good": outcome.is_good,
        "claim": outcome.is_claim,
    }
