"""The plan on its page: read as a document, written brick by brick, with and without JavaScript."""

import html
import re

import pytest
from django.test import Client

from decapolis.initiatives.actions import lines
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.models import Activity, BudgetLine, Risk
from tests.factories import initiatives as make
from tests.factories import library, organisations, people

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan():
    one, owner = make.owned()
    client = Client()
    client.force_login(owner)
    return one, owner, client


def said(response):
    """The words of a page, as somebody reads them."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def test_an_empty_plan_says_what_will_be_in_each_part_and_how_to_begin(plan):
    one, _owner, client = plan
    words = said(client.get(f"{one.path}/plan"))
    for part in ("Budget", "Approvals", "There are no activities.", "Add an activity", "Write it"):
        assert part in words


def test_a_line_is_saved_and_the_page_shows_it_marked(plan):
    one, _owner, client = plan
    url = f"{one.path}/plan/budget/new"
    assert client.get(url).status_code == 200
    sent = {"title": "Lamps", "kind": "capital", "amount": "5,000", "do": "save"}
    answer = client.post(url, sent, follow=True)
    line = BudgetLine.objects.get()
    assert answer.redirect_chain == [(f"{one.path}/plan?saved=cost-{line.pk}#cost-{line.pk}", 302)]
    assert "$5,000" in said(answer)
    assert "planline--fresh" in answer.content.decode()


def test_with_htmx_a_part_comes_alone_with_the_contents_beside_it(plan):
    one, _owner, client = plan
    opened = client.get(f"{one.path}/plan/risks/new", headers=HTMX).content.decode()
    assert "<html" not in opened
    assert opened.count('id="part-risks"') == 1
    assert "autofocus" in opened
    saved = client.post(
        f"{one.path}/plan/risks/new", {"title": "Dark", "kind": "social"}, headers=HTMX
    )
    assert saved.status_code == 200
    assert 'hx-swap-oob="true"' in saved.content.decode()
    assert "brickform" not in saved.content.decode()


def test_faults_stand_at_their_fields_and_what_was_typed_is_kept(plan):
    one, _owner, client = plan
    sent = {"title": "Lamps", "kind": "capital", "amount": "1,2m", "low": "9", "high": "1"}
    answer = client.post(f"{one.path}/plan/budget/new", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write 1200000." in said(answer)
    assert 'value="1,2m"' in page
    assert '<details class="part__more" open>' in page
    assert not BudgetLine.objects.exists()


def test_of_two_at_once_the_second_sees_both_texts_and_saves_what_should_stand(plan):
    one, owner, client = plan
    held = lines.put_line(
        by=owner, plan=one.plan, kind=LineKind.RISK, values={"title": "Dark", "kind": "social"}
    )
    url = f"{one.path}/plan/risks/{held.pk}"
    mine = {"title": "Dark", "kind": "social", "response": "Rent lamps.", "version": "1"}
    lines.put_line(
        by=make.seated(one), plan=one.plan, kind=LineKind.RISK, line=held,
        values={"response": "Keep the old ones."},
    )  # fmt: skip
    answer = client.post(url, mine)
    assert answer.status_code == 422
    words = said(answer)
    assert "Now stands there: Keep the old ones." in words
    assert "Rent lamps." in answer.content.decode()
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    assert client.post(url, mine | {"version": version}).status_code == 302
    assert Risk.objects.get().response == "Rent lamps."


def test_texts_show_both_versions_too(plan):
    one, _owner, client = plan
    url = f"{one.path}/plan/objective"
    assert client.post(url, {"objective": "Light", "version": "0"}).status_code == 302
    answer = client.post(url, {"objective": "Less dark", "version": "0"})
    assert answer.status_code == 422
    assert "Now stands there: Light" in said(answer)
    assert "Less dark" in answer.content.decode()


def test_what_is_taken_out_is_brought_back_by_one_click(plan):
    one, _owner, client = plan
    held = make.line(one, "risk", title="Dark streets")
    url = f"{one.path}/plan/risks/{held.pk}"
    gone = client.post(url, {"do": "out"}, follow=True)
    assert "“Dark streets” was taken out. Bring it back" in said(gone)
    assert not Risk.objects.standing().exists()
    client.post(url, {"do": "back"})
    assert Risk.objects.standing().get() == held


def test_a_part_is_confirmed_from_its_foot(plan):
    one, _owner, client = plan
    make.line(one, "risk", title="Dark streets")
    client.post(f"{one.path}/plan/risks", {"do": "confirm"})
    assert "Read and held to be right" in said(client.get(f"{one.path}/plan"))


def test_who_does_not_write_reads_the_document_alone(plan):
    one, owner, _client = plan
    make.line(one, "activity", title="Count", start="2027-01-01", end="2027-02-01")
    one.opened, one.shows_plan = "public", True
    one.save()
    expert = make.seated(one, "expert")
    for reader in (None, people.person(), people.staff(), expert):
        client = Client()
        if reader:
            client.force_login(reader)
        page = client.get(f"{one.path}/plan").content.decode()
        assert "Count" in page
        assert "hx-get" not in page
        assert "<form" not in page.partition("<main")[2]
        assert (owner.name in page) == (reader is not None)


def test_who_was_signed_out_or_lost_their_seat_keeps_what_they_typed(plan):
    one, _owner, _client = plan
    url, sent = f"{one.path}/plan/risks/new", {"title": "Dark", "kind": "social"}
    signed_out = Client().post(url, sent, headers=HTMX)
    assert (signed_out.status_code, signed_out["HX-Reswap"]) == (401, "afterbegin")
    assert "You are signed out." in said(signed_out)
    unseated = Client()
    unseated.force_login(make.seated(one, "reader"))
    refused = unseated.post(url, sent, headers=HTMX)
    assert (refused.status_code, refused["HX-Reswap"]) == (403, "afterbegin")
    assert "You read along here." in said(refused)
    assert not Risk.objects.exists()


def test_hostile_text_is_shown_as_it_was_typed(plan):
    one, owner, client = plan
    nasty = "<script>alert(1)</script> Łódź \u202e العربية"
    lines.put_line(
        by=owner, plan=one.plan, kind=LineKind.ACTIVITY,
        values={"title": nasty, "start": "2027-01-01", "end": "2027-02-01", "about": nasty},
    )  # fmt: skip
    page = client.get(f"{one.path}/plan").content.decode()
    assert "<script>alert" not in page
    assert html.escape("<script>alert(1)</script> Łódź") in page


def test_the_board_is_taken_in_from_the_page_and_it_says_what_it_took(plan):
    one, _owner, client = plan
    answer = client.post(f"{one.path}/plan/fill", follow=True)
    assert "This initiative has no board to take from." in said(answer)


def test_what_is_missing_of_a_line_leads_to_its_field(plan):
    one, _owner, client = plan
    line = make.line(one, "cost", title="Lamps")
    url = f"{one.path}/plan/budget/{line.pk}?at=amount"
    assert f'href="{url}"' in client.get(f"{one.path}/plan").content.decode()
    field = re.search(r'<input id="f-amount"[^>]*>', client.get(url).content.decode())[0]
    assert "autofocus" in field


def test_the_library_is_offered_by_name_and_a_line_is_linked_by_it(plan):
    one, _owner, client = plan
    here = organisations.organisation(name="Dayton Light & Power", city=one.city)
    organisations.organisation(name="Closed Works", visibility="staff")
    url = f"{one.path}/plan/activities/new"
    body = client.get(url).content.decode()
    assert '<option value="Dayton Light &amp; Power">' in body
    assert "Closed Works" not in body
    sent = {"title": "Buy poles", "organisation": "dayton light & power", "do": "save"}
    assert client.post(url, sent).status_code == 302
    held = Activity.objects.get()
    assert held.organisation == here
    body = client.get(f"{one.path}/plan/activities/{held.pk}").content.decode()
    assert 'value="Dayton Light &amp; Power"' in body
    assert client.post(url, sent | {"organisation": "Closed Works"}).status_code == 422


def test_of_two_of_a_name_each_is_offered_by_its_address_and_an_unchanged_line_is_saved(plan):
    one, _owner, client = plan
    here = library.document(title="Climate plan", slug="here", city=one.city)
    library.document(title="Climate plan", slug="there")
    line = make.line(one, "cost", title="Lamps", document=here)
    url = f"{one.path}/plan/budget/{line.pk}"
    body = client.get(url).content.decode()
    typed = re.search(r'<input id="f-document"[^>]* value="([^"]*)"', body)[1]
    assert typed == "here"
    sent = {"title": "Poles", "kind": "capital", "document": typed, "version": "1"}
    assert client.post(url, sent).status_code == 302
    line.refresh_from_db()
    assert (line.title, line.document) == ("Poles", here)


def test_a_word_that_is_listed_no_longer_is_read_shown_in_the_form_and_saved(plan):
    one, _owner, client = plan
    line = make.line(one, "cost", title="Lamps", scope="poles & lamps")
    url = f"{one.path}/plan/budget/{line.pk}"
    for path in ("", "/plan", "/costs", "/documents", "/progress"):
        assert client.get(one.path + path).status_code == 200
    assert "poles & lamps" in said(client.get(f"{one.path}/plan"))
    assert '<option value="poles &amp; lamps" selected>' in client.get(url).content.decode()
    sent = {"title": "Poles", "kind": "capital", "scope": "poles & lamps", "version": "1"}
    assert client.post(url, sent).status_code == 302
    assert BudgetLine.objects.get().scope == "poles & lamps"


def test_the_page_keeps_a_predecessor_that_was_taken_out(plan):
    one, owner, client = plan
    gone, line = make.line(one), make.line(one)
    line.after.add(gone)
    lines.take_out(by=owner, line=gone)
    url = f"{one.path}/plan/activities/{line.pk}"
    assert client.post(url, {"title": "Buy", "version": "1"}).status_code == 302
    assert list(line.after.all()) == [gone]
