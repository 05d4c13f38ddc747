"""Make templates and change them: each change is a new version, and boards keep theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.canvas.errors import BadTemplate
from decapolis.canvas.models import Template, TemplateVersion
from decapolis.canvas.queries.templates import newest_versions, shipped_templates
from decapolis.canvas.rules import may_edit_templates
from decapolis.canvas.validators import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    clean_blocks,
    clean_line,
)
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

Blocks = Sequence[Mapping[str, Any]]
LONGEST_SLUG = 60


@transaction.atomic
def save_template(
    *, by: Person | None, template: Template | None, name: str, about: str, blocks: Blocks
) -> Template:
    """Make a template, or change one; where its blocks change they become a new version.

    Parameters
    ----------
    template
        None makes one.
    blocks
        Mappings with ``title``, ``prompt``, ``becomes`` and ``area``; ``id`` where it is kept.

    Raises
    ------
    Forbidden
        They are not of network staff.
    BadTemplate
        Something is wrong; ``field`` names the place. Nothing was written.
    """
    require(may_edit_templates(by))
    plain = clean_line(name, field="name", most=LONGEST_NAME)
    told = _about(about)
    cleaned = [one.kept() for one in clean_blocks(blocks)]
    held = template or Template(slug=_free_slug(plain))
    before = {"name": held.name, "about": held.about} if held.pk else {}
    held.name, held.about = plain, told
    held.save()
    version = _put_version(by, held, cleaned)
    change = Change.between(before, {"name": plain, "about": told})
    after = {**change.after, "version": version.number}
    act = "canvas.template_changed" if before else "canvas.template_made"
    record(by=by, act=act, subject=held, change=Change(change.before, after))
    return held


@transaction.atomic
def retire_template(*, by: Person | None, template: Template) -> None:
    """Offer a template to no new board; boards that follow it go on.

    Raises
    ------
    Forbidden
        They are not of network staff.
    """
    require(may_edit_templates(by))
    if Template.objects.filter(pk=template.pk, retired=None).update(retired=timezone.now()):
        record(by=by, act="canvas.template_retired", subject=template)


@transaction.atomic
def offer_template(*, by: Person | None, template: Template) -> None:
    """Offer a template again that was retired.

    Raises
    ------
    Forbidden
        They are not of network staff.
    """
    require(may_edit_templates(by))
    if Template.objects.filter(pk=template.pk).exclude(retired=None).update(retired=None):
        record(by=by, act="canvas.template_offered", subject=template)


@transaction.atomic
def put_shipped_templates(*, by: Person | None = None) -> int:
    """Put the templates that come with the program, as they are now; return how many changed.

    One that network staff changed is left as they have it. Called when the database is made ready;
    it writes nothing where all is as it should be.

    Raises
    ------
    Forbidden
        They are not of network staff.
    """
    require(may_edit_templates(by))
    there = {row.slug: row for row in Template.objects.all()}
    newest = newest_versions([row.pk for row in there.values()])
    changed = 0
    for held in shipped_templates():
        row = there.get(held["slug"])
        version = newest.get(row.pk) if row else None
        if row is None or _is_older(row, version, held):
            _put_shipped(by, row, held)
            changed += 1
    return changed


def _is_older(row: Template, version: TemplateVersion | None, held: Mapping[str, Any]) -> bool:
    """Tell whether a template is as an older program brought it; never where staff changed it."""
    if not row.is_shipped or (version is not None and version.by_id is not None):
        return False
    told = (row.name, row.about, row.attribution)
    wanted = (held["name"], held["about"], held["attribution"])
    return told != wanted or version is None or version.blocks != held["blocks"]


def _put_shipped(by: Person | None, row: Template | None, held: Mapping[str, Any]) -> None:
    one = row or Template(slug=held["slug"], is_shipped=True)
    one.name, one.about, one.attribution = held["name"], held["about"], held["attribution"]
    one.save()
    _put_version(by, one, [block.kept() for block in clean_blocks(held["blocks"])])
    act = "canvas.template_changed" if row else "canvas.template_made"
    record(by=by, act=act, subject=one)


def _put_version(
    by: Person | None, template: Template, blocks: list[dict[str, Any]]
) -> TemplateVersion:
    """Write the blocks as a new version, unless they are those of the newest."""
    newest: TemplateVersion | None = template.versions.first()
    if newest is not None and newest.blocks == blocks:
        return newest
    number = newest.number + 1 if newest else 1
    return TemplateVersion.objects.create(template=template, number=number, blocks=blocks, by=by)


def _about(text: str) -> str:
    """Return what a template is for.

    Raises
    ------
    BadTemplate
        It is too long.
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST_ABOUT:
        told = _("Write at most {most} characters.").format(most=LONGEST_ABOUT)
        raise BadTemplate(told, field="about")
    return plain


def _free_slug(name: str) -> str:
    stem = slugify(name)[: LONGEST_SLUG - 4].strip("-") or "canvas"
    free, number = stem, 2
    while Template.objects.filter(slug=free).exists():
        free, number = f"{stem}-{number}", number + 1
    return free
