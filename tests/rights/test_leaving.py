"""Who leaves is gone from every table; what they gave stays."""

import base64
import io
import json
import re
from contextlib import suppress

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.canvas.actions.snapshots import take_snapshot
from decapolis.files.actions import Upload, set_photo
from decapolis.kernel import jobs
from decapolis.kernel.jobs import DBTaskResult
from decapolis.kernel.permissions import Forbidden
from decapolis.kernel.worker import work_off
from decapolis.library.actions import (
    Consent,
    Followed,
    Judged,
    adopt,
    agree_to_be_called,
    answer_call,
    correct_practice,
    give_review,
)
from decapolis.library.models import (
    Adoption,
    CallRequest,
    Contact,
    Draft,
    Review,
    Suggestion,
    Version,
)
from decapolis.notices.actions import set_rhythm
from decapolis.notices.choices import Kind, Rate
from decapolis.notices.models import Notice, Refusal
from decapolis.ops.preparing import index_words
from decapolis.organisations import actions as organisations
from decapolis.organisations.bridge import Invitee
from decapolis.organisations.choices import Role
from decapolis.organisations.models import Hat, Invitation
from decapolis.people import actions as accounts
from decapolis.people.models import FORMER, CircleSeat, Person
from decapolis.rights import actions
from decapolis.rights.queries import held_on
from tests.factories import (
    access,
    boards,
    calls,
    canvas,
    cities,
    contributions,
    hats,
    people,
    reviews,
    uploads,
)
from tests.kernel import some_jobs
from tests.pages.account.conftest import ask_for_code, last_code, sign_in

pytestmark = pytest.mark.django_db
NAME, MAIN, OTHER = "Zdravka Čačić", "zdravka@dayton.example", "z.cacic@home.example"
FORMERLY, OLD = "Zdravka Novak", "z.novak@old.example"
PLACE = "203.0.113.77"
TRACES = ("zdravka", "čačić", "novak", "z.cacic", PLACE, "lighting officer", "lamps by the sea")
BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{16,}")


def as_read(cell):
    """Return what stands in a cell of a table, however it is packed."""
    text = bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else cell
    text = str(text)
    yield text
    with suppress(ValueError):
        yield json.dumps(json.loads(text), ensure_ascii=False)
    for packed in BASE64.findall(text):
        with suppress(ValueError):
            yield base64.urlsafe_b64decode(packed + "==").decode("utf-8", "replace")


