"""Files: whose they are, who may have them, what is taken out of them, and how they go."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from decapolis.audit.models import AuditEntry
from decapolis.files.actions import (
    examine,
    forget_person,
    hold,
    keep_upload,
    remove_file,
    remove_photo,
    set_photo,
    set_visibility,
    sweep,
)
from decapolis.files.choices import CLOSED, State
from decapolis.files.exports import files_of
from decapolis.files.models import File, Portrait
from decapolis.files.queries import bytes_of, closed_file, file_facts, photo_url, ready_file
from decapolis.files.validators.names import shown_name
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden, Visibility
from tests.factories import people, uploads

pytestmark = pytest.mark.usefixtures("storage")


def stored(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*-*"))


def ready(by, visibility=Visibility.PUBLIC, content=None):
    return examine(by=None, key=uploads.held(by, visibility, content).key)


NAMES = {
    "/etc/passwd": "passwd.pdf",
    "..\\..\\windows\\system.ini": "system.ini.pdf",
    "plan.pdf\0.exe": "plan.pdf.exe.pdf",
    "gnp.\u202efdp.exe": "gnp.fdp.exe.pdf",  # turns letters round
    "\u2066План\u2069 2030.pdf": "План 2030.pdf",  # noqa: RUF001 -- Cyrillic
    "خطة المدينة.pdf": "خطة المدينة.pdf",
    "می\u200cخواهم.pdf": "می\u200cخواهم.pdf",  # noqa: RUF001 -- a joiner that Persian needs
    "計画\r\nSet-Cookie: a=b.pdf": "計画 Set-Cookie a=b.pdf",
    '"><img src=x>.pdf': "img src=x.pdf",
    "....": "document.pdf",
    " \u200b\ufeff": "document.pdf",
    "a" * 400: "a" * 120 + ".pdf",
    "e\u0301.PDF": "\u00e9.pdf",
}


@pytest.mark.parametrize("given_name", NAMES)
def test_a_name_is_shown_and_does_nothing(given_name):
    assert shown_name(given_name, "pdf") == NAMES[given_name]


@given(st.text(max_size=300))
def test_whatever_a_name_is_it_is_no_path_and_ends_as_its_kind(name):
    shown = shown_name(name, "docx")
    assert shown.endswith(".docx")
    assert len(shown) <= 150
    assert not set(shown) & set('/\\<>:"|?*\0\r\n\u202e\u202d\u2066')
    assert shown_name(shown, "docx") == shown


WORDS = {
    "pdf": (lambda: uploads.pdf(uploads.WORDS, "Page two."), f"{uploads.WORDS}\nPage two.", 2),
    "docx": (lambda: uploads.word(uploads.WORDS, "Ñandú."), f"{uploads.WORDS}\nÑandú.", 1),
    "xlsx": (lambda: uploads.excel("Lamps", uploads.WORDS), f"Lamps\n{uploads.WORDS}", None),
    "pptx": (lambda: uploads.slides("One", "Two"), "One\nTwo", 2),
    "odt": (uploads.opendocument, uploads.WORDS, None),
    "odp": (lambda: uploads.opendocument("presentation"), uploads.WORDS, None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WORDS)
def test_words_are_taken_out(kind):
    make, text, pages = WORDS[kind]
    file = uploads.held(people.person(), content=make())
    assert (file.state, file.text) == (State.WAITING, "")
    examine(by=None, key=file.key)
    file.refresh_from_db()
    assert (file.state, file.text, file.pages) == (State.READY, text, pages)


@pytest.mark.django_db
def test_looking_again_changes_nothing():
    file = ready(people.person())
    File.objects.update(text="as it was")
    examine(by=None, key=file.key)
    assert File.objects.get().text == "as it was"
    assert examine(by=None, key="of-nobody") is None


def allowed(file, reader):
    try:
        return ready_file(file.key, reader=reader) == file
    except NotFound:
        return False


@pytest.mark.django_db
def test_who_may_have_a_file():
    owner, member, staff = people.person(), people.person(), people.staff()
    waiting = people.person(is_member=False)
    readers = (None, waiting, member, owner, staff)
    files = {visibility: ready(owner, visibility) for visibility in Visibility}
    told = {
        visibility: [allowed(file, reader) for reader in readers]
        for visibility, file in files.items()
    }
    assert told == {
        "public": [True, True, True, True, True],
        "network": [False, False, True, True, True],
        "staff": [False, False, False, False, True],
    }


@pytest.mark.django_db
def test_what_waits_is_refused_or_has_no_place_is_handed_to_nobody():
    owner, staff = people.person(), people.staff()
    unheld, waiting = uploads.kept(owner, uploads.picture()), uploads.held(owner)
    assert unheld.state == State.READY
    assert not any(allowed(file, who) for file in (unheld, waiting) for who in (owner, staff))


@pytest.mark.django_db
def test_the_same_bytes_of_two_people_tell_nothing_of_each_other(storage):
    ana, ben = people.person(), people.person()
    first, second = ready(ana, Visibility.NETWORK), ready(ben, Visibility.PUBLIC)
    assert first.digest == second.digest
    assert first.key != second.key
    assert len(stored(storage)) == 2
    assert file_facts(second.pk, reader=ben).state == State.READY
    assert not allowed(first, None)
    assert [one["name"] for one in files_of(ben)] == ["plan.pdf"]
    assert not File.objects.visible_to(None).filter(by=ana).exists()


@pytest.mark.django_db(transaction=True)
def test_taking_a_file_away_leaves_the_same_bytes_of_another(storage):
    first, second = ready(people.person()), ready(people.person())
    remove_file(by=None, file=first)
    assert stored(storage) == [second.stored]
    assert bytes_of(second) == uploads.pdf()


@pytest.mark.django_db
def test_bytes_that_were_changed_behind_our_back_are_handed_to_nobody(storage):
    file = ready(people.person())
    storage.joinpath(file.stored).write_bytes(b"other")
    with pytest.raises(NotFound, match="not what it was"):
        bytes_of(file)
    storage.joinpath(file.stored).unlink()
    with pytest.raises(NotFound, match="lost"):
        bytes_of(file)


@pytest.mark.django_db
def test_an_upload_that_breaks_off_leaves_nothing(storage):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 100:
                raise OSError("gone")
            return super().read(50)

    with pytest.raises(OSError, match="gone"):
        keep_upload(
            by=people.person(),
            upload=uploads.Upload("a.pdf", Broken(uploads.pdf())),
            visibility=Visibility.PUBLIC,
        )
    assert not File.objects.exists()
    assert not storage.exists()


@pytest.mark.django_db
def test_bytes_whose_row_cannot_be_written_are_taken_back(storage, monkeypatch):
    monkeypatch.setattr(File, "save", lambda _self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        uploads.kept(people.person())
    assert stored(storage) == []


@pytest.mark.django_db
def test_a_file_gets_its_place_once_and_from_its_owner_alone():
    owner = people.person()
    file = uploads.kept(owner)
    with pytest.raises(Forbidden, match="not yours"):
        hold(by=people.staff(), file=file, visibility=Visibility.PUBLIC)
    hold(by=owner, file=file, visibility=Visibility.NETWORK)
    with pytest.raises(Forbidden, match="something else already"):
        hold(by=owner, file=file, visibility=Visibility.PUBLIC)
    file.refresh_from_db()
    assert (file.is_held, file.visibility) == (True, "network")
    [entry] = AuditEntry.objects.filter(act="files.file_added")
    assert entry.after["sha256"] == file.digest


@pytest.mark.django_db
def test_a_file_is_closed_with_what_holds_it():
    file = ready(people.person())
    assert set_visibility(by=None, files=File.objects.filter(pk=file.pk), to=Visibility.STAFF) == 1
    assert not allowed(file, people.person())
    assert not allowed(file, file.by)


@pytest.mark.django_db
def test_a_closed_file_is_handed_out_only_where_it_belongs():
    owner = people.person()
    closed = uploads.ready(owner, CLOSED)
    for who in (owner, people.staff(), people.person(), None):
        with pytest.raises(NotFound):
            ready_file(closed.key, reader=who)
    assert closed_file(closed.pk) == closed
    assert files_of(owner)[0]["url"] == ""
    with pytest.raises(NotFound):
        closed_file(uploads.ready(owner, Visibility.PUBLIC).pk)


@pytest.mark.django_db(transaction=True)
def test_what_nobody_gave_a_place_is_swept_and_all_else_stays(storage):
    owner = people.person()
    held, fresh, old = ready(owner), uploads.kept(owner), uploads.kept(owner)
    File.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=2))
    lost = storage / "ab" / "abcd-lost"
    lost.parent.mkdir(exist_ok=True)
    lost.write_bytes(b"x")
    assert sweep(by=None, before=timezone.now() - timedelta(days=1)) == 1
    assert stored(storage) == sorted([held.stored, fresh.stored, "ab/abcd-lost"])
    File.objects.filter(pk=fresh.pk).delete()
    assert sweep(by=None, before=timezone.now() + timedelta(seconds=5)) == 2
    assert stored(storage) == [held.stored]


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_where_taking_them_away_is_undone(storage):
    file = ready(people.person())
    with transaction.atomic():
        remove_file(by=None, file=file)
        transaction.set_rollback(True)
    assert stored(storage) == [file.stored]
    assert File.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_cut_square_shown_to_members_and_replaced(storage):
    ana, member = people.person(), people.person()
    set_photo(by=ana, upload=uploads.upload(uploads.picture(size=(900, 400)), "me.png"))
    first = File.objects.get()
    painted = Image.open(io.BytesIO(bytes_of(first)))
    assert (painted.size, painted.format, first.name) == ((320, 320), "JPEG", "me.png.jpeg")
    assert photo_url(ana.pk, reader=member) == f"/files/{first.key}"
    assert photo_url(ana.pk, reader=None) == ""
    set_photo(by=ana, upload=uploads.upload(uploads.picture("WEBP"), "me.webp"))
    second = File.objects.get()
    assert second.key != first.key
    assert stored(storage) == [second.stored]
    remove_photo(by=ana)
    assert not File.objects.exists()
    assert stored(storage) == []
    with pytest.raises(NotFound):
        remove_photo(by=ana)


@pytest.mark.django_db
def test_a_document_is_no_photo():
    with pytest.raises(Exception, match="no picture"):
        set_photo(by=people.person(), upload=uploads.upload(uploads.pdf(), "me.png"))
    assert not Portrait.objects.exists()


@pytest.mark.django_db
def test_a_newcomer_sees_the_photo_of_themselves():
    newcomer = people.person(is_member=False)
    set_photo(by=newcomer, upload=uploads.upload(uploads.picture(), "me.png"))
    assert photo_url(newcomer.pk, reader=newcomer)
    assert allowed(File.objects.get(), newcomer)


@pytest.mark.django_db(transaction=True)
def test_with_a_person_go_their_photo_and_what_has_no_place(storage):
    ana, ben = people.person(), people.person()
    document, _loose = ready(ana), uploads.kept(ana)
    for person in (ana, ben):
        set_photo(by=person, upload=uploads.upload(uploads.picture(), "me.png"))
    forget_person(by=None, person=ana)
    left = [document.stored, Portrait.objects.get(person=ben).file.stored]
    assert stored(storage) == sorted(left)
    assert photo_url(ana.pk, reader=ben) == ""
