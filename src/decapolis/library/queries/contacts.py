"""Whom to call about a practice, and what to ask: made by rule from the record, nobody invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Evidence
from decapolis.library.models import Funding, Outcome, Partner, Practice
from decapolis.library.queries.rows import visible
from decapolis.organisations import queries as organisations
from decapolis.organisations.choices import Sector
from decapolis.organisations.queries import PlaceFacts, place_of

Role = Literal["lead", "payer", "partner"]

VAGUE = {"local", "various", "several", "other"}  # "Local NGOs (awareness)" is nobody to call


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """A body that took part, with its page where the library holds one that may be seen."""

    name: str
    sector: str  # empty: not said
    sector_label: str
    role: Role
    organisation: str  # slug; empty: no page
    website: str  # empty: not known
    has_interest: bool  # a firm: it earns by the practice


@dataclass(frozen=True, slots=True)
class Contact:
    """A body to call and the question for it. No person is named unless one agreed to be."""

    body: PartnerFacts
    role_label: str
    ask: str
    practice: str  # slug
    practice_title: str
    place: PlaceFacts


def with_contact_parts(
    practices: QuerySet[Practice], *, reader: Reader | None
) -> QuerySet[Practice]:
    """Fetch with each practice what its contacts are made of: four queries beside its own.

    A partner comes with its organisation only where the reader may see that.
    """
    pages = Prefetch("organisation", queryset=organisations.visible(reader))
    partners = Partner.objects.order_by("pk").prefetch_related(pages)
    return practices.select_related("city", "country").prefetch_related(
        Prefetch("partners", queryset=partners),
        Prefetch("funding", queryset=Funding.objects.order_by("pk")),
        Prefetch("outcomes", queryset=Outcome.objects.order_by("pk")),
    )


def contacts(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Contact, ...]:
    """Return whom to call about these practices, in their order; each body once.

    Five queries, however many. Practices not to be seen give nobody.
    """
    practices = with_contact_parts(visible(reader).filter(slug__in=slugs), reader=reader)
    found = {practice.slug: practice for practice in practices}
    listed: dict[str, Contact] = {}
    for slug in dict.fromkeys(slugs):
        if slug in found:
            for contact in contacts_of(found[slug]):
                listed.setdefault(contact.body.name.casefold(), contact)
    return tuple(listed.values())


def contacts_of(practice: Practice) -> tuple[Contact, ...]:
    """Return whom to call about one practice: who led it, then who paid, then who took part.

    Bodies without a name of their own ("Residents and donors") are not to be called.
    """
    place = place_of(practice, region=practice.region)
    called = [body for body in partners_of(practice) if body.role == "lead" or _has_name(body)]
    order: list[Role] = ["lead", "payer", "partner"]
    return tuple(
        Contact(
            body=body,
            role_label=_role_label(body.role),
            ask=_ask(body, practice),
            practice=practice.slug,
            practice_title=practice.title,
            place=place,
        )
        for body in sorted(called, key=lambda body: order.index(body.role))
    )


def partners_of(practice: Practice) -> tuple[PartnerFacts, ...]:
    """Return the lead and the partners of a practice, each body once, in the record's order."""
    payers = {share.name.casefold() for share in practice.funding.all() if share.name}
    found: dict[str, PartnerFacts] = {}
    for partner in practice.partners.all():
        page = partner.organisation
        role: Role = "partner"
        if partner.is_lead:
            role = "lead"
        elif _named_in(partner.name, payers):
            role = "payer"
        facts = PartnerFacts(
            name=partner.name,
            sector=partner.sector,
            sector_label=str(Sector(partner.sector).label) if partner.sector else "",
            role=role,
            organisation=page.slug if page else "",
            website=page.website if page else "",
            has_interest=partner.sector == Sector.PRIVATE,
        )
        found.setdefault(partner.name.casefold(), facts)
    return tuple(found.values())


def _named_in(name: str, payers: Iterable[str]) -> bool:
    """Tell whether a payer's line begins with a body's name, or is all of it."""
    name = name.casefold()
    return any(payer == name or payer.startswith((f"{name} ", f"{name},")) for payer in payers)


def _has_name(body: PartnerFacts) -> bool:
    """Tell a name from a description, such as "Six technology partners" or "Local landlords".

    A description begins with its only capital, or a number, and speaks of several in the plural.
    """
    words = body.name.partition(" (")[0].split()
    capitals = sum(any(letter.isupper() for letter in word) for word in words)
    plural = any(word.islower() and word.strip(",").endswith("s") for word in words)
    vague = bool(words) and words[0].casefold() in VAGUE
    return bool(body.organisation) or (not vague and (capitals > 1 or not plural))


def _role_label(role: Role) -> str:
    labels: dict[Role, str] = {"lead": _("Led it"), "payer": _("Paid"), "partner": _("Took part")}
    return labels[role]


def _ask(body: PartnerFacts, practice: Practice) -> str:
    if body.role == "lead":
        return _ask_lead(practice)
    if body.role == "payer":
        return _("Ask on what terms it paid, and whether such money is to be had today.")
    questions = {
        Sector.PUBLIC: _("Ask what its part was, and which rules and agreements it took."),
        Sector.PRIVATE: _(
            "Ask what was delivered, on which contract, and what a year of it costs."
        ),
        Sector.NONPROFIT: _("Ask who took part, who was left out, and what it needed of the city."),
        Sector.ACADEMIA: _("Ask for the study behind the results: its method, data and limits."),
        Sector.CITIZENS: _("Ask how residents were heard, and what they would refuse today."),
    }
    fallback = _("Ask what it did, and what it would do differently.")
    return questions[Sector(body.sector)] if body.sector else fallback


def _ask_lead(practice: Practice) -> str:
    """Ask the one who led it for what the record lacks, or for what went wrong."""
    if practice.evidence == Evidence.NONE:
        return _("Ask what came of it: the record states no result.")
    if practice.evidence == Evidence.FORECAST:
        return _("Ask what was measured since: the record holds expected results alone.")
    if practice.setback:
        return _("Ask what they would do differently. The record says: {setback}").format(
            setback=practice.setback
        )
    good = [outcome.metric for outcome in practice.outcomes.all() if outcome.is_good]
    if good:
        return _("Ask how this was measured, and what it takes to keep it so: {metric}.").format(
            metric=good[0].rstrip(".")
        )
    return _("Ask what they would do differently.")
