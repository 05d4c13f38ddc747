"""What staff see of frameworks: the examples, a file of their own, and those that are there."""

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.queries.frameworks import (
    ExampleFacts,
    FrameworkFacts,
    examples,
    frameworks,
)
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.pages.assessments.contexts.staff import HOME
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import faults_of


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A set that ships, and what can be done with it."""

    slug: str
    name: str
    about: str
    holds: str
    is_there: bool
    file_url: str
    table_url: str


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """A framework that is there."""

    name: str
    line: str
    file_url: str
    table_url: str
    assess_url: str


@dataclass(frozen=True, slots=True)
class FrameworksPage:
    """The examples, the form for a file, and what is there."""

    template: ClassVar[str] = "assessments/frameworks.html"
    crumbs: tuple[Crumb, ...]
    examples: tuple[ExampleLine, ...]
    frameworks: tuple[FrameworkLine, ...]
    form: Form
    faults: tuple[Fault, ...]


def frameworks_page(reader: Reader, *, form: Form, trouble: str) -> FrameworksPage:
    """Return what can be taken in, and what was."""
    there = frameworks(reader=reader)
    taken = {one.slug for one in there}
    return FrameworksPage(
        crumbs=(Crumb(_("Rankings"), HOME), Crumb(_("What is judged"))),
        examples=tuple(_example(one, is_there=one.slug in taken) for one in examples()),
        frameworks=tuple(map(_framework, there)),
        form=form,
        faults=faults_of(form, said=trouble),
    )


def _example(facts: ExampleFacts, *, is_there: bool) -> ExampleLine:
    holds = _(
        "{n} indicators under {parts}. Of {measured} of them the library may hold figures already."
    )
    return ExampleLine(
        slug=facts.slug,
        name=facts.name,
        about=facts.about,
        holds=holds.format(
            n=numbers.number(facts.criteria),
            parts=", ".join(facts.parts),
            measured=numbers.number(facts.measured),
        ),
        is_there=is_there,
        file_url=_file_url(facts.slug),
        table_url=_table_url(facts.slug),
    )


def _framework(facts: FrameworkFacts) -> FrameworkLine:
    criteria = ngettext("{n} criterion", "{n} criteria", facts.criteria)
    editions = ngettext("{n} edition", "{n} editions", facts.editions)
    counted = [
        words.format(n=numbers.number(count))
        for words, count in ((criteria, facts.criteria), (editions, facts.editions))
    ]
    return FrameworkLine(
        name=facts.name,
        line=", ".join(counted) + ".",
        file_url=_file_url(facts.slug),
        table_url=_table_url(facts.slug),
        assess_url=f"{reverse('assessments:assess')}?framework={facts.slug}",
    )


def _file_url(slug: str) -> str:
    return reverse("assessments:framework-file", args=[slug])


def _table_url(slug: str) -> str:
    return reverse("assessments:framework-table", args=[slug])
