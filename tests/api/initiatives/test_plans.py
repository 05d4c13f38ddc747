"""By token: read a plan, write its texts, and put, change, take out and bring back any line."""

import pytest

from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.models import Line, Plan, Risk
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.validators.fields import KINDS
from tests.api.test_promises import check_problem
from tests.api.test_writing import V1, program, send
from tests.factories import boards, canvas, library, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
NEEDED = {"cost": {"kind": "capital"}, "funding": {"state": "idea"}, "risk": {"kind": "social"}}
NEEDED |= {"approval": {"kind": "council", "state": "needed"}}


def put(client, here, kind, /, **values):
    made = send(client, f"initiatives/{here.key}/lines/{kind}", {"values": values})
    assert made.status_code == 201, made.content
    return made.json()


def part_of(client, here, name):
    plan = client.get(f"{V1}/initiatives/{here.key}/plan").json()
    return next(one for one in plan["parts"] if one["name"] == name)


def lines_in_all():
    return sum(kind.objects.count() for kind in Line.__subclasses__())


def test_a_program_learns_what_a_plan_is_made_of(client):
    told = client.get(f"{V1}/initiatives/kinds").json()
    assert [one["kind"] for one in told["kinds"]] == list(LineKind)
    cost = {one["name"]: one for one in told["kinds"][2]["fields"]}
    assert (cost["amount"]["type"], cost["amount"]["source"]) == ("money", "source")
    assert [one["value"] for one in cost["kind"]["choices"]] == ["capital", "running", "staff"]
    assert (cost["kind"]["is_required"], cost["unit"]["longest"]) == (True, 60)
    [risk] = [one for one in told["kinds"] if one["kind"] == "risk"]
    likelihood = next(one for one in risk["fields"] if one["name"] == "likelihood")
    assert [one["value"] for one in likelihood["choices"]] == [1, 2, 3]
    texts = {field["name"] for part in told["texts"] for field in part["fields"]}
    assert {"objective", "currency", "procurement", "scaling"} <= texts


@pytest.mark.parametrize("kind", LineKind)
def test_a_line_of_every_kind_is_put_and_read_again(here, client, kind):
    made = put(client, here, kind, title="Lamps", **NEEDED.get(kind, {}))
    assert (made["kind"], made["version"]) == (kind, 1)
    address = f"{V1}/initiatives/{here.key}/lines/{kind}/{made['id']}"
    read = client.get(address)
    assert (read["ETag"], read["Cache-Control"]) == ('"v1"', "private, no-store")
    assert set(read.json()["values"]) == {field.name for field in KINDS[kind].fields}
    [line] = part_of(client, here, KINDS[kind].part)["lines"]
    assert (line["id"], line["title"], set(line["values"])) == (
        made["id"], "Lamps", set(read.json()["values"]),
    )  # fmt: skip


def test_a_plan_tells_sums_and_gaps_of_its_lines(here, client):
    send(
        client,
        f"initiatives/{here.key}/plan",
        {"values": {"currency": "EUR", "starts": "2027-01-01"}, "base": 0},
        "patch",
    )
    lamps = put(client, here, "cost", title="Lamps", kind="capital", amount=900_000, source="Offer")
    put(client, here, "cost", title="Upkeep", kind="running", amount="100 000")
    put(client, here, "funding", title="Fund", state="certified", amount=500_000.5)
    plan = client.get(f"{V1}/initiatives/{here.key}/plan").json()
    assert (plan["currency"], plan["sums"]["cost"], plan["years"]) == ("EUR", 1_200_000, 3)
    first, *_others = plan["sums"]["years"]
    assert first["year"] == 2027
    assert first["costs"] == {"capital": 900_000, "running": 100_000}
    assert (first["certified"], first["open"]) == (500_000.5, 499_999.5)
    budget = next(one for one in plan["parts"] if one["name"] == "budget")
    assert "25% of costs have no source." in [gap["text"] for gap in budget["gaps"]]
    values = next(one for one in budget["lines"] if one["id"] == lamps["id"])["values"]
    assert (values["amount"], values["first_year"], values["kind"]) == (900_000, 2027, "capital")


