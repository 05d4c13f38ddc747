"""What network staff see of templates."""

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.canvas.queries.templates import TemplateFacts, templates
from decapolis.canvas.validators import placed
from decapolis.kernel import numbers
from decapolis.pages.canvas.forms import BlocksForm
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.people.tabs import staff_tabs
from decapolis.people.models import Person

HOME = "/staff/canvases"


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template in the list."""

    name: str
    url: str
    aside: str
    about: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """All templates."""

    template: ClassVar[str] = "canvas/templates.html"
    tabs: tuple[Tab, ...]
    lines: tuple[TemplateLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A block in the small picture of the layout."""

    title: str
    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """One template, as staff write it; without a version it is new."""

    template: ClassVar[str] = "canvas/template.html"
    crumbs: tuple[Crumb, ...]
    title: str
    facts: TemplateFacts | None
    said: str
    form: Form
    blocks: BlocksForm
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...]
    focus: str  # the control at which writing goes on after a block was moved


def list_page(me: Person) -> ListPage:
    """Return all templates, retired ones too."""
    return ListPage(tabs=staff_tabs(HOME), lines=tuple(map(_line, templates(me, offered=False))))


def template_page(
    facts: TemplateFacts | None, form: Form, blocks: BlocksForm, *, focus: str = ""
) -> TemplatePage:
    """Return one template with its forms; None is a new one."""
    title = facts.name if facts else _("A new canvas")
    return TemplatePage(
        crumbs=(
            Crumb(_("Network staff"), "/staff"),
            Crumb(_("Canvases"), HOME),
            Crumb(title),
        ),
        title=title,
        facts=facts,
        said=_said(facts) if facts else "",
        form=form,
        blocks=blocks,
        cells=tuple(
            Cell(one.title, one.column, one.row, one.width, one.height)
            for one in placed(facts.blocks if facts else ())
        ),
        faults=faults_of(form, *blocks.forms),
        focus=focus,
    )


def _line(facts: TemplateFacts) -> TemplateLine:
    blocks = ngettext("{n} block", "{n} blocks", len(facts.blocks)).format(n=len(facts.blocks))
    version = _("version {n}").format(n=facts.version)
    return TemplateLine(
        name=facts.name,
        url=f"{HOME}/{facts.slug}",
        aside=f"{blocks}, {version}",
        about=facts.about,
        is_retired=facts.retired is not None,
    )


def _said(facts: TemplateFacts) -> str:
    words = _("Version {n}, of {day}. Boards that follow an older version keep it.")
    return words.format(n=facts.version, day=numbers.day(facts.changed.date()))
