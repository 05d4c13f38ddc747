import json
import re

import pytest
from django.http import QueryDict
from django.test import Client

from decapolis.library.actions import correct_practice
from decapolis.library.models import Draft, Practice, Suggestion
from decapolis.library.queries.records import record_of
from decapolis.pages.contribute.fields import FormMaker, Lists, posted
from tests.factories import cities, contributions, hats, library, people
from tests.factories.contributions import changed, loaded

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7*7 }} שלום 你好"


@pytest.fixture
def desk(ana):
    client = Client()
    client.force_login(ana)
    return client


def form_of(values, **changes):
    """What a browser sends of the form of a record, with some fields typed over."""
    form = FormMaker(values, (), Lists((("US", "United States"),), ())).form()
    fields = posted(form) | {"base": ["1"], "seen": ["0"], "do": ["draft"]}
    return fields | {name: [text] for name, text in changes.items()}


def send(client, url, fields, **headers):
    return client.post(url, {name: list(texts) for name, texts in fields.items()}, **headers)


def edited(practice, **changes):
    return form_of(record_of(practice), **changes)


def edit_url(practice):
    return f"/practices/{practice.slug}/edit"


# -- the form


def test_the_form_holds_what_stands_there_in_the_order_of_the_page(desk, lamps):
    page = desk.get(edit_url(lamps)).content.decode()
    at = [
        page.index(words)
        for words in (
            "LED street lights", "Half the power.", 'value="Dayton"', 'value="2400000"',
            "Old lamps cost more", "The city changed", "Use fell by half.", "too bright",
            "Ask residents first.", "https://paper.example/2018",
        )
    ]  # fmt: skip
    assert at == sorted(at)
    assert '<option value="0" selected>1. Lamps at last</option>' in page


def test_every_control_has_a_label_and_an_address_of_its_own(desk, lamps):
    page = desk.get(edit_url(lamps)).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


def test_a_correction_is_published_at_once(desk, lamps):
    fields = edited(lamps, **{"costs-0-amount": "2 600 000", "note": "Final bill."})
    fields["do"] = ["hand_in"]
    answer = send(desk, edit_url(lamps), fields)
    assert (answer.status_code, answer.url) == (302, f"/practices/{lamps.slug}")
    lamps.refresh_from_db()
    assert record_of(lamps)["costs"][0]["amount"] == "2600000"
    assert lamps.versions.get(number=2).note == "Final bill."
    assert not Draft.objects.exists()
    page = desk.get(answer.url).content.decode()
    assert "Correct this" in page
    assert "Version 2. Written by Ana Díaz, Dayton, Ohio, United States on" in page
    assert "Changed by Ana Díaz, Dayton, Ohio, United States, from Lamps at last, on" in page


def test_a_form_that_nobody_touched_changes_nothing(desk, lamps):
    answer = send(desk, edit_url(lamps), edited(lamps, do="hand_in"))
    assert answer.status_code == 422
    assert "Nothing is different" in answer.content.decode()
    assert lamps.versions.count() == 1