def test_a_text_is_written_from_the_version_that_was_read(here, ana, client):
    colleague = program(make.seated(here))
    address = f"initiatives/{here.key}/plan"
    done = send(client, address, {"values": {"objective": "Light"}, "base": 0}, "patch")
    assert (done.status_code, done.json()) == (200, {"version": 1})
    beside = send(colleague, address, {"values": {"baseline": "Dark"}, "base": 0}, "patch")
    assert beside.status_code == 200  # another text
    late = {"values": {"objective": "Less"}, "base": 0}
    behind = send(colleague, address, late, "patch")
    assert behind.status_code == 409
    assert check_problem(behind)["conflict"] == {
        "current": 2, "mine": {"objective": "Less"}, "theirs": {"objective": "Light"},
    }  # fmt: skip
    by_tag = send(colleague, address, late, "patch", **{"If-Match": '"v0"'})
    assert by_tag.status_code == 412
    without = send(client, address, {"values": {"objective": "Less"}}, "patch")
    assert (without.status_code, check_problem(without)["code"]) == (422, "api.base_missing")
    assert plan_of(here, ana).text("objective") == "Light"


def test_a_line_is_changed_where_nobody_was_faster(here, client):
    colleague = program(make.seated(here))
    made = put(client, here, "risk", title="Dark", kind="social", response="Lamps.")
    address = f"initiatives/{here.key}/lines/risk/{made['id']}"
    tag = {"If-Match": colleague.get(f"{V1}/{address}")["ETag"]}
    first = send(client, address, {"values": {"response": "Rent lamps."}, "base": 1}, "patch")
    assert (first.status_code, first["ETag"]) == (200, '"v2"')
    assert first.json()["values"]["kind"] == "social"  # what is not named stays
    late = send(colleague, address, {"values": {"response": "None."}}, "patch", **tag)
    assert late.status_code == 412
    assert check_problem(late)["conflict"] == {
        "current": 2, "mine": {"response": "None."}, "theirs": {"response": "Rent lamps."},
    }  # fmt: skip
    body = {"values": {"response": "None."}, "base": 1}
    assert send(colleague, address, body, "patch").status_code == 409
    assert check_problem(send(client, address, {"values": {}}, "patch"))["field"] == "base"
    held = Risk.objects.get()
    assert (held.response, held.version) == ("Rent lamps.", 2)


def test_a_line_is_taken_out_listed_and_brought_back(here, client):
    made = put(client, here, "post", title="Engineer")
    address = f"initiatives/{here.key}/lines/post/{made['id']}"
    assert send(client, address, method="delete").json()["version"] == 2
    assert part_of(client, here, "staffing")["lines"] == []
    [gone] = client.get(f"{V1}/initiatives/{here.key}/plan/gone").json()
    assert (gone["kind"], gone["id"], gone["title"]) == ("post", made["id"], "Engineer")
    assert client.get(f"{V1}/{address}").json()["gone"] == gone["gone"]
    overtaken = send(client, address, {"values": {"title": "Two"}, "base": 1}, "patch")
    assert overtaken.status_code == 409
    assert send(client, f"{address}/bring-back").json()["version"] == 3
    assert [one["title"] for one in part_of(client, here, "staffing")["lines"]] == ["Engineer"]


def test_lines_are_moved_and_parts_confirmed(here, client):
    put(client, here, "post", title="One")
    two = put(client, here, "post", title="Two")
    send(client, f"initiatives/{here.key}/lines/post/{two['id']}/move", {"up": True})
    body = {"is_confirmed": True}
    told = send(client, f"initiatives/{here.key}/plan/parts/staffing", body, "put").json()
    assert told["version"] == Plan.objects.get().version
    part = part_of(client, here, "staffing")
    assert [one["title"] for one in part["lines"]] == ["Two", "One"]
    assert part["is_confirmed"]


