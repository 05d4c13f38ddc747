"""The board becomes the plan: each note once."""

import pytest
from pycrdt import Doc, Map

from decapolis.canvas.models import Update
from decapolis.initiatives.actions import lines, prefill
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.errors import NoBoard
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.permissions import Forbidden
from tests.factories import boards, library, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
BECOMES = {
    "now": "baseline", "acts": "activity", "with": "partner", "money": "cost", "risk": "risk",
    "proof": "evidence", "talk": "", "payers": "funding", "who": "post", "signs": "approval",
    "days": "milestone", "counts": "measure", "tools": "system", "buying": "procurement",
}  # fmt: skip


@pytest.fixture
def begun():
    one, owner = make.owned()
    blocks = [
        {"id": block, "title": block, "prompt": "?", "becomes": becomes, "area": [1, 1, 1, 1]}
        for block, becomes in BECOMES.items()
    ]
    one.board = boards.board(team=one.team, version=boards.version(blocks=blocks))
    one.save()
    return one, owner


def write(one, *notes):
    """Put notes on the board, as a browser's change is stored: block and words, perhaps links."""
    doc = Doc()
    found = doc.get("notes", type=Map)
    for key, block, text, *links in notes:
        found[key] = boards.note(text, block=block, links=Map(dict(links)))
    Update.objects.create(board=one.board, data=doc.get_update())


def test_every_note_becomes_what_its_block_says(begun):
    one, owner = begun
    practice = library.practice(title="Lamps of Vienna")
    write(
        one, ("n1", "now", "2,190 lamps are dark."), ("n2", "acts", "Count lamps\nIn the west"),
        ("n3", "with", "AES Ohio"), ("n4", "money", "Lamps"), ("n5", "risk", "No bidder"),
        ("n6", "proof", "Their price", (f"practice:{practice.slug}", "Vienna")),
        ("n7", "talk", "Hello"), ("n8", "payers", "State"), ("n9", "who", "Manager"),
        ("n10", "signs", "Council"), ("n11", "days", "All lit"), ("n12", "counts", "Dark lamps"),
        ("n13", "tools", "Lamp control"), ("n14", "buying", "One tender"), ("n15", "acts", "  "),
    )  # fmt: skip
    filled = prefill.fill_from_board(by=owner, initiative=one)
    assert (filled.notes, filled.again, filled.left) == (13, 0, 2)
    assert filled.texts == ("baseline", "procurement_note")
    plan = plan_of(one, owner)
    assert plan.text("baseline") == "2,190 lamps are dark."
    first, partner = plan.activities
    assert (first.title, first.about, first.note) == ("Count lamps", "In the west", "n2")
    assert partner.partner == "AES Ohio"
    (source,) = plan.part("evidence").lines
    assert (source.title, source.practice, source.used_for) == (
        "Lamps of Vienna", practice.slug, "Their price",
    )  # fmt: skip
    assert {line.kind for part in plan.parts for line in part.lines} == set(LineKind)


def test_an_amount_that_stands_plainly_in_a_note_is_the_lines(begun):
    one, owner = begun
    write(
        one, ("n1", "money", "Repairs: EUR 40,000 a year"), ("n2", "money", "Lamps, perhaps $5"),
        ("n3", "money", "Poles: EUR 9,000."),
    )  # fmt: skip
    prefill.fill_from_board(by=owner, initiative=one)
    repairs, lamps, poles = plan_of(one, owner).costs
    assert (repairs.title, poles.title) == ("Repairs: EUR 40,000 a year", "Poles")
    assert (repairs.cost_kind, repairs.amount, repairs.currency) == ("running", 40_000, "EUR")
    assert (lamps.cost_kind, lamps.amount) == ("capital", None)


def test_it_can_be_run_again_for_new_notes_and_leaves_what_was_written(begun):
    one, owner = begun
    write(one, ("n1", "acts", "Count lamps"), ("n2", "acts", "Buy lamps"), ("n3", "now", "Dark."))
    prefill.fill_from_board(by=owner, initiative=one)
    first, second = plan_of(one, owner).activities
    row = type(one.plan).objects.get(pk=one.plan.pk)
    lines.put_line(
        by=owner, plan=row, kind=LineKind.ACTIVITY, values={"title": "Count all lamps"},
        line=prefill.MODELS[LineKind.ACTIVITY].objects.get(pk=first.id),
    )  # fmt: skip
    lines.take_out(by=owner, line=prefill.MODELS[LineKind.ACTIVITY].objects.get(pk=second.id))
    again = prefill.fill_from_board(by=owner, initiative=one)
    assert (again.notes, again.again, again.lines, again.texts) == (0, 3, {}, ())
    write(one, ("n4", "now", "And dangerous."))
    assert prefill.fill_from_board(by=owner, initiative=one).notes == 1
    plan = plan_of(one, owner)
    assert [line.title for line in plan.activities] == ["Count all lamps"]
    assert plan.text("baseline") == "Dark.\n\nAnd dangerous."


def test_what_is_too_long_for_a_title_is_cut_there_and_kept_beside(begun):
    one, owner = begun
    long = "Lamp " * 100
    write(one, ("n1", "acts", long), ("n2", "risk", long))
    prefill.fill_from_board(by=owner, initiative=one)
    plan = plan_of(one, owner)
    assert plan.activities[0].title.endswith("…")
    assert plan.activities[0].about == long.strip()
    assert len(plan.risks[0].title) == 300


def test_a_link_to_what_the_taker_may_not_read_becomes_words_alone(begun):
    one, owner = begun
    hidden = library.practice(visibility="team", title="Secret")
    write(one, ("n1", "proof", "Their price", (f"practice:{hidden.slug}", "Vienna")))
    prefill.fill_from_board(by=owner, initiative=one)
    (source,) = plan_of(one, owner).part("evidence").lines
    assert (source.title, source.practice) == ("Their price", "")


def test_only_the_team_takes_from_a_board_and_only_where_there_is_one(begun):
    one, owner = begun
    write(one, ("n1", "acts", "Count lamps"))
    for by in (make.seated(one, "expert"), make.seated(one, "reader"), people.staff()):
        with pytest.raises(Forbidden):
            prefill.fill_from_board(by=by, initiative=one)
    assert not plan_of(one, owner).lines
    one.board = None
    with pytest.raises(NoBoard):
        prefill.fill_from_board(by=owner, initiative=one)
