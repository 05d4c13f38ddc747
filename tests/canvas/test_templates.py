"""Templates: those that come along, versions, and boards that keep theirs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.canvas.actions.boards import close_board, make_board, open_board
from decapolis.canvas.actions.templates import (
    offer_template,
    put_shipped_templates,
    retire_template,
    save_template,
)
from decapolis.canvas.choices import Becomes
from decapolis.canvas.errors import BadTemplate
from decapolis.canvas.models import Board, Template, TemplateVersion
from decapolis.canvas.queries.templates import blocks_of, shipped_templates, template_of, templates
from decapolis.canvas.validators import COLUMNS, clean_blocks
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden
from tests.factories import boards, canvas, people

pytestmark = pytest.mark.django_db
ASKED_FOR = {
    "city-model-canvas": 15,
    "theory-of-change": 12,
    "mayors-workshop": 12,
}


def blocks(*titles):
    return [
        {"title": title, "prompt": f"{title}?", "becomes": "", "area": [1, 1, 6, 1]}
        for title in titles
    ]


def test_three_canvases_come_along_and_are_put_once():
    assert put_shipped_templates() == 3
    assert put_shipped_templates() == 0
    facts = templates(people.person())
    assert {one.slug: len(one.blocks) for one in facts} == ASKED_FOR
    assert template_of("city-model-canvas", reader=people.staff()).attribution


def test_what_comes_along_stands_where_its_order_puts_it():
    for held in shipped_templates():
        assert [one.kept() for one in clean_blocks(held["blocks"])] == held["blocks"]
        assert all(one["prompt"].endswith((".", "?")) for one in held["blocks"])
        assert {one["becomes"] for one in held["blocks"]} <= set(Becomes.values) - {""}


def test_a_canvas_that_staff_changed_is_left_as_they_have_it():
    put_shipped_templates()
    held = Template.objects.get(slug="mayors-workshop")
    staff = people.staff()
    save_template(by=staff, template=held, name="Ours", about="", blocks=blocks("One"))
    assert put_shipped_templates() == 0
    assert template_of("mayors-workshop", reader=staff).name == "Ours"


def test_a_newer_program_brings_a_newer_version():
    put_shipped_templates()
    held = Template.objects.get(slug="mayors-workshop")
    TemplateVersion.objects.filter(template=held).update(blocks=boards.BLOCKS)
    assert put_shipped_templates() == 1
    assert template_of("mayors-workshop", reader=people.person()).version == 2


def test_a_change_makes_a_version_and_boards_keep_theirs():
    staff, owner = people.staff(), people.person()
    made = save_template(by=staff, template=None, name="Lamps", about="", blocks=blocks("A", "B"))
    board = make_board(by=owner, title="Ours", team=boards.team(owner), template=made)
    save_template(by=staff, template=made, name="Lamps", about="For lamps", blocks=blocks("B"))
    assert [one.title for one in blocks_of(board)] == ["A", "B"]
    assert template_of(made.slug, reader=owner).version == 2
    save_template(by=staff, template=made, name="Lamps", about="", blocks=blocks("B"))
    assert template_of(made.slug, reader=owner).version == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"about": "x" * 3000}, "about"),
        ({"blocks": []}, "blocks"),
        ({"blocks": blocks(*"ABCDEFGHIJKLMNOPQRSTUVWXYZ")}, "blocks"),
        ({"blocks": blocks("A", "")}, "blocks-1-title"),
        ({"blocks": [{**blocks("A")[0], "prompt": ""}]}, "blocks-0-prompt"),
        ({"blocks": [{**blocks("A")[0], "becomes": "gold"}]}, "blocks-0-becomes"),
        ({"blocks": [{**blocks("A")[0], "id": "A b"}]}, "blocks-0-id"),
        ({"blocks": [{**blocks("A")[0], "area": [1, 1, 0, 1]}]}, "blocks-0-width"),
    ],
)
def test_what_is_no_canvas_is_refused_and_nothing_is_written(change, field):
    held = {"name": "Lamps", "about": "", "blocks": blocks("A")} | change
    with pytest.raises(BadTemplate) as refused:
        save_template(by=people.staff(), template=None, **held)
    assert refused.value.field == field
    assert not Template.objects.exists()


def test_members_change_no_canvas():
    held = canvas.template()
    for act in (retire_template, offer_template):
        with pytest.raises(Forbidden):
            act(by=people.person(), template=held)
    with pytest.raises(Forbidden):
        save_template(by=people.person(), template=held, name="Mine", about="", blocks=blocks("A"))
    held.refresh_from_db()
    assert (held.retired, held.versions.count()) == (None, 1)


def test_a_retired_canvas_is_followed_by_no_new_board():
    held, staff, owner = canvas.template(), people.staff(), people.person()
    retire_template(by=staff, template=held)
    held.refresh_from_db()
    assert templates(owner) == ()
    with pytest.raises(BadTemplate):
        make_board(by=owner, title="Ours", team=boards.team(owner), template=held)
    assert not Board.objects.exists()
    offer_template(by=staff, template=held)
    assert len(templates(owner)) == 1


def test_the_public_sees_no_canvas():
    held = canvas.template()
    assert templates(None) == ()
    with pytest.raises(NotFound):
        template_of(held.slug, reader=None)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 4)), min_size=1, max_size=12))
@settings(max_examples=30)
def test_blocks_never_stand_on_each_other(sizes):
    given_ = [
        {"title": "A", "prompt": "A?", "becomes": "", "area": [1, 1, *size]} for size in sizes
    ]
    found = clean_blocks(given_)
    cells = [
        (across, down)
        for one in found
        for across in range(one.column, one.column + one.width)
        for down in range(one.row, one.row + one.height)
    ]
    assert len(cells) == len(set(cells))
    assert max(across for across, _down in cells) <= COLUMNS
    assert len({one.id for one in found}) == len(found)


def test_only_owner_and_sponsor_close_a_board_and_only_the_team_reads_of_it():
    owner, member, staff = people.person(), people.person(), people.staff()
    board = boards.board(owner)
    boards.seat(board.team, member)
    with pytest.raises(Forbidden):
        close_board(by=member, board=board)
    board.refresh_from_db()
    assert board.closed is None
    close_board(by=owner, board=board)
    assert board.closed
    open_board(by=owner, board=board)
    assert board.closed is None
    acts = {"canvas.board_closed", "canvas.board_opened"}
    log = AuditEntry.objects.filter(act__in=acts)
    assert log.visible_to(member).count() == 2
    assert not log.visible_to(staff).exists()
