"""By token: reviews, reports, values, targets, documents, hand-over, and the end as a practice."""

import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from decapolis.initiatives.exports.documents import Which
from decapolis.initiatives.models import Reading, Report, TargetChange
from decapolis.initiatives.queries.initiatives import seat_of
from decapolis.library.models import Draft
from tests.api.test_promises import check_problem
from tests.api.test_writing import V1, program, send
from tests.factories import initiatives as make
from tests.factories import library, people

pytestmark = pytest.mark.django_db
CLOSED = "private, no-store"


def progress(client, here):
    told = client.get(f"{V1}/initiatives/{here.key}/progress")
    assert told["Cache-Control"] == CLOSED
    return told.json()


def test_a_review_is_answered_once(here, client):
    make.review(here, day=90)
    address = f"initiatives/{here.key}/reviews/90"
    empty = send(client, address, {}, "put")
    assert (empty.status_code, check_problem(empty)["field"]) == (422, "on_track")
    body = {"on_track": False, "went_wrong": "The fund said no."}
    for _n in range(2):
        assert send(client, address, body, "put").json() == {"done": True}
    other = send(client, address, {"on_track": True}, "put")
    assert other.status_code == 409
    assert check_problem(other)["code"] == "initiatives.answered_already"
    [review] = progress(client, here)["reviews"]
    assert (review["day"], review["on_track"], review["went_wrong"]) == (
        90, False, "The fund said no.",
    )  # fmt: skip
    assert send(client, f"initiatives/{here.key}/reviews/7", body, "put").status_code == 404


def test_a_report_is_read_by_the_team(here, client):
    body = {"on_track": True, "done": "The lamps are bought."}
    assert send(client, f"initiatives/{here.key}/reports", body).status_code == 201
    told = progress(program(make.seated(here, "reader")), here)
    assert [one["done"] for one in told["reports"]] == ["The lamps are bought."]
    assert send(client, f"initiatives/{here.key}/reports", {"done": "x" * 5000}).status_code == 422
    assert Report.objects.count() == 1


def test_a_target_keeps_its_old_value_and_the_reason(here, client):
    line = make.line(here, "measure", title="Lamps", target=100.0, unit="lamps")
    address = f"initiatives/{here.key}/lines/measure/{line.pk}"
    bare = send(client, f"{address}/target", {"target": 80, "why": ""}, "put")
    assert (bare.status_code, check_problem(bare)["field"]) == (422, "why")
    assert not TargetChange.objects.exists()
    send(client, f"{address}/target", {"target": 80, "why": "Dearer."}, "put")
    today = timezone.localdate().isoformat()
    value = {"on": today, "value": 42, "source": "Count."}
    assert send(client, f"{address}/readings", value).status_code == 201
    late = send(client, f"{address}/readings", value | {"on": "2999-01-01"})
    assert (late.status_code, check_problem(late)["field"]) == (422, "on")
    [measure] = progress(client, here)["measures"]
    assert (measure["line"], measure["target"]) == (line.pk, 80)
    assert [(one["before"], one["after"], one["why"]) for one in measure["changes"]] == [
        (100, 80, "Dearer.")
    ]
    assert [(one["on"], one["value"]) for one in measure["readings"]] == [(today, 42)]
    assert Reading.objects.count() == 1


def test_planned_and_spent_stand_side_by_side(here, client):
    make.line(here, "cost", amount=900, spent=950, spent_source="Accounts")
    make.line(here, "activity", done="2027-01-01")
    told = progress(client, here)
    assert (told["planned"], told["spent"], told["done"], told["activities"]) == (900, 950, 1, 1)


def test_each_document_is_listed_and_comes_as_data_pdf_and_word(here, client):
    start = f"{V1}/initiatives/{here.key}/documents"
    listed = client.get(start).json()
    assert {one["which"] for one in listed} == set(Which.values)
    assert all(one["gaps"] for one in listed if one["which"] == "action-plan")
    for one in listed:
        paper = client.get(one["url"]).json()
        assert paper["title"] == "Light in the north"
        assert {block["block"] for block in paper["blocks"]} & {"heading", "words", "facts"}
    pdf = client.get(f"{start}/council-memo.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    word = client.get(f"{start}/council-memo.docx")
    assert zipfile.ZipFile(io.BytesIO(word.content)).testzip() is None
    for file in (pdf, word):
        assert file["Cache-Control"] == CLOSED
        assert file["Content-Security-Policy"].startswith("sandbox; ")
        assert 'filename="council-memo-light-in-the-north.' in file["Content-Disposition"]
    for end in ("poem.pdf", "council-memo.exe", "poem"):
        assert client.get(f"{start}/{end}").status_code == 422


def test_days_come_as_a_calendar(here, client):
    make.line(here, "milestone", title="Lamps stand", due="2027-06-01")
    told = client.get(f"{V1}/initiatives/{here.key}/milestones.ics")
    assert told["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Milestone: Lamps stand" in told.content
    assert program(people.person()).get(told.wsgi_request.path).status_code == 404


def test_a_calendar_reads_the_days_until_its_address_is_ended(here, client):
    make.line(here, "milestone", title="Lamps stand", due="2027-06-01")
    made = send(client, f"initiatives/{here.key}/calendar")
    assert (made.status_code, made["Cache-Control"]) == (201, CLOSED)
    url = made.json()["url"]
    assert b"Lamps stand" in Client().get(url).content
    send(client, f"initiatives/{here.key}/calendar", method="delete")
    assert Client().get(url).status_code == 404


def test_the_sponsor_hands_over(here, ana, client):
    mayor, next_one = make.seated(here, "sponsor"), people.person()
    address = f"initiatives/{here.key}/handover"
    nobody = send(client, address, {"person": 999_999})
    assert (nobody.status_code, check_problem(nobody)["field"]) == (422, "person")
    assert send(program(mayor), address, {"person": next_one.pk}).json() == {"done": True}
    assert (seat_of(next_one, here), seat_of(mayor, here)) == ("sponsor", "reader")


def test_what_ended_becomes_a_draft_and_leads_to_its_practice(here, client):
    early = send(client, f"initiatives/{here.key}/practice")
    assert (early.status_code, check_problem(early)["code"]) == (409, "initiatives.not_ended")
    assert not Draft.objects.exists()
    send(client, f"initiatives/{here.key}/stage", {"stage": "stopped", "why": "No money."}, "put")
    made = [send(client, f"initiatives/{here.key}/practice").json() for _n in range(2)]
    assert made == [{"draft": Draft.objects.get().pk}] * 2
    record = client.get(f"{V1}/drafts/{made[0]['draft']}").json()["record"]
    assert record["status"] == "cancelled"
    elsewhere = library.practice(slug="elsewhere")
    assert elsewhere.city_id != here.city_id
    wrong = send(client, f"initiatives/{here.key}/practice", {"practice": "elsewhere"}, "put")
    assert (wrong.status_code, check_problem(wrong)["field"]) == (422, "practice")
    library.practice(slug="ours", city=here.city)
    send(client, f"initiatives/{here.key}/practice", {"practice": "ours"}, "put")
    assert client.get(f"{V1}/initiatives/{here.key}").json()["became"] == "ours"
