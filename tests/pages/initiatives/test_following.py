"""Pages of documents, progress and hand-over, and the link of a letter."""

import re
from datetime import date

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.initiatives.choices import Stage
from decapolis.initiatives.models import Reading, Report, Review, TargetChange
from decapolis.initiatives.queries.asking import LINK_LIVES, SALT, link_token
from decapolis.library.models import Draft
from decapolis.people.choices import Seat
from tests.factories import initiatives as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    """Return an approved initiative, its owner and the owner's client."""
    one, owner = make.owned(stage=Stage.APPROVED, title="Light every street")
    client.force_login(owner)
    return one, owner, client


def test_each_document_is_offered_with_what_is_missing_in_it(team):
    one, _owner, client = team
    body = client.get(f"{one.path}/documents").content.decode()
    for name in ("action-plan", "council-memo", "brief", "grant-application", "hand-over",
                 "request-for-information"):  # fmt: skip
        assert f"{one.path}/documents/{name}.pdf" in body
        assert f"{one.path}/documents/{name}.docx" in body
    assert "Risks: No risks are named." in body
    assert "It names no system" in body
    assert "?money=yes" in body


def test_files_come_with_their_kind_and_name(team):
    one, _owner, client = team
    pdf = client.get(f"{one.path}/documents/brief.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert 'filename="brief-light-every-street.pdf"' in pdf.headers["Content-Disposition"]
    days = client.get(f"{one.path}/milestones.ics")
    assert days.headers["Content-Type"].startswith("text/calendar")
    for file in (pdf, days):
        assert "default-src 'none'; frame-ancestors" in file["Content-Security-Policy"]
        assert "no-store" in file["Cache-Control"]
    for wrong in ("brief.odt", "secrets.pdf"):
        assert client.get(f"{one.path}/documents/{wrong}").status_code == 404


def test_a_calendar_reads_the_days_by_the_address_that_the_page_gave(team):
    one, _owner, client = team
    make.line(one, "milestone", title="All lit", due=date(2027, 5, 1))
    body = client.post(f"{one.path}/documents", {"do": "give"}, follow=True).content.decode()
    path = re.search(r"/initiatives/calendar/[^\"]+", body)[0]
    answer = Client().get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"All lit" in answer.content
    client.post(f"{one.path}/documents", {"do": "end"})
    assert Client().get(path).status_code == 404


def test_a_review_that_is_due_is_answered_on_the_page_and_faults_come_back(team):
    one, owner, client = team
    make.review(one, due=date(2026, 1, 1))
    bare = client.post(f"{one.path}/progress", {"do": "review", "day": "90"})
    assert bare.status_code == 422
    assert "Say whether it is on its way" in bare.content.decode()
    said = {"do": "review", "day": "90", "on_track": "no", "went_wrong": "No money"}
    assert client.post(f"{one.path}/progress", said).status_code == 302
    held = Review.objects.get()
    assert (held.by, held.on_track, held.went_wrong) == (owner, False, "No money")
    assert "No money" in client.get(f"{one.path}/progress").content.decode()


def test_reports_values_and_targets_are_written_on_the_page(team):
    one, _owner, client = team
    measure = make.line(one, "measure", title="Power", target=3700.0, unit="MWh")
    url, of = f"{one.path}/progress", {"measure": str(measure.pk)}
    assert client.post(url, {"do": "report", "done": "Lamps are bought."}).status_code == 302
    value = {"do": "reading", "value": "6900", "on": "2026-01-01", "source": "Bills"} | of
    assert client.post(url, value).status_code == 302
    target = {"do": "target", "target": "4000", "due": "2030-01-01"} | of
    assert client.post(url, target).status_code == 422
    assert not TargetChange.objects.exists()
    assert client.post(url, target | {"why": "Dearer offers."}).status_code == 302
    assert (Report.objects.count(), Reading.objects.count()) == (1, 1)
    body = client.get(url).content.decode()
    for words in ("Lamps are bought.", "6,900 MWh", "Dearer offers.", "3,700 MWh became 4,000"):
        assert words in body.replace("\xa0", " ")


def test_what_was_stopped_becomes_a_draft_from_its_page(team):
    one, owner, client = team
    assert client.post(f"{one.path}/progress", {"do": "become"}).status_code == 422
    type(one).objects.update(stage=Stage.STOPPED, why_ended="No money.", ended=date(2026, 1, 1))
    answer = client.post(f"{one.path}/progress", {"do": "become"})
    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"/contribute/drafts/{draft.pk}"
    assert draft.record["setback"]["text"] == "No money."
    assert client.get(answer.headers["Location"]).status_code == 200
    assert f"/contribute/drafts/{draft.pk}" in client.get(f"{one.path}/progress").content.decode()
    assert owner == draft.person


def test_the_hand_over_page_reads_as_its_paper_and_hands_over(team):
    one, _owner, client = team
    make.line(one, "milestone", title="Go on?", is_gate=True, due=date(2030, 1, 1))
    body = client.get(f"{one.path}/handover").content.decode()
    order = ["What it is", "Why", "How far it is", "What must be decided next", "Who knows"]
    places = [body.index(f"<h2>{words}") for words in order]
    assert places == sorted(places)
    assert "Gate: Go on?" in body
    new = people.person()
    assert client.post(f"{one.path}/handover", {"person": "nobody@x.example"}).status_code == 422
    assert client.post(f"{one.path}/handover", {"person": new.email}).status_code == 302
    assert one.team.seats.get(person=new).seat == Seat.SPONSOR


@pytest.mark.parametrize("seat", [Seat.EXPERT, Seat.READER])
def test_who_reads_along_sees_progress_and_writes_nothing(team, seat):
    one, _owner, client = team
    make.review(one, due=date(2026, 1, 1))
    client.force_login(make.seated(one, seat))
    body = client.get(f"{one.path}/progress").content.decode()
    assert 'name="do"' not in body
    assert client.post(f"{one.path}/progress", {"do": "report", "done": "x"}).status_code == 403
    assert client.post(f"{one.path}/handover", {"person": "x"}).status_code == 403
    assert not Report.objects.exists()


def test_a_link_is_answered_without_signing_in_once_and_shows_nothing_else(team):
    one, owner, _client = team
    make.line(one, "risk", title="Secret risk")
    held = make.review(one, due=date(2026, 1, 1))
    url = f"/initiatives/answer/{link_token(make.ask(one, owner, review=held))}"
    outside = Client()
    body = outside.get(url).content.decode()
    assert "Light every street" in body
    assert "Secret risk" not in body
    assert Review.objects.get().answered is None
    assert outside.post(url, {}).status_code == 422
    said = {"on_track": "no", "went_wrong": "The fund said no."}
    assert outside.post(url, said).status_code == 302
    assert outside.post(url, {"on_track": "yes"}).status_code == 302
    held.refresh_from_db()
    assert (held.by, held.on_track, held.went_wrong) == (owner, False, "The fund said no.")
    assert AuditEntry.objects.filter(act="initiatives.review_answered").count() == 1
    after = outside.get(url).content.decode()
    assert "Thank you, this is answered" in after
    assert "The fund said no." not in after


def test_a_report_by_letter_is_one_report(team):
    one, owner, _client = team
    url = f"/initiatives/answer/{link_token(make.ask(one, owner))}"
    for _again in range(2):
        assert Client().post(url, {"done": "Lamps are bought."}).status_code == 302
    assert Report.objects.get().by == owner


def test_a_link_that_was_changed_is_too_old_or_whose_seat_is_gone_is_not_found(team, monkeypatch):
    one, owner, _client = team
    ask = make.ask(one, owner)
    other = make.seated(one)
    token = link_token(ask)
    foreign = signing.dumps([ask.pk, other.pk], salt=SALT)
    salted = signing.dumps([ask.pk, owner.pk], salt="decapolis.library.call")
    at = timezone.now() - LINK_LIVES
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: at.timestamp() - 60)
        old = link_token(ask)
    for wrong in (token[:-1], foreign, salted, old):
        assert Client().post(f"/initiatives/answer/{wrong}", {"done": "x"}).status_code == 404
    one.team.seats.filter(person=owner).delete()
    assert Client().post(f"/initiatives/answer/{token}", {"done": "x"}).status_code == 404
    assert not Report.objects.exists()
