"""The pages of people: directory, profile, hats, welcome, invitations, my desk."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decapolis.organisations import actions
from decapolis.organisations.bridge import Invitee
from decapolis.organisations.choices import Role
from decapolis.organisations.models import Hat, Invitation
from decapolis.people.models import MembershipRequest, Person
from tests.factories import cities, hats, organisations, people
from tests.factories.library import HIDDEN
from tests.pages.test_cities import HOSTILE

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def dayton():
    return cities.city("Dayton", timezone="America/New_York")


@pytest.mark.parametrize(
    "address", ["/people", "/people/me/edit", "/desk", "/welcome", "/profile", "/invitations"]
)
def test_who_has_not_signed_in_is_led_to_the_door(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={address}")


def test_a_profile_is_there_for_members_alone(client, dayton):
    ana = hats.speaker(dayton, name="Ana Díaz", helps_with="Lamps <b>", time_zone="Asia/Tokyo")
    address = f"/people/{ana.pk}"
    assert client.get(address).status_code == 404
    assert signed_in(people.person(is_member=False)).get(address).status_code == 404
    page = text_of(signed_in(people.person()).get(address))
    for words in ("Ana Díaz", "City staff, Dayton", "the network", "Lamps &lt;b&gt;", "Tokyo"):
        assert words in page, words
    assert "ana" not in re.findall(r"[\w.-]+@city\.example", page)
    assert ana.email not in page
    assert "9 hours ahead of you" in page
    assert signed_in(ana).get("/profile")["Location"] == address


def test_who_left_or_was_never_let_in_is_not_found(dayton):
    reader = signed_in(people.person())
    for fields in ({"is_member": False}, {"is_active": False}, {"left": timezone.now()}):
        person = people.person(**fields)
        assert reader.get(f"/people/{person.pk}").status_code == 404
        assert person.name not in text_of(reader.get("/people"))
    assert reader.get("/people/" + "9" * 18).status_code == 404


def test_the_directory_is_searched_in_any_spelling_and_narrowed_by_facets(dayton):
    ana = hats.speaker(dayton, name="Ana Díaz", languages=["es"], expertise=["energy"])
    people.person(name="田中 花子", languages=["ja"])
    reader = signed_in(people.person(name="Reader"))
    for asked, there in [("diaz", True), ("DÍAZ ana", True), ("dayton", True), ("tokyo", False)]:
        assert ("Ana Díaz" in text_of(reader.get(f"/people?q={quote(asked)}"))) == there, asked
    assert "田中 花子" in text_of(reader.get(f"/people?q={quote('田中')}"))
    narrowing = ("language=es", "theme=energy", "role=staff", f"city={dayton.pk}")
    for asked in (*narrowing, "&".join(narrowing)):
        page = text_of(reader.get(f"/people?{asked}"))
        assert "1 person." in page, asked
        assert f'href="/people/{ana.pk}"' in page
    assert "Nobody fits." in text_of(reader.get("/people?language=ja&role=staff"))
    page = text_of(reader.get("/people?role=staff"))
    assert "/people?theme=energy&amp;role=staff" in page


def test_who_waits_to_be_let_in_sees_only_themselves(dayton):
    ana = people.person(name="Ana", is_member=False)
    people.person(name="Hidden")
    page = text_of(signed_in(ana).get("/people"))
    assert "You are not a member yet." in page
    assert "1 person." in page
    assert "Hidden" not in page


def test_nothing_that_is_typed_breaks_the_directory(dayton):
    reader = signed_in(people.staff())
    for value in HOSTILE:
        word = quote(value.encode("utf-8", "surrogateescape"), safe="")
        for name in ("q", "theme", "language", "role", "city", "page", "is", "undo"):
            for address in ("/people", "/staff/people"):
                assert reader.get(f"{address}?{name}={word}").status_code == 200
        assert reader.get(f"/people/me/edit?undo={word}").status_code == 200
        assert reader.get(f"/staff/domains?domain={word}").status_code == 200


def test_a_profile_is_written_by_its_owner(dayton):
    ana = people.person(name="Ana")
    client = signed_in(ana)
    sent = {
        "name": "Ana Díaz",
        "title": "Head of lighting",
        "helps_with": "Lamps",
        "looks_for": "",
        "time_zone": "Asia/Tokyo",
        "languages": ["es", "en"],
        "other_languages": "eu, qu",
        "expertise": ["energy"],
    }
    response = client.post("/people/me/edit", sent)
    assert response["Location"] == f"/people/{ana.pk}"
    ana.refresh_from_db()
    assert (ana.name, ana.languages, ana.expertise) == (
        "Ana Díaz",
        ["es", "en", "eu", "qu"],
        ["energy"],
    )
    assert 'value="eu, qu"' in text_of(client.get("/people/me/edit"))
    for wrong in (
        {"name": ""},
        {"name": "x" * 300},
        {"name": "http://evil.example"},
        {"time_zone": "Mars/Base"},
        {"languages": ["klingon"]},
        {"other_languages": "not a code"},
        {"expertise": ["lamps"]},
        {"helps_with": "x" * 3000},
    ):
        response = client.post("/people/me/edit", sent | {"name": "Changed"} | wrong)
        assert response.status_code == 422, wrong
        assert 'id="faults"' in text_of(response)
        ana.refresh_from_db()
        assert ana.name == "Ana Díaz"


def test_a_hat_is_added_taken_off_and_put_on_again(dayton):
    ana = people.person(name="Ana")
    hats.confirmed(ana, "ana@dayton.example")
    hats.domain(dayton)
    client = signed_in(ana)
    response = client.post("/people/me/hats", {"role": "mayor", "city": "Dayton"}, follow=True)
    assert "verified by an e-mail address of this body" in text_of(response)
    hat = Hat.objects.get()
    response = client.post(f"/people/hats/{hat.pk}/end")
    assert response["Location"] == f"/people/me/edit?undo={hat.pk}"
    page = text_of(client.get(response["Location"]))
    assert f'action="/people/hats/{hat.pk}/again"' in page
    client.post(f"/people/hats/{hat.pk}/again")
    hat.refresh_from_db()
    assert hat.until is None


def test_a_hat_that_cannot_be_is_told_at_its_field(dayton):
    cities.city("Springfield", population=100_000)
    cities.city("Springfield", admin1_name="Illinois", population=110_000)
    organisations.organisation("Secret", visibility="staff")
    client = signed_in(people.person())
    for sent, words in [
        ({"role": ""}, "Choose what you are."),
        ({"role": "emperor"}, "Choose what you are."),
        ({"role": "mayor"}, "Say of which city or organisation."),
        ({"role": "mayor", "city": "Atlantis"}, "No city in the gazetteer"),
        ({"role": "mayor", "city": "Springfield"}, "2 cities are called"),
        ({"role": "company", "organisation": "Secret"}, "No organisation here is called"),
        ({"role": "mayor", "city": "Dayton", "since": "2199-01-01"}, "Give a date since"),
        ({"role": "mayor", "city": "Dayton", "since": "soon"}, "Write the date as"),
    ]:
        response = client.post("/people/me/hats", sent)
        assert response.status_code == 422, sent
        assert words in text_of(response), sent
    assert not Hat.objects.exists()


def test_nobody_touches_the_hats_of_others(dayton):
    hat = hats.hat(people.person(name="Ana"), dayton)
    client = signed_in(people.person())
    client.post(f"/people/hats/{hat.pk}/end")
    client.post(f"/people/hats/{hat.pk}/again")
    assert client.get(f"/people/hats/{hat.pk}/decide").status_code == 404
    assert client.post(f"/people/hats/{hat.pk}/decide", {"decision": "confirm"}).status_code == 404
    hat.refresh_from_db()
    assert (hat.until, hat.standing) == (None, "claimed")


def test_a_colleague_decides_a_claim_with_what_tells_for_it(dayton):
    ana, colleague = people.person(name="Ana"), hats.speaker(dayton)
    hats.confirmed(ana, "ana@lamps.example")
    hats.domain(dayton, "dayton.example")
    hat = hats.hat(ana, dayton, role=Role.MAYOR)
    client = signed_in(colleague)
    assert "Mayor, Dayton" in text_of(client.get("/desk"))
    page = text_of(client.get(f"/people/hats/{hat.pk}/decide"))
    assert "lamps.example" in page
    assert "dayton.example" in page
    response = client.post(f"/people/hats/{hat.pk}/decide", {"decision": "refuse", "reason": " "})
    assert response.status_code == 422
    assert Hat.objects.get(pk=hat.pk).standing == "claimed"
    response = client.post(f"/people/hats/{hat.pk}/decide", {"decision": "confirm"})
    assert response["Location"] == "/desk"
    assert Hat.objects.get(pk=hat.pk).ground == "colleague"


def test_a_newcomer_is_told_at_once_how_they_stand(dayton):
    ana = people.person(name="", email="ana@dayton.example")
    hats.confirmed(ana)
    hats.domain(dayton)
    client = signed_in(ana)
    assert "Skip this for now" in text_of(client.get("/welcome"))
    sent = {"name": "Ana", "role": "innovation", "city": "Dayton", "languages": ["en", "es"]}
    response = client.post("/welcome", sent, follow=True)
    page = text_of(response)
    assert "You are verified by an e-mail address of this body, and speak for Dayton." in page
    ana.refresh_from_db()
    assert (ana.name, ana.languages, ana.time_zone) == ("Ana", ["en", "es"], "America/New_York")


def test_a_newcomer_whom_nobody_knows_is_told_who_will_look(dayton):
    ana = people.person(name="", is_member=False)
    client = signed_in(ana)
    client.post("/welcome", {"name": "Ana", "role": "staff", "city": "Dayton"})
    page = text_of(client.get("/welcome"))
    assert "Your request is with the network" in page
    assert "someone who speaks for Dayton, will look at it" in page


def test_who_has_said_their_name_is_not_asked_again(dayton):
    ana = people.person(name="Ana")
    client = signed_in(ana)
    page = text_of(client.get("/welcome"))
    assert 'name="name"' not in page
    before, _summary, after = page.partition("More languages")
    assert 'value="en"' in before
    assert 'value="fi"' in after
    client.post("/welcome", {"role": "staff", "city": "Dayton", "languages": ["fi"]})
    ana.refresh_from_db()
    assert (ana.name, ana.languages, Hat.objects.count()) == ("Ana", ["fi"], 1)
    before, _summary, _after = text_of(client.get("/people/me/edit")).partition("More languages")
    assert 'value="fi"' in before  # what is ticked is shown


def test_a_city_that_is_claimed_later_sets_the_clock_unless_one_is_set(dayton):
    ana, ben = people.person(), people.person(time_zone="Europe/Madrid")
    for one in (ana, ben):
        signed_in(one).post("/people/me/hats", {"role": "staff", "city": "Dayton"})
        one.refresh_from_db()
    assert (ana.time_zone, ben.time_zone) == ("America/New_York", "Europe/Madrid")
    assert "Clock there" in text_of(signed_in(ana).get(f"/people/{ana.pk}"))
    nowhere = people.person()
    assert "Clock there" not in text_of(signed_in(ana).get(f"/people/{nowhere.pk}"))


def test_who_speaks_for_one_body_invites_for_it_without_naming_it(dayton):
    ana = hats.speaker(dayton)
    page = text_of(signed_in(ana).get("/invitations"))
    assert page.count(f'value="{dayton.label}"') == 2  # one person, a link
    hats.verified(ana, organisations.organisation("Lamp Guild"))
    assert f'value="{dayton.label}"' not in text_of(signed_in(ana).get("/invitations"))


def test_first_steps_are_written_whole_or_not_at_all(dayton):
    ana = people.person(name="")
    client = signed_in(ana)
    sent = {"name": "Ana", "role": "mayor", "city": "Atlantis", "languages": ["en"]}
    response = client.post("/welcome", sent)
    assert response.status_code == 422
    assert 'value="Atlantis"' in text_of(response)
    ana.refresh_from_db()
    assert (ana.name, ana.languages, Hat.objects.count()) == ("", [], 0)
    client.post("/welcome", {"name": "Ana"})
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_the_first_steps_lead_on_to_what_was_wanted(dayton):
    client = signed_in(people.person(name=""))
    assert "/practices/lamps" in text_of(client.get("/welcome?next=/practices/lamps"))
    response = client.post("/welcome", {"name": "Ana", "next": "/practices/lamps"})
    assert response["Location"] == "/welcome?done=1&next=%2Fpractices%2Flamps"
    assert 'href="/practices/lamps"' in text_of(client.get(response["Location"]))
    assert client.get("/welcome?next=/invitations/x")["Location"] == "/invitations/x"
    page = text_of(client.get("/welcome?done=1&next=//evil.example"))
    assert 'href="//evil' not in page
    assert '<a class="btn" href="/desk">' in page


def test_an_invitation_says_who_invites_whom_to_what_and_lets_in(client, dayton):
    staff = people.staff(name="Sam")
    to = Invitee("new@city.example", role=Role.MAYOR, body=dayton)
    issued = actions.invite(by=staff, to=to)
    address = f"/invitations/{issued.secret}"
    page = text_of(client.get(address))
    for words in ("Sam invites you", "Mayor", "Dayton, Ohio", "n…@city.example", "/sign-in?next="):
        assert words in page, words
    assert "new@city.example" not in page
    assert client.post(address)["Location"] == f"/sign-in?next={address}"
    other = people.person(name="Other", is_member=False)
    response = signed_in(other).post(address)
    assert response.status_code == 422
    assert "another address" in text_of(response)
    ana = people.person(email="new@city.example", name="", is_member=False)
    hats.confirmed(ana)
    assert signed_in(ana).post(address)["Location"] == "/welcome"
    assert "has been used" in text_of(client.get(address))
    assert Person.objects.get(pk=ana.pk).is_member
    unknown = client.get("/invitations/" + "0" * 64)
    assert (unknown.status_code, "not known here" in text_of(unknown)) == (404, True)


def test_a_link_is_shown_once_and_works(dayton):
    staff = signed_in(people.staff())
    sent = {"way": "link", "role": "staff", "city": "Dayton", "most_uses": "3", "days": "7"}
    response = staff.post("/invitations", sent)
    link = re.search(r"http[^<\s]+/invitations/([0-9a-f]{64})", text_of(response))
    assert response["Cache-Control"] == "no-store"
    assert link
    assert link[1] not in text_of(staff.get("/invitations"))
    ana = people.person(is_member=False)
    signed_in(ana).post(f"/invitations/{link[1]}")
    assert Hat.objects.get(person=ana).standing == "verified"
    made = Invitation.objects.get()
    assert "1 of 3 used" in text_of(staff.get("/invitations"))
    staff.post(f"/invitations/{made.pk}/revoke")
    assert "Revoked" in text_of(staff.get("/invitations"))


def test_a_table_is_looked_at_before_anybody_is_invited(dayton):
    staff = signed_in(people.staff())
    good = "email,role,city\na@b.example,mayor,Dayton\n"
    page = text_of(staff.post("/invitations", {"way": "preview", "text": good, "days": "7"}))
    assert "It would invite 1 person" in page
    assert not Invitation.objects.exists()
    bad = good + "nobody,mayor,Atlantis\n"
    for way in ("preview", "file"):
        response = staff.post("/invitations", {"way": way, "text": bad, "days": "7"})
        assert response.status_code == 422
        assert "“nobody” is not an e-mail address." in text_of(response)
    assert not Invitation.objects.exists()
    page = text_of(staff.post("/invitations", {"way": "file", "text": good, "days": "7"}))
    assert "One invitation was made." in page
    assert Invitation.objects.get().email == "a@b.example"


def test_a_file_that_is_no_text_is_told(dayton):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    staff = signed_in(people.staff())
    for content in (b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\xff"):
        file = SimpleUploadedFile("list.csv", content)
        response = staff.post("/invitations", {"way": "file", "file": file, "days": "7"})
        assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_who_speaks_for_a_city_invites_for_it_alone(dayton):
    cities.city("Akron")
    client = signed_in(hats.speaker(dayton))
    sent = {"way": "one", "email": "a@b.example", "role": "staff", "days": "7"}
    response = client.post("/invitations", sent | {"city": "Akron"})
    assert (response.status_code, Invitation.objects.count()) == (422, 0)
    client.post("/invitations", sent | {"city": "Dayton"})
    assert Invitation.objects.get().ground == "invitation"
    outsider = signed_in(people.person())
    assert outsider.get("/invitations").status_code == 404
    assert outsider.post(f"/invitations/{Invitation.objects.get().pk}/revoke").status_code == 404


def test_an_empty_desk_says_what_will_be_there(dayton):
    page = text_of(signed_in(people.person(name="Ana")).get("/desk"))
    for words in (
        "Nothing waits for you.",
        "will stand here",
        "Say what you are",
        "Choose your city",
    ):
        assert words in page, words
    page = text_of(signed_in(people.person(is_member=False)).get("/desk"))
    assert "Your request is with the network" in page


def test_the_page_of_a_city_names_its_people_to_members_alone(client, dayton):
    hats.speaker(dayton, name="Ana Díaz")
    body = organisations.organisation("Lamp Guild", slug="guild")
    hats.speaker(body, name="Ben Lamp")
    reader = signed_in(people.person())
    for address, name in (
        (f"/cities/{dayton.pk}-dayton", "Ana Díaz"),
        ("/organisations/guild", "Ben Lamp"),
    ):
        assert name in text_of(reader.get(address))
        page = text_of(client.get(address))
        assert name not in page
        assert "One person speaks for it here. Members see who." in page


def test_a_hidden_organisation_hides_whoever_is_of_it(client):
    body = organisations.organisation("Secret Guild", **HIDDEN)
    ana = hats.speaker(body, name="Ana")
    assert "Secret Guild" in text_of(signed_in(people.person()).get(f"/people/{ana.pk}"))
    body.visibility = "staff"
    body.save()
    reader = signed_in(people.person())
    for address in (f"/people/{ana.pk}", "/people", "/people?q=secret"):
        assert "Secret Guild" not in text_of(reader.get(address))


@pytest.mark.parametrize(
    "address",
    [
        "/people",
        "/people?q=person",
        "/desk",
        "/invitations",
        "/people/me/edit",
        "/staff",
        "/staff/people",
        "/staff/domains",
        "/staff/figures",
    ],
)
def test_a_page_asks_the_same_number_of_questions_whatever_it_shows(dayton, address):
    me = people.staff()
    client = signed_in(me)
    hats.verified(me, dayton)

    def fill(number):
        person = hats.speaker(dayton, languages=["es"], expertise=["energy"])
        firm = organisations.organisation()
        hats.verified(person, firm)
        hats.hat(me, cities.city(f"City {number}"))
        waits = people.person(is_member=False)
        MembershipRequest.objects.create(person=waits)
        hats.hat(waits, dayton)
        hats.domain(cities.city(), f"d{number}.example")
        actions.invite_link(by=me, to=Invitee(role=Role.STAFF, body=dayton))

    fill(0)
    before = queries_of(client, address)
    for number in range(1, 4):
        fill(number)
    assert queries_of(client, address) == before <= 20


@pytest.mark.parametrize(
    "address",
    [
        "/people",
        "/people/me/edit",
        "/welcome",
        "/desk",
        "/invitations",
        "/staff",
        "/staff/people",
        "/staff/domains",
        "/staff/figures",
    ],
)
def test_a_page_holds_no_inline_style_or_script(address):
    page = signed_in(people.staff()).get(address).content.decode()
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')
