"""Staff write what a canvas asks, without code: blocks go up, down and out, and become versions."""

import pytest
from django.test import Client

from decapolis.canvas.models import Template
from decapolis.canvas.queries.templates import template_of
from tests.factories import canvas, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people.staff()


@pytest.fixture
def page(staff):
    client = Client()
    client.force_login(staff)
    return client


def form(*titles, do="save", name="Lamps", **changed):
    held = {"do": do, "name": name, "about": "For lamps"}
    for number, title in enumerate(titles):
        values = {"id": "", "title": title, "prompt": f"{title}?", "becomes": "", "width": "6"}
        if not title:
            values["prompt"] = ""
        held |= {f"blocks-{number}-{part}": value for part, value in values.items()}
    return held | changed


def titles(answer):
    text = answer.content.decode()
    return [part.split('value="')[1].split('"')[0] for part in text.split('-title"')[1:] if
            'value="' in part.split(">")[0]]  # fmt: skip


def blocks_of(slug, staff):
    return [one.title for one in template_of(slug, reader=staff).blocks]


def test_a_canvas_is_made_and_changed(page, staff):
    assert page.get("/staff/canvases/new").status_code == 200
    made = page.post("/staff/canvases/new", form("Idea", "Money", ""))
    assert made.url == "/staff/canvases/lamps"
    assert blocks_of("lamps", staff) == ["Idea", "Money"]
    page.post(made.url, form("Money", "Idea", "Allies"))
    facts = template_of("lamps", reader=staff)
    assert (facts.version, [one.title for one in facts.blocks]) == (2, ["Money", "Idea", "Allies"])
    assert [one.id for one in facts.blocks] == ["money", "idea", "allies"]
    assert b"Lamps" in page.get("/staff/canvases").content


@pytest.mark.parametrize(
    ("task", "order"),
    [
        ("down:0", ["Money", "Idea", "Allies"]),
        ("up:2", ["Idea", "Allies", "Money"]),
        ("up:0", ["Idea", "Money", "Allies"]),
        ("out:1", ["Idea", "Allies"]),
        ("out:9", ["Idea", "Money", "Allies"]),
        ("out:x", ["Idea", "Money", "Allies"]),
    ],
)
def test_blocks_go_up_down_and_out_before_anything_is_saved(page, task, order):
    held = canvas.template(slug="lamps")
    answer = page.post("/staff/canvases/lamps", form("Idea", "Money", "Allies", do=task))
    assert (answer.status_code, titles(answer)) == (200, order)
    assert held.versions.count() == 1


def test_what_is_wrong_is_told_at_its_place_and_nothing_is_written(page):
    answer = page.post("/staff/canvases/new", form("Idea", "Money", **{"blocks-1-prompt": ""}))
    assert answer.status_code == 422
    assert b"#id_blocks-1-prompt" in answer.content
    assert page.post("/staff/canvases/new", form()).status_code == 422
    assert page.post("/staff/canvases/new", form("Idea", name="")).status_code == 422
    assert not Template.objects.exists()


def test_a_canvas_is_retired_and_offered_again_and_copied(page):
    held = canvas.template(slug="lamps")
    page.post("/staff/canvases/lamps", {"do": "retire"})
    held.refresh_from_db()
    assert held.retired
    assert b"Retired." in page.get("/staff/canvases").content
    page.post("/staff/canvases/lamps", {"do": "offer"})
    held.refresh_from_db()
    assert held.retired is None
    assert titles(page.get("/staff/canvases/new?like=lamps")) == ["Idea", "Money"]
    assert page.get("/staff/canvases/none").status_code == 404