def everything():
    """Return all that stands in any field of any table, with where it stands."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- its own names
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, cell in zip(names, row, strict=True):
                    found.setdefault(f"{table}.{name}", []).extend(as_read(cell))
    found["django_session.session_data"] = [
        json.dumps(session.get_decoded(), ensure_ascii=False) for session in Session.objects.all()
    ]
    return {where: "\n".join(texts).lower() for where, texts in found.items()}


def traces():
    return {
        (where, trace) for where, text in everything().items() for trace in TRACES if trace in text
    }


def comes_in(email):
    """Somebody signs in by a code, from her own place."""
    cache.clear()
    client = Client(REMOTE_ADDR=PLACE)
    sign_in(client, email)
    return client, Person.objects.get(email=email)


def other_address(client, email):
    client.post("/account/addresses/add", {"email": email})
    client.post("/account/addresses/code", {"code": last_code(email)})


def life(boss):
    """Someone who has left a trace in every corner; return her with her browser."""
    client, her = comes_in(MAIN)
    client.post("/account/name", {"name": FORMERLY, "title": "Lighting officer"})
    her.refresh_from_db()
    values = {"name": NAME, "helps_with": "Lamps by the sea.", "languages": ["hr"]}
    accounts.change_profile(by=her, person=her, values=values)
    for email in (OTHER, OLD):
        other_address(client, email)
    accounts.remove_address(by=her, key=EmailAddress.objects.get(email=OLD).pk)
    set_rhythm(by=her, kind=Kind.REVIEWS, rate=Rate.WEEKLY)
    Refusal.objects.create(person=her, address=MAIN, said=f"550 {MAIN} is not here")
    set_photo(by=her, upload=Upload(f"{NAME}.png", io.BytesIO(uploads.picture())))
    access.token(her)
    ask_for_code(Client(REMOTE_ADDR=PLACE), OTHER)  # a code that nobody typed
    client.post("/sign-in/code", {"code": "0000-0000"})
    bounces(her)
    return client, her


def bounces(her):
    """A letter to her was given up, and the mail server named her in what it said."""
    jobs.later(some_jobs.break_down, what="mail")
    work_off()
    row = DBTaskResult.objects.order_by("-enqueued_at").first()
    row.traceback += f"\nSMTPRecipientsRefused: {{'{her.email}': (550, b'No {NAME} here')}}"
    row.args_kwargs = {"args": [], "kwargs": {"what": [f"{NAME} <{OTHER}>"]}}
    row.save()


def speaks(her, dayton, boss):
    """She is invited, speaks for her city, and invites others; colleagues are told of her."""
    organisations.claim_hat(by=her, role=Role.INNOVATION, body=dayton, title="Lighting officer")
    to = Invitee(MAIN, NAME, Role.STAFF, "Lighting officer", dayton)
    organisations.accept_invitation(by=her, secret=organisations.invite(by=boss, to=to).secret)
    organisations.invite(by=boss, to=Invitee(OTHER, FORMERLY, Role.STAFF, "", dayton))
    organisations.invite(by=her, to=Invitee("friend@city.example", body=dayton, role=Role.STAFF))
    purpose = f"{NAME} brings them together; write to {OTHER}."
    seated = [her, hats.speaker(dayton, name="Cora")]
    circle = accounts.form_circle(by=boss, name="Night mayors", purpose=purpose, people=seated)
    accounts.leave_circle(by=her, circle=circle)
    accounts.seat_people(by=boss, circle=circle, people=[her])


def gives(her, ours, theirs):
    """She writes, judges, asks, answers and adopts."""
    fewer = contributions.changed(ours, lessons=["Count the lamps first."])
    correct_practice(by=her, practice=ours, record=fewer, base=ours.version, note="Counted anew.")
    ours.refresh_from_db()
    contributions.draft(her, ours, approach=f"{NAME} writes here.")
    contributions.suggestion(her, theirs, lessons=["Ask the sailors."])
    checks = reviews.checks_for(2)
    give_review(by=her, practice=theirs, judged=Judged(2, reviews.REASONS, 1, checks))
    told = Followed("They dimmed them at night.", "Too early to say.", 2024)
    adopt(by=her, origin=theirs, city=ours.city, told=told)
    agree_to_be_called(by=her, practice=ours, terms=Consent(9, "about lamps by the sea"))
    asker = people.person(name="Ben")
    asked = calls.call(ours, asker)
    answer_call(by=her, call=asked, text="By tender.")
    calls.note(asked, answerer_named=True)
    calls.call(ours, people.person(name="Cleo"))  # waits at her
    calls.contact(theirs, most=9)
    calls.call(theirs, her, text="How did you tell the sailors?")


def fills_a_board(her):
    """She writes on a board of others, where her name stands in notes and in what it was."""
    board = boards.board(people.person(), title=f"Lamps of {NAME}")
    boards.seat(board.team, her)
    canvas.note(board, her, f"Ask {NAME}.")
    take_snapshot(by=her, board=board, name="At noon")


@pytest.fixture
def her():
    """A former everything, with what the others were told of her."""
    boss = people.staff(name="Sam", email="sam@network.example")
    dayton = cities.city("Dayton", admin1_name="Ohio")
    client, person = life(boss)
    speaks(person, dayton, boss)
    Person.objects.filter(pk=person.pk).update(is_reviewer=True)
    person.refresh_from_db()
    colleague = hats.speaker(dayton, name="Dora")
    hats.hat(colleague, dayton, role=Role.MAYOR)
    ours = contributions.loaded(slug="ours")
    cities.city("Split", country=dayton.country, admin1_name="Dalmatia")
    theirs = contributions.loaded(slug="theirs", city="Split", region="Dalmatia")
    gives(person, ours, theirs)
    fills_a_board(person)
    organisations.end_hat(by=boss, hat=Hat.objects.filter(person=person).first())
    index_words()
    return client, person


def test_she_is_in_every_corner_before(her):
    found = {where for where, _trace in traces()}
    assert found >= {
        "people_person.name",
        "account_emailaddress.email",
        "audit_auditentry.by_name",
        "audit_auditentry.after",
        "audit_auditentry.before",
        "audit_auditentry.address",
        "usersessions_usersession.ip",
        "django_session.session_data",
        "organisations_hat.title",
        "organisations_invitation.email",
        "notices_notice.title",
        "notices_notice.text",
        "people_circle.purpose",
        "notices_refusal.said",
        "canvas_board.title",
        "canvas_snapshot.state",
        "canvas_update.data",
        "library_draft.record",
        "library_contact.note",
        "django_tasks_database_dbtaskresult.traceback",
        "django_tasks_database_dbtaskresult.args_kwargs",
    }


def test_nothing_of_her_is_left_and_what_she_gave_is(her):
    client, person = her
    mail.outbox.clear()
    with connection.cursor() as cursor:  # the minutes of the rate limits are over
        cursor.execute("UPDATE decapolis_cache SET expires = '2020-01-01 00:00:00'")
    shown = client.get("/account/leave")
    assert shown.status_code == 200
    left = client.post("/account/leave", {"typed": f" {MAIN.upper()} "})
    assert (left.status_code, left["Location"]) == (302, "/")
    assert traces() == set()
    assert [one.to for one in mail.outbox] == [[MAIN]]
    assert "You have left the network" in client.get("/").content.decode()
    gone = Person.objects.get(pk=person.pk)
    assert (str(gone), gone.is_active, gone.is_member) == (FORMER, False, False)
    assert Version.objects.get(by=gone).note == "Counted anew."
    assert Suggestion.objects.filter(by=gone).count() == 1
    assert Review.objects.get().by == gone
    assert Adoption.objects.get().by == gone
    answered = CallRequest.objects.get(state="answered")
    assert (answered.to, answered.answer, answered.note.answerer_named) == (
        gone,
        "By tender.",
        False,
    )
    assert not Contact.objects.filter(person=gone).exists()
    assert not Draft.objects.exists()
    assert CircleSeat.objects.get().person.name == "Cora"
    assert AuditEntry.objects.filter(by=gone, by_name=FORMER).count() > 5
    assert AuditEntry.objects.filter(act="people.erased").count() == 1
    assert Notice.objects.filter(by=gone, title__startswith=FORMER).exists()


def test_who_typed_another_address_stays(her):
    client, person = her
    for typed in ("", OTHER, "someone@else.example"):
        assert client.post("/account/leave", {"typed": typed}).status_code == 422
    assert Person.objects.get(pk=person.pk).name == NAME
    assert Invitation.objects.filter(email=MAIN).exists()


def test_her_file_holds_everything_and_no_secret(her):
    client, person = her
    response = client.get("/account/data.json")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    for word in (
        *(NAME, MAIN, OTHER, "Lamps by the sea.", PLACE, "Lighting officer"),
        *("Counted anew.", f"{NAME} writes here.", "Ask the sailors.", reviews.REASONS),
        *("They dimmed them at night.", "By tender.", "How did you tell the sailors?", "A program"),
        *(f"{NAME}.png", "weekly", "people.signed_in", "friend@city.example", "Night mayors"),
    ):
        assert word in text, word
    digests = list(Person.objects.exclude(password="").values_list("password", flat=True))
    digests += Invitation.objects.values_list("digest", flat=True)
    assert not [digest for digest in digests if digest in text]
    assert AuditEntry.objects.filter(act="people.exported", by=person).count() == 1


def test_her_page_shows_what_the_file_holds_and_is_not_recorded(her):
    client, _person = her
    shown = client.get("/account/data").content.decode()
    for word in (NAME, MAIN, "Lamps by the sea.", PLACE, "Sessions", "By tender."):
        assert word in shown
    assert not AuditEntry.objects.filter(act="people.exported").exists()


def test_what_is_held_of_others_is_in_nobodys_file():
    ana, ben = people.person(name="Ana Díaz"), people.person(name="Ben Okoye")
    accounts.change_profile(by=ben, person=ben, values={"helps_with": "Harbours."})
    access.token(ben)
    held = json.dumps(held_on(ana), cls=DjangoJSONEncoder, ensure_ascii=False)
    assert "Ana Díaz" in held
    assert "Ben" not in held
    assert "Harbours" not in held


def test_a_session_alone_reads_nothing_and_erases_nobody(her):
    client, person = her
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    for address in ("/account/data", "/account/data.json", "/account/leave"):
        asked = client.get(address)
        assert asked.status_code == 302
        assert asked["Location"].startswith("/account/prove/code")
    assert client.post("/account/leave", {"typed": MAIN}).status_code == 302
    assert Person.objects.get(pk=person.pk).name == NAME


def test_nobody_erases_or_reads_another_and_the_last_operator_stays():
    ana, operator = people.person(), people.person(is_operator=True)
    for by in (people.person(), people.staff()):
        with pytest.raises(Forbidden):
            actions.leave(by=by, person=ana)
        with pytest.raises(Forbidden):
            actions.export_of(by=by, person=ana)
    with pytest.raises(Forbidden, match="last operator"):
        actions.leave(by=operator, person=operator)
    assert not AuditEntry.objects.exists()
    actions.leave(by=operator, person=ana)
    assert Person.objects.get(pk=ana.pk).left
    for act in (actions.leave, actions.export_of):
        with pytest.raises(Forbidden):
            act(by=operator, person=Person.objects.get(pk=ana.pk))


def test_the_last_operator_reads_why_they_cannot_go():
    client, person = comes_in("ops@network.example")
    Person.objects.filter(pk=person.pk).update(is_operator=True, name="Ops")
    shown = client.get("/account/leave").content.decode()
    assert "This is the last operator. Name another one first." in shown
    assert "Erase me and leave" not in shown
    client.post("/account/leave", {"typed": "ops@network.example"})
    assert Person.objects.get(pk=person.pk).is_active
