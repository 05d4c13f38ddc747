"""The form as a page."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.cities.models import City, Country
from decapolis.kernel import numbers
from decapolis.library.actions import FOR_NEW
from decapolis.library.choices import Disclosure
from decapolis.library.models import Draft, Practice, Technology
from decapolis.library.queries.comparing import Record
from decapolis.library.rules import may_correct, may_disclose
from decapolis.library.validators import Fault
from decapolis.organisations.queries import body_ref, speaks_for_bodies
from decapolis.pages import components
from decapolis.pages.components import Crumb
from decapolis.pages.contribute.fields import FormMaker, Lists, PracticeForm, control_of
from decapolis.pages.contribute.parts import place_in_words
from decapolis.people.models import Person

# Offered first; any of ISO 4217 can be written.
CURRENCIES = (
    "USD", "EUR", "GBP", "CAD", "AUD", "BRL", "CLP", "CNY", "COP", "DKK", "IDR", "INR", "JPY",
    "KES", "KRW", "MXN", "NOK", "NZD", "PLN", "SEK", "TRY", "TWD", "ZAR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written, and by whom, before it is laid out."""

    person: Person
    practice: Practice | None
    draft: Draft | None
    url: str
    values: Record
    base: int
    note: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form of a practice."""

    template: ClassVar[str] = "contribute/edit.html"
    heading: str
    crumbs: tuple[Crumb, ...]
    form: PracticeForm
    url: str
    base: int
    seen: int
    note: str
    faults: tuple[components.Fault, ...]
    publishes: bool | None  # None: told by its city, once it is named
    speaks_for: str  # of whom a new one can be read at once
    saved: str  # when the draft was saved; empty: there is none
    behind_url: str  # where the changes since are shown; empty: there are none
    discard_url: str
    practice_url: str
    currencies: tuple[str, ...]
    readers_url: str  # where one says who may read it; empty: the reader may not


def edit_page(sheet: Sheet) -> EditPage:
    """Return the form of a record, whole or not."""
    practice, draft = sheet.practice, sheet.draft
    publishes = True if sheet.person.is_staff else None
    if practice:
        publishes = bool(may_correct(sheet.person, practice))
    return EditPage(
        heading=_heading(practice, publishes=publishes),
        crumbs=_crumbs(practice),
        form=FormMaker(sheet.values, sheet.faults, _lists(sheet)).form(),
        url=sheet.url,
        base=sheet.base,
        seen=draft.saves if draft else 0,
        note=sheet.note,
        faults=tuple(_fault(fault) for fault in sheet.faults),
        publishes=publishes,
        speaks_for=numbers.listing([body_ref(one).name for one in speaks_for_bodies(sheet.person)])
        if practice is None
        else "",
        saved=numbers.day(draft.saved.date()) if draft else "",
        behind_url=_behind_url(practice, sheet.base),
        discard_url=reverse("contribute:discard", args=[draft.pk]) if draft else "",
        practice_url=reverse("library:practice", args=[practice.slug]) if practice else "",
        currencies=CURRENCIES,
        readers_url=_readers_url(sheet),
    )


def _heading(practice: Practice | None, *, publishes: bool | None) -> str:
    if practice is None:
        return _("A new practice")
    return _("Correct this practice") if publishes else _("Suggest a change")


def _crumbs(practice: Practice | None) -> tuple[Crumb, ...]:
    first = Crumb(_("Contribute"), reverse("contribute:start"))
    if practice is None:
        return (first, Crumb(_("New practice")))
    return (
        first,
        Crumb(practice.title, reverse("library:practice", args=[practice.slug])),
        Crumb(_("Edit")),
    )


def _lists(sheet: Sheet) -> Lists:
    person = sheet.person
    catalogue = Technology.objects.visible_to(person).values_list("slug", "name")
    levels = () if sheet.practice else _levels(person)
    return Lists(tuple(Country.objects.values_list("iso2", "name")), tuple(catalogue), levels)


def _levels(person: Person) -> tuple[tuple[str, str], ...]:
    """Return who may read a new practice; who speaks for no city proposes it, and that is open."""
    speaks = any(isinstance(body, City) for body in speaks_for_bodies(person))
    if not (speaks or person.is_staff):
        return ()
    words = {
        Disclosure.PUBLIC: _("Everyone"),
        Disclosure.NETWORK: _("Members of the network"),
        Disclosure.TEAM: _("Only our team for now"),
    }
    return tuple((one.value, words[one]) for one in FOR_NEW if speaks or one != Disclosure.TEAM)


def _readers_url(sheet: Sheet) -> str:
    practice = sheet.practice
    if practice is None or not may_disclose(sheet.person, practice, Disclosure.PUBLIC):
        return ""
    return reverse("contribute:readers", args=[practice.slug])


def _behind_url(practice: Practice | None, base: int) -> str:
    if practice is None or not 0 < base < practice.version:
        return ""
    return reverse("contribute:compare", args=[practice.slug, base, practice.version])


def _fault(fault: Fault) -> components.Fault:
    if not fault.field:
        return components.Fault(fault.message)
    return components.Fault(
        f"{place_in_words(fault.field)}: {fault.message}", control_of(fault.field)
    )
