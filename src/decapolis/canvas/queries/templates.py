"""Read templates and the blocks of their versions."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from decapolis.canvas.models import Board, Template, TemplateVersion
from decapolis.canvas.validators import Block
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A template with the blocks of its newest version."""

    slug: str
    name: str
    about: str
    attribution: str
    version: int
    blocks: tuple[Block, ...]
    is_shipped: bool
    retired: datetime | None
    changed: datetime


def templates(reader: Reader | None, *, offered: bool = True) -> tuple[TemplateFacts, ...]:
    """Return the templates that somebody may see; two queries.

    Parameters
    ----------
    offered
        Only those that a new board can follow.
    """
    asked = Template.objects.visible_to(reader)
    rows = list(asked.offered() if offered else asked)
    newest = newest_versions([row.pk for row in rows])
    return tuple(_facts(row, newest[row.pk]) for row in rows if row.pk in newest)


def template_of(slug: str, *, reader: Reader | None, number: int | None = None) -> TemplateFacts:
    """Return one template.

    Parameters
    ----------
    number
        Of the version whose blocks are wanted; None: the newest.

    Raises
    ------
    NotFound
        There is none, or it is not for them.
    """
    row = Template.objects.visible_to(reader).filter(slug=slug).first()
    versions = TemplateVersion.objects.filter(template=row)
    version = (versions if number is None else versions.filter(number=number)).first()
    if row is None or version is None:
        raise NotFound(_("There is no such canvas."))
    return _facts(row, version)


def versions_of(slug: str, *, reader: Reader | None) -> tuple[TemplateVersion, ...]:
    """Return the versions of a template, the newest first."""
    seen = Template.objects.visible_to(reader)
    return tuple(TemplateVersion.objects.filter(template__in=seen, template__slug=slug))


def newest_versions(keys: list[int]) -> dict[int, TemplateVersion]:
    """Return the newest version of each of these templates."""
    last = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number")
    found = TemplateVersion.objects.filter(template__in=keys, pk=Subquery(last.values("pk")[:1]))
    return {one.template_id: one for one in found}


def blocks_of(board: Board) -> tuple[Block, ...]:
    """Return the blocks that a board follows."""
    return tuple(map(Block.read, board.version.blocks))


def _facts(row: Template, version: TemplateVersion) -> TemplateFacts:
    return TemplateFacts(
        slug=row.slug,
        name=row.name,
        about=row.about,
        attribution=row.attribution,
        version=version.number,
        blocks=tuple(map(Block.read, version.blocks)),
        is_shipped=row.is_shipped,
        retired=row.retired,
        changed=version.at,
    )


def shipped_templates() -> list[dict[str, Any]]:
    """Return the templates that come with the program, as their files have them."""
    folder = resources.files("decapolis.canvas").joinpath("shipped")
    found = sorted(one.name for one in folder.iterdir() if one.name.endswith(".json"))
    return [json.loads(folder.joinpath(name).read_text("utf-8")) for name in found]
