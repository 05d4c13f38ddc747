"""Canvases by the interface: read by members, written by network staff."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.canvas.models import Template, TemplateVersion
from tests.api.test_writing import V1, program, send
from tests.factories import canvas, people

pytestmark = pytest.mark.django_db


def test_a_canvas_is_read_changed_and_sent_back_as_its_next_version():
    canvas.template(slug="workshop", name="Workshop")
    client = program(people.staff())
    told = client.get(f"{V1}/canvases/workshop").json()
    record = told["record"]
    assert [one["title"] for one in record["blocks"]] == ["Idea", "Money"]
    record["blocks"].append({"title": "Allies", "prompt": "Who?", "becomes": "partner"})
    done = send(client, "canvases/workshop", record, "put")
    assert (done.status_code, done.json()["version"]) == (200, 2)
    assert [one["id"] for one in done.json()["record"]["blocks"]] == ["idea", "money", "allies"]
    assert [one["number"] for one in done.json()["versions"]] == [2, 1]
    before = client.get(f"{V1}/canvases/workshop/versions/1").json()
    assert len(before["record"]["blocks"]) == 2
    assert client.get(f"{V1}/canvases/workshop/versions/3").status_code == 404
    assert AuditEntry.objects.get(act="canvas.template_changed").door == "api"


def test_staff_make_retire_and_offer_canvases():
    client, member = program(people.staff()), program(people.person())
    body = {"name": "A morning", "blocks": [{"title": "Idea", "prompt": "What?"}]}
    made = send(client, "canvases", body)
    assert (made.status_code, made.json()["slug"]) == (201, "a-morning")
    assert [one["slug"] for one in member.get(f"{V1}/canvases").json()] == ["a-morning"]
    assert send(client, "canvases/a-morning/retire").json()["retired"]
    assert member.get(f"{V1}/canvases").json() == []
    assert len(member.get(f"{V1}/canvases?retired=true").json()) == 1
    assert send(client, "canvases/a-morning/offer").json()["retired"] is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"blocks": []}, "blocks"),
        ({"blocks": [{"title": "", "prompt": "What?"}]}, "blocks-0-title"),
        ({"blocks": [{"title": "Idea", "prompt": "What?", "becomes": "gold"}]}, "becomes"),
        ({"blocks": [{"title": "Idea", "prompt": "What?", "column": 1}]}, "column"),
    ],
)
def test_what_makes_no_canvas_is_refused_with_its_place(changed, field):
    body = {"name": "A morning", "blocks": [{"title": "Idea", "prompt": "What?"}]} | changed
    wrong = send(program(people.staff()), "canvases", body)
    assert (wrong.status_code, wrong.json()["field"]) == (422, field)
    assert not Template.objects.exists()


def test_members_read_and_do_not_write():
    canvas.template(slug="workshop")
    member = program(people.person())
    record = member.get(f"{V1}/canvases/workshop").json()["record"]
    for path, method in (
        ("canvases", "post"),
        ("canvases/workshop", "put"),
        ("canvases/workshop/retire", "post"),
        ("canvases/workshop/offer", "post"),
    ):
        assert send(member, path, record, method).status_code == 403
    assert TemplateVersion.objects.count() == 1