def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept(desk, lamps):
    fields = edited(
        lamps, do="hand_in", title="",
        **{"costs-0-amount": "1,2m", "costs-0-currency": "Dollar", "costs-0-source": "9"},
    )  # fmt: skip
    answer = send(desk, edit_url(lamps), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-costs-0-amount-error">“1,2m” is not a number. Write 1200000.' in page
    assert 'value="1,2m"' in page
    assert 'href="#f-costs-0-currency">Cost 1, currency: Write the three letters' in page
    assert 'id="f-title-error">Fill this in.' in page
    assert "a source that is not in the list" in page
    assert Draft.objects.get().record["costs"][0]["amount"] == "1,2m"
    assert lamps.versions.count() == 1


def test_whatever_is_typed_is_text(desk, lamps):
    fields = edited(lamps, do="hand_in", title=HOSTILE, **{"lessons-0-text": HOSTILE})
    answer = send(desk, edit_url(lamps), fields)
    for url in (answer.url, f"{answer.url}/edit", f"{answer.url}/versions/1...2"):
        page = desk.get(url).content.decode()
        assert "<script>alert" not in page
        assert "{{ 7*7 }} שלום 你好" in page


def test_ten_thousand_letters_in_a_short_field_are_told_not_cut(desk, lamps):
    answer = send(desk, edit_url(lamps), edited(lamps, do="hand_in", title="x" * 10_000))
    assert answer.status_code == 422
    assert "This is 9700 letters too long. At most 300 fit." in answer.content.decode()


def test_more_text_than_any_practice_has_is_refused(desk, lamps):
    answer = send(desk, edit_url(lamps), edited(lamps, problem="x" * 450_000))
    assert answer.status_code == 422
    assert "400000 letters" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_post_that_is_far_too_large_is_refused_before_it_is_read(desk, lamps):
    body = QueryDict(mutable=True)
    body["problem"] = "x" * 2_100_000
    kind = "application/x-www-form-urlencoded"
    answer = desk.post(edit_url(lamps), body.urlencode(), content_type=kind)
    assert answer.status_code == 400


def test_a_long_record_can_be_sent_back_whole(desk, dayton):
    many = [{"metric": f"M{n}", "text": "T.", "source": 0} for n in range(100)]
    practice = loaded(outcomes=many)
    assert send(desk, edit_url(practice), edited(practice, title="L")).status_code == 302


# -- rows


@pytest.mark.parametrize("name", ["costs", "funding", "outcomes", "partners", "sources", "lessons"])
def test_a_row_is_added_and_taken_away_without_a_script(desk, lamps, name):
    before = len(record_of(lamps).get(name, ()))
    answer = send(desk, edit_url(lamps), edited(lamps, do=f"add:{name}"))
    assert answer.url == f"{edit_url(lamps)}#list-{name}"
    assert len(Draft.objects.get().record[name]) == before + 1
    page = desk.get(edit_url(lamps)).content.decode()
    assert f'value="remove:{name}:{before}"' in page
    draft = Draft.objects.get()
    fields = form_of(draft.record, do=f"remove:{name}:{before}")
    send(desk, edit_url(lamps), fields)
    assert len(Draft.objects.get().record.get(name, ())) == before


def test_with_htmx_the_form_alone_comes_back_with_the_row(desk, lamps):
    headers = {"headers": {"HX-Request": "true"}}
    answer = send(desk, edit_url(lamps), edited(lamps, do="add:costs"), **headers)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.startswith("<form id=")
    assert "costs-1-amount" in page
    assert answer["HX-Replace-Url"] == edit_url(lamps)


@pytest.mark.parametrize("task", ["add:themes", "remove:costs:99", "remove:costs:x", "remove", "x"])
def test_an_unknown_task_saves_the_draft_and_no_more(desk, lamps, task):
    assert send(desk, edit_url(lamps), edited(lamps, do=task)).status_code == 302
    assert [one["amount"] for one in Draft.objects.get().record["costs"]] == ["2400000"]


# -- drafts


def in_background(client, url, fields):
    answer = send(client, url, fields, headers={"Accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


def test_a_draft_saves_itself_and_is_there_again(desk, lamps):
    status, told = in_background(desk, edit_url(lamps), edited(lamps, title="Half a ti"))
    assert (status, told["seen"], told["url"], told["told"]) == (200, 1, edit_url(lamps), "")
    assert ">\nHalf a ti</textarea>" in desk.get(edit_url(lamps)).content.decode()
    assert "Half a ti" in desk.get("/contribute").content.decode()


def test_the_second_tab_is_told(desk, lamps):
    in_background(desk, edit_url(lamps), edited(lamps, title="A", seen="0"))
    in_background(desk, edit_url(lamps), edited(lamps, title="B", seen="1"))
    _status, told = in_background(desk, edit_url(lamps), edited(lamps, title="C", seen="1"))
    assert told["told"].startswith("This draft was saved in another tab")


def test_who_was_signed_out_meanwhile_is_told(lamps):
    status, told = in_background(Client(), edit_url(lamps), edited(lamps))
    assert status == 401
    assert told["message"].startswith("You are signed out.")
    assert not Draft.objects.exists()


def test_a_new_practice_begins_in_the_city_of_its_writer(desk, ana, dayton):
    page = desk.get("/contribute/new").content.decode()
    assert 'id="f-city" name="city" value="Dayton"' in page
    assert f'<option value="{dayton.country_id}" selected>' in page
    assert "What you write of Dayton can be read at once" in page
    assert "What you changed" not in page
    hats.verified(ana, cities.city("Lima"))
    assert 'id="f-city" name="city" value=""' in desk.get("/contribute/new").content.decode()


def test_a_source_that_is_missing_has_its_row_to_be_written_in(desk):
    answer = send(desk, "/contribute/new", {"do": ["hand_in"], "title": ["Night buses"]})
    page = answer.content.decode()
    assert "Name at least one source" in page
    assert 'id="f-sources-0-url"' in page


def test_a_new_practice_gets_the_address_of_its_draft(desk, dayton):
    fields = form_of({"title": "Night buses"}, base="0")
    _status, told = in_background(desk, "/contribute/new", fields)
    assert told["url"] == f"/contribute/drafts/{Draft.objects.get().pk}"
    send(desk, told["url"], form_of({"title": "Night buses, again"}, base="0", seen="1"))
    assert Draft.objects.get().record == {"title": "Night buses, again"}


def test_a_new_practice_of_ones_own_city_is_published(desk, dayton):
    values = contributions.values(title="Night buses")
    fields = form_of(values, city="Dayton, Ohio, United States", region="", country="", base="0")
    answer = send(desk, "/contribute/new", fields | {"do": ["hand_in"]})
    assert answer.url == "/practices/dayton-night-buses"
    assert Practice.objects.get().city == dayton


def test_a_draft_of_somebody_else_is_not_there(desk):
    other = contributions.draft(people.person(), title="Secret")
    for method, path in (("get", ""), ("post", ""), ("post", "/discard"), ("post", "/keep")):
        url = f"/contribute/drafts/{other.pk}{path}"
        assert getattr(desk, method)(url).status_code == 404
    assert "Secret" not in desk.get("/contribute").content.decode()


def test_what_was_thrown_away_is_taken_back(desk, ana):
    draft = contributions.draft(ana, title="Night buses")
    desk.post(f"/contribute/drafts/{draft.pk}/discard")
    assert f"/contribute/drafts/{draft.pk}/keep" in desk.get("/contribute").content.decode()
    desk.post(f"/contribute/drafts/{draft.pk}/keep")
    assert desk.get(f"/contribute/drafts/{draft.pk}").status_code == 200


def test_who_has_only_signed_up_does_not_write(lamps):
    client = Client()
    client.force_login(people.person(is_member=False))
    assert client.get("/contribute").status_code == 403
    assert send(client, edit_url(lamps), edited(lamps)).status_code == 403


# -- two people


def test_the_second_of_two_sees_both_and_puts_them_together(desk, lamps):
    theirs = changed(lamps, title="Ben's lamps", lessons=["Ben's lesson."])
    fields = edited(lamps, do="hand_in", title="Ana's lamps", problem="Ana's problem.")
    correct_practice(by=people.staff(), practice=lamps, record=theirs, base=1)
    answer = send(desk, edit_url(lamps), fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Ben&#x27;s", "Ana&#x27;s", "changed by both"):
        assert words in page
    assert 'name="take-lessons" value="theirs" checked' in page
    assert 'name="take-problem" value="mine" checked' in page
    assert Draft.objects.get().record["title"] == "Ana's lamps"
    desk.post(
        edit_url(lamps),
        {"do": "take", "take-title": "theirs", "take-lessons": "theirs", "take-problem": "mine"},
    )
    draft = Draft.objects.get()
    assert draft.base == 2
    again = form_of(draft.record, do="hand_in", base="2", seen=str(draft.saves))
    assert send(desk, edit_url(lamps), again).status_code == 302
    held = record_of(Practice.objects.get())
    assert (held["title"], held["problem"], held["lessons"]) == (
        "Ben's lamps", "Ana's problem.", ["Ben's lesson."],
    )  # fmt: skip


def test_the_second_of_two_reads_who_was_faster(desk, lamps, dayton):
    carla = hats.speaker(dayton, name="Carla Jones")
    fields = edited(lamps, problem="Mine.") | {"do": ["hand_in"]}
    correct_practice(by=carla, practice=lamps, base=1, record=changed(lamps, problem="Hers."))
    assert "Written by Carla Jones" in send(desk, edit_url(lamps), fields).content.decode()


def test_whoever_writes_on_an_older_version_is_told_before_handing_in(desk, lamps, ana):
    contributions.draft(ana, lamps, title="L")
    correct_practice(
        by=people.staff(), practice=lamps, record=changed(lamps, title="Ben's"), base=1
    )
    page = desk.get(edit_url(lamps)).content.decode()
    assert "The practice was changed since you began" in page
    assert f"/practices/{lamps.slug}/versions/1...2" in page


# -- suggestions


@pytest.fixture
def member():
    client = Client()
    client.force_login(people.person(name="Ben Okri"))
    return client


def suggested(member, lamps):
    page = member.get(edit_url(lamps)).content.decode()
    assert "Send suggestion" in page
    assert "Suggest a change" in member.get(f"/practices/{lamps.slug}").content.decode()
    answer = send(member, edit_url(lamps), edited(lamps, do="hand_in", title="Ben's lamps"))
    assert answer.url == f"/contribute/suggestions/{Suggestion.objects.get().pk}"
    return answer.url


def test_a_member_suggests_and_who_speaks_for_the_city_accepts(desk, member, lamps):
    url = suggested(member, lamps)
    assert "Ben&#x27;s lamps" in desk.get("/contribute").content.decode()
    page = desk.get(url).content.decode()
    assert "Suggested by Ben Okri" in page
    assert "<ins>Ben&#x27;s lamps</ins>" in page
    assert desk.post(url, {"do": "accept"}).url == f"/practices/{lamps.slug}"
    assert Practice.objects.get().title == "Ben's lamps"
    assert "Accepted: Ana Díaz." in member.get(url).content.decode()


def test_who_declines_says_why_and_is_asked_again_where_not(desk, member, lamps):
    url = suggested(member, lamps)
    answer = desk.post(url, {"do": "decline", "reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-error">Say in a sentence why' in answer.content.decode()
    desk.post(url, {"do": "decline", "reason": "The source says otherwise."})
    assert "The source says otherwise." in member.get(url).content.decode()


def test_ones_own_suggestion_is_withdrawn_not_accepted(member, lamps):
    url = suggested(member, lamps)
    assert member.post(url, {"do": "accept"}).status_code == 403
    member.post(url, {"do": "withdraw"})
    assert Suggestion.objects.get().state == "withdrawn"


def test_a_suggestion_that_others_overtook_is_put_together_in_a_draft(desk, member, lamps):
    url = suggested(member, lamps)
    correct_practice(
        by=people.staff(), practice=lamps, record=changed(lamps, title="Staff's"), base=1
    )
    answer = desk.post(url, {"do": "accept"})
    assert answer.status_code == 422
    assert "Take it into a draft of yours" in answer.content.decode()
    assert desk.post(url, {"do": "edit"}).url == edit_url(lamps)
    assert Draft.objects.get().record["title"] == "Ben's lamps"


def test_a_practice_of_a_city_that_one_does_not_speak_for_is_proposed(member, dayton):
    fields = form_of(contributions.values(title="Night buses"), base="0", do="hand_in")
    answer = send(member, "/contribute/new", fields)
    assert answer.url == f"/contribute/suggestions/{Suggestion.objects.get().pk}"
    assert not Practice.objects.exists()
    assert "A new practice." in member.get(answer.url).content.decode()


# -- versions


def test_versions_are_listed_compared_and_put_back(desk, lamps, ana):
    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="L"), base=1, note="Why.")
    url = f"/practices/{lamps.slug}/versions"
    page = desk.get(url).content.decode()
    assert "“Why.”" in page
    assert f"{url}/1/restore" in page
    sides = desk.get(f"{url}/1...2").content.decode()
    assert "<del>LED street lights</del>" in sides
    assert "<ins>L</ins>" in sides
    assert desk.post(f"{url}/1/restore", {"base": "2"}).url == url
    assert Practice.objects.get().title == "LED street lights"


def test_who_may_not_write_sees_no_button_and_puts_nothing_back(member, lamps, ana):
    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="L"), base=1)
    url = f"/practices/{lamps.slug}/versions"
    assert "/restore" not in Client().get(url).content.decode()
    assert "/restore" not in member.get(url).content.decode()
    assert member.post(f"{url}/1/restore", {"base": "2"}).status_code == 403
    assert Practice.objects.get().title == "L"


def test_putting_back_an_old_page_is_told(desk, lamps, ana):
    for number in (1, 2):
        correct_practice(
            by=ana, practice=lamps, record=changed(lamps, title=f"{number}"), base=number
        )
    url = f"/practices/{lamps.slug}/versions"
    page = desk.post(f"{url}/1/restore", {"base": "2"}, follow=True).content.decode()
    assert "Somebody changed this practice" in page
    assert Practice.objects.get().title == "2"


def test_a_practice_of_which_no_version_was_kept_says_so():
    old = library.practice()
    assert "No version of this practice" in Client().get(
        f"/practices/{old.slug}/versions"
    ).content.decode()  # fmt: skip
    assert Client().get(f"/practices/{old.slug}/versions/1...2").status_code == 404