@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("cost", {"title": "Lamps", "kind": "gold", "amount": "much"}, {"kind", "amount"}),
        ("risk", {"kind": "social"}, {"title"}),
        ("activity", {"title": "Buy", "start": "2027-02-01", "end": "2027-01-01"}, {"end"}),
        ("measure", {"title": ["a"], "target": {"x": 1}}, {"title", "target"}),
        ("evidence", {"title": "A", "practice": "of-nobody", "cites": 1}, {"practice", "cites"}),
        ("milestone", {"title": "A", "activity": 999}, {"activity"}),
    ],
)
def test_every_fault_of_a_line_is_told_at_its_field_and_nothing_is_written(
    here, client, kind, values, fields
):
    told = send(client, f"initiatives/{here.key}/lines/{kind}", {"values": values})
    assert told.status_code == 422
    assert {fault["field"] for fault in check_problem(told)["errors"]} == fields
    assert lines_in_all() == Plan.objects.get().version == 0


def test_faults_of_texts_are_told_and_kinds_that_there_are_not(here, client):
    body = {"values": {"currency": "gold", "starts": "soon", "mood": "good"}, "base": 0}
    told = send(client, f"initiatives/{here.key}/plan", body, "patch")
    fields = {fault["field"] for fault in check_problem(told)["errors"]}
    assert fields == {"currency", "starts", "mood"}
    told = send(client, f"initiatives/{here.key}/lines/wish", {"values": {"title": "A"}})
    assert (told.status_code, check_problem(told)["field"]) == (422, "kind")
    assert client.get(f"{V1}/initiatives/{here.key}/lines/post/999").status_code == 404
    assert Plan.objects.get().version == 0


def test_a_line_of_another_plan_is_none(here, client):
    other = make.line(make.initiative(people.person()), "risk", title="Theirs")
    address = f"initiatives/{here.key}/lines/risk/{other.pk}"
    for method, body in (("delete", {}), ("patch", {"values": {"title": "Mine"}, "base": 1})):
        assert send(client, address, body, method).status_code == 404
    other.refresh_from_db()
    assert (str(other), other.gone) == ("Theirs", None)


def test_a_source_that_is_closed_to_a_colleague_is_neither_told_nor_taken_away(here, client):
    hidden = library.practice(slug="hidden", visibility="staff")
    make.line(here, "evidence", title="Hidden lamps", practice=hidden)
    risk = make.line(here, "risk", title="Dark", kind="social", practice=hidden)
    plan = client.get(f"{V1}/initiatives/{here.key}/plan").content.decode()
    assert "idden lamps" not in plan
    assert '"hidden": 1' in plan
    source = make.line(here, "evidence", title="Gone", practice=hidden)
    send(client, f"initiatives/{here.key}/lines/evidence/{source.pk}", method="delete")
    assert client.get(f"{V1}/initiatives/{here.key}/plan/gone").json() == []
    assert client.get(f"{V1}/initiatives/{here.key}/lines/evidence/{source.pk}").status_code == 404
    address = f"initiatives/{here.key}/lines/risk/{risk.pk}"
    assert client.get(f"{V1}/{address}").json()["values"]["practice"] is None
    body = {"values": {"title": "Darker", "practice": ""}, "base": 1}
    assert send(client, address, body, "patch").status_code == 200
    risk.refresh_from_db()
    assert (risk.title, risk.practice) == ("Darker", hidden)


def test_the_plan_is_filled_from_the_board_once(here, ana, client):
    missing = send(client, f"initiatives/{here.key}/plan/fill")
    assert check_problem(missing)["code"] == "initiatives.no_board"
    here.board = boards.board(team=here.team)
    here.save()
    canvas.note(here.board, ana, "New lamps")
    told = send(client, f"initiatives/{here.key}/plan/fill").json()
    again = send(client, f"initiatives/{here.key}/plan/fill").json()
    assert (told["notes"] + told["left"], again["notes"]) == (1, 0)
