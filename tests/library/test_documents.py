"""Documents: added and corrected by those who may, with files whose words are found."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.files.models import File
from decapolis.files.queries import ready_file
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.kernel.worker import work_off
from decapolis.library.actions import (
    Whose,
    add_document,
    correct_document,
    put_documents,
    take_in_file,
)
from decapolis.library.errors import DocumentChanged, NothingChanged, RecordFaulty
from decapolis.library.models import Document
from decapolis.library.queries.document import document_facts
from decapolis.library.queries.document_record import document_record, mark_of
from decapolis.library.search import document_drafts
from decapolis.library.validators import DocumentRecord
from decapolis.notices.models import Notice
from decapolis.search.models import Entry
from tests.factories import cities, hats, people, uploads
from tests.files.fake_clamd import clamd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def record(**fields):
    values = {
        "slug": "new",
        "title": "Rain plan",
        "kind": "strategy",
        "url": "https://city.example/rain",
        "language": "en",
        "themes": ["water"],
        "summary": "How streets drink.",
        "sources": [{"url": "https://city.example/rain", "title": "Rain plan"}],
    }
    return DocumentRecord.model_validate(values | fields)


def found(words, reader=None):
    return [
        entry.slug
        for entry in Entry.objects.visible_to(reader).filter(kind="document")
        if words in entry.text
    ]


@pytest.fixture
def ana(dayton):
    return hats.speaker(dayton, name="Ana")


def added(by, where=None, content=None, **fields):
    file = uploads.kept(by, content) if content else None
    made = add_document(by=by, record=record(**fields), whose=Whose(where, file))
    made.refresh_from_db()
    return made


def test_a_document_of_one_s_city_is_added_audited_and_found(ana, dayton):
    made = added(ana, dayton, country="US", city="Dayton")
    assert (made.slug, made.city, made.title) == ("rain-plan", dayton, "Rain plan")
    assert found("How streets drink.") == ["rain-plan"]
    [entry] = AuditEntry.objects.filter(act="library.document_added")
    assert entry.by_id == ana.pk
    assert entry.after["summary"] == "How streets drink."
    bodies = [(dayton._meta.label_lower, str(dayton.pk))]
    assert entry in AuditEntry.objects.visible_to(people.person(), bodies=bodies)


@pytest.mark.parametrize("make", [uploads.pdf, uploads.word, uploads.opendocument])
def test_the_words_of_a_file_are_found(ana, dayton, make):
    added(ana, dayton, make())
    assert found(uploads.WORDS) == []
    work_off()
    assert found(uploads.WORDS) == ["rain-plan"]
    facts = document_facts("rain-plan", reader=None)
    assert facts.file.is_ready
    assert ready_file(facts.file.key, reader=None)


def test_words_of_a_file_that_fewer_may_have_are_found_by_them_alone(ana, dayton):
    made = added(ana, dayton, uploads.pdf(), visibility="network")
    work_off()
    assert found(uploads.WORDS) == []
    assert found(uploads.WORDS, people.person()) == ["rain-plan"]
    File.objects.update(visibility="staff")  # as no action leaves it
    [draft] = document_drafts(Document.objects.filter(pk=made.pk))
    assert uploads.WORDS not in draft.paragraphs


def test_a_closed_document_closes_its_file_whoever_closes_it(ana, dayton):
    made = added(ana, dayton, uploads.pdf())
    work_off()
    key = made.file.key
    assert ready_file(key, reader=None)
    closed = document_record(made).model_copy(update={"visibility": Visibility.STAFF})
    put_documents(by=None, records=[(1, closed)])
    for reader in (None, people.person(), ana):
        with pytest.raises(NotFound):
            ready_file(key, reader=reader)
    assert ready_file(key, reader=people.staff())


def test_nobody_adds_a_document_of_another_city(ana):
    other = cities.city("Akron")
    for city in (other, None):
        with pytest.raises(Forbidden, match="do not speak for this city"):
            add_document(by=ana, record=record(), whose=Whose(city))
    with pytest.raises(Forbidden):
        add_document(by=people.person(), record=record(), whose=Whose(other))
    assert not Document.objects.exists()
    assert added(people.staff()).city is None


def test_nobody_puts_the_file_of_another_into_a_document(ana, dayton):
    file = uploads.kept(people.person())
    with pytest.raises(Forbidden, match="not yours"):
        add_document(by=ana, record=record(), whose=Whose(dayton, file))
    assert not Document.objects.exists()
    assert not File.objects.get().is_held


def test_two_documents_of_one_title_get_two_addresses(ana, dayton):
    assert [added(ana, dayton, title="New").slug for _turn in range(2)] == ["new-2", "new-3"]


def test_the_address_of_a_document_that_is_nowhere_else_is_its_page(ana, dayton):
    here = "https://network.example/documents/new"
    sources = [{"url": here, "title": "Rain plan"}]
    made = added(ana, dayton, uploads.pdf(), url=here, sources=sources)
    assert made.url == "https://network.example/documents/rain-plan"
    assert made.sources[0]["url"] == made.url


def test_a_video_is_a_link_to_a_safe_address(ana, dayton):
    with pytest.raises(RecordFaulty, match="https://"):
        added(ana, dayton, kind="video", url="http://video.example/1")
    assert not Document.objects.exists()
    assert added(ana, dayton, kind="video", url="https://video.example/1").kind == "video"


def test_a_country_that_is_not_known_is_told(ana, dayton):
    with pytest.raises(RecordFaulty, match="no country"):
        added(ana, dayton, country="ZZ")


def corrected(by, made, whose=None, seen=None, **fields):
    held = document_record(made).model_dump(mode="json")
    return correct_document(
        by=by,
        document=made,
        record=DocumentRecord.model_validate(held | fields),
        whose=whose or Whose(made.city),
        seen=mark_of(made) if seen is None else seen,
    )


def test_a_correction_is_written_audited_and_found(ana, dayton):
    made = added(ana, dayton, uploads.pdf())
    work_off()
    corrected(ana, made, summary="How squares drink.")
    assert found("How squares drink.") == found(uploads.WORDS) == ["rain-plan"]
    [entry] = AuditEntry.objects.filter(act="library.document_corrected")
    assert entry.before == {"summary": "How streets drink."}
    assert entry.after == {"summary": "How squares drink."}


def test_who_corrects_what_changed_meanwhile_is_told_and_nothing_is_lost(ana, dayton):
    made = added(ana, dayton)
    seen = mark_of(made)
    corrected(people.staff(), made, title="Rain plan 2")
    with pytest.raises(DocumentChanged):
        corrected(ana, made, seen=seen, summary="Other.")
    made.refresh_from_db()
    assert (made.title, made.summary) == ("Rain plan 2", "How streets drink.")
    with pytest.raises(NothingChanged):
        corrected(ana, made)


def test_nobody_moves_a_document_to_a_city_for_which_they_do_not_speak(ana, dayton):
    made = added(ana, dayton)
    with pytest.raises(Forbidden):
        corrected(ana, made, Whose(cities.city("Akron")))
    with pytest.raises(Forbidden):
        corrected(people.person(), made, summary="Mine.")
    made.refresh_from_db()
    assert (made.city, made.summary) == (dayton, "How streets drink.")


@pytest.mark.django_db(transaction=True)
def test_a_new_file_replaces_the_one_before_and_one_can_be_taken_away(ana, dayton, storage):
    made = added(ana, dayton, uploads.pdf())
    work_off()
    first = made.file.key
    corrected(ana, made, Whose(dayton, uploads.kept(ana, uploads.word("Canals."))))
    work_off()
    assert found("Canals.") == ["rain-plan"]
    assert found(uploads.WORDS) == []
    with pytest.raises(NotFound):
        ready_file(first, reader=ana)
    made.refresh_from_db()
    corrected(ana, made, Whose(dayton, drops_file=True))
    assert found("Canals.") == []
    assert not File.objects.exists()
    assert not list(storage.rglob("*-*"))


def test_who_handed_in_what_the_scanner_refused_is_told(ana, dayton, settings):
    made = added(ana, dayton, uploads.pdf("EICAR"))
    with clamd() as server:
        settings.CLAMD_URL = server.url
        assert take_in_file(by=None, document_id=made.pk) == "refused"
    [notice] = Notice.objects.filter(person=ana)
    assert "refused" in notice.title
    assert notice.url == "/documents/rain-plan/edit"
    assert found("EICAR") == []
