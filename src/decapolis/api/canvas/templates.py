"""Canvases: what boards ask, block by block, and what their notes become in a plan."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.canvas.schemas import (
    BlockIn,
    CanvasDetail,
    CanvasFilters,
    CanvasIn,
    CanvasItem,
    CanvasRecordOut,
    CanvasVersionItem,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.canvas.actions.templates import offer_template, retire_template, save_template
from decapolis.canvas.models import Template
from decapolis.canvas.queries.templates import (
    TemplateFacts,
    template_of,
    templates,
    versions_of,
)
from decapolis.kernel.errors import NotFound

router = Router(tags=["Boards"])
deciding = ScopedRouter(Scope.DECIDE, tags=["Boards"])
READS = own(Scope.READ)


@router.get("/canvases", response=list[CanvasItem], openapi_extra=READS)
def list_canvases(request: HttpRequest, filters: Query[CanvasFilters]) -> list[CanvasItem]:
    """The canvases that a board can follow, by name. For members and network staff."""
    found = templates(request.user, offered=not filters.retired)
    return list(map(CanvasItem.model_validate, found))


@router.get("/canvases/{slug}", response=CanvasDetail, openapi_extra=READS)
def get_canvas(request: HttpRequest, slug: str) -> CanvasDetail:
    """A canvas with its versions, and as a record that can be changed and sent back."""
    return _out(request, slug)


@router.get("/canvases/{slug}/versions/{int:number}", response=CanvasRecordOut, openapi_extra=READS)
def get_canvas_version(request: HttpRequest, slug: str, number: Path[RowId]) -> CanvasRecordOut:
    """A canvas with the blocks of one of its versions; boards keep the version they began with."""
    facts = template_of(slug, reader=request.user, number=number)
    return CanvasRecordOut(version=facts.version, record=_record(facts))


@deciding.post("/canvases", response={201: CanvasDetail})
def make_canvas(request: HttpRequest, body: CanvasIn) -> Status[CanvasDetail]:
    """Make a canvas. For network staff."""
    return Status(201, _saved(request, None, body))


@deciding.put("/canvases/{slug}", response=CanvasDetail)
def change_canvas(request: HttpRequest, slug: str, body: CanvasIn) -> CanvasDetail:
    """Write a canvas anew, whole; other blocks are its next version. For network staff."""
    return _saved(request, _held(request, slug), body)


@deciding.post("/canvases/{slug}/retire", response=CanvasDetail)
def retire_canvas(request: HttpRequest, slug: str) -> CanvasDetail:
    """Offer a canvas to no new board; boards that follow it go on. For network staff."""
    retire_template(by=caller(request), template=_held(request, slug))
    return _out(request, slug)


@deciding.post("/canvases/{slug}/offer", response=CanvasDetail)
def offer_canvas(request: HttpRequest, slug: str) -> CanvasDetail:
    """Offer a canvas again that was retired. For network staff."""
    offer_template(by=caller(request), template=_held(request, slug))
    return _out(request, slug)


def _held(request: HttpRequest, slug: str) -> Template:
    """Return a canvas.

    Raises
    ------
    NotFound
        There is none.
    """
    found = Template.objects.visible_to(request.user).filter(slug=slug).first()
    if not isinstance(found, Template):
        raise NotFound(_("There is no such canvas."))
    return found


def _saved(request: HttpRequest, held: Template | None, body: CanvasIn) -> CanvasDetail:
    blocks = [
        {
            "id": one.id,
            "title": one.title,
            "prompt": one.prompt,
            "becomes": one.becomes.value,
            "area": [1, 1, one.width, one.height],
        }
        for one in body.blocks
    ]
    made = save_template(
        by=caller(request), template=held, name=body.name, about=body.about, blocks=blocks
    )
    return _out(request, made.slug)


def _out(request: HttpRequest, slug: str) -> CanvasDetail:
    facts = template_of(slug, reader=request.user)
    versions = versions_of(slug, reader=request.user)
    return CanvasDetail(
        **CanvasItem.model_validate(facts).model_dump(),
        record=_record(facts),
        versions=list(map(CanvasVersionItem.model_validate, versions)),
    )


def _record(facts: TemplateFacts) -> CanvasIn:
    names = BlockIn.model_fields
    blocks = [BlockIn(**{name: getattr(one, name) for name in names}) for one in facts.blocks]
    return CanvasIn(name=facts.name, about=facts.about, blocks=blocks)
