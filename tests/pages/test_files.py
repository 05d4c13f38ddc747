"""Files over the wire: how they are handed out, and how they come in by forms."""

import io

import pytest
from django.test import Client
from PIL import Image

from decapolis.files.models import File, Portrait
from decapolis.kernel.worker import work_off
from decapolis.library.models import Document
from tests.factories import hats, library, people, uploads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def chosen(content, name="plan.pdf", kind="text/html"):
    """Return a file as a browser sends it, with a type of the sender's choice."""
    made = io.BytesIO(content)
    made.name, made.content_type = name, kind
    return made


def text_of(response):
    return " ".join(response.content.decode().split())


# handing out


@pytest.mark.parametrize("role", [None, "member", "staff"])
def test_a_file_is_handed_out_so_that_it_does_nothing(role):
    file = uploads.ready(None, "public", name="план\u200d 2030.pdf")
    client = signed_in(people.person(is_staff=role == "staff")) if role else Client()
    response = client.get(f"/files/{file.key}", headers={"accept-encoding": "gzip"})
    assert response.content == uploads.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%D0%BF")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert "script" not in policy
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("kind", ["docx", "ods", "pptx"])
def test_what_a_browser_cannot_show_safely_is_saved(kind):
    file = uploads.ready(None, "public", kind=kind, name=f"plan.{kind}")
    response = Client().get(f"/files/{file.key}")
    assert response["Content-Disposition"] == f'attachment; filename="plan.{kind}"'


def test_a_file_that_is_known_is_not_sent_again():
    address = f"/files/{uploads.ready(None, 'public').key}"
    tag = Client().get(address)["ETag"]
    again = Client().get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    other = Client().get(address, headers={"if-none-match": '"other"'})
    assert other.status_code == 200


RANGES = {
    "bytes=0-4": (206, slice(0, 5)),
    "bytes=5-": (206, slice(5, None)),
    "bytes=-6": (206, slice(-6, None)),
    "bytes=10-999999999": (206, slice(10, None)),
    "bytes=-999999999": (206, slice(None)),
    "bytes=999999-": (416, slice(0, 0)),
    "bytes=9-3": (416, slice(0, 0)),
    "bytes=0-1,4-5": (200, slice(None)),
    "bytes=-": (200, slice(None)),
    "lines=1-2": (200, slice(None)),
}


@pytest.mark.parametrize("asked", RANGES)
def test_a_part_of_a_file_is_sent(asked):
    status, part = RANGES[asked]
    address = f"/files/{uploads.ready(None, 'public').key}"
    response = Client().get(address, headers={"range": asked})
    assert (response.status_code, response.content) == (status, uploads.pdf()[part])
    late = Client().get(address, headers={"range": asked, "if-range": '"other"'})
    assert (late.status_code, late.content) == (200, uploads.pdf())


def test_a_closed_file_is_nowhere_also_not_by_its_digest(storage):
    owner = people.person()
    file = uploads.ready(owner, "staff")
    member = signed_in(owner)
    places = (file.key, file.digest, file.stored, f"{file.digest}-{file.key}", str(file.pk))
    addresses = [
        f"{folder}/{place}" for place in places for folder in ("/files", "/static/files", "/media")
    ]
    addresses += [f"/files/{file.key}/", f"/files/../files/{file.key}", f"/static/../{file.stored}"]
    for address in addresses:
        for client in (Client(), member):
            response = client.get(address, headers={"if-none-match": "*", "range": "bytes=0-1"})
            assert response.status_code == 404, address
            assert uploads.WORDS.encode() not in response.content
    assert signed_in(people.staff()).get(f"/files/{file.key}").status_code == 200


def test_what_is_not_there_and_what_is_closed_answer_alike():
    key = uploads.ready(None, "network").key
    closed, missing = Client().get(f"/files/{key}"), Client().get("/files/of-nobody")
    assert closed.status_code == missing.status_code == 404
    assert text_of(closed).replace(key, "of-nobody") == text_of(missing)


def test_a_document_of_members_gives_its_file_to_members():
    file = uploads.ready(None, "network", name="<b>plan</b>.pdf")
    library.document(slug="rain", visibility="network", file=file)
    assert Client().get("/documents/rain").status_code == 404
    page = text_of(signed_in(people.person()).get("/documents/rain"))
    assert f'href="/files/{file.key}"' in page
    assert "&lt;b&gt;plan&lt;/b&gt;.pdf" in page
    assert f"PDF, {len(uploads.pdf())} bytes, 1 page." in page


# documents by form


@pytest.fixture
def ana(dayton):
    return hats.speaker(dayton, name="Ana")


def form(**fields):
    values = {
        "title": "Rain plan",
        "kind": "strategy",
        "city": "Dayton",
        "language": "en",
        "themes": ["water"],
        "summary": "How streets drink.",
        "visibility": "public",
    }
    return {name: value for name, value in (values | fields).items() if value is not None}


def test_a_document_is_handed_in_looked_at_and_read_by_everybody(ana, dayton):
    client = signed_in(ana)
    begun = text_of(client.get("/documents/new"))
    assert 'value="Dayton, Ohio, United States"' in begun
    assert 'enctype="multipart/form-data"' in begun
    content = uploads.word()
    sent = client.post("/documents/new", form(file=chosen(content, "../my plan.exe")))
    assert (sent.status_code, sent["Location"]) == (302, "/documents/rain-plan")
    assert "is being looked at" in text_of(client.get("/documents/rain-plan"))
    file = File.objects.get()
    assert Client().get(f"/files/{file.key}").status_code == 404
    work_off()
    page = text_of(Client().get("/documents/rain-plan"))
    assert f'href="/files/{file.key}"' in page
    assert "my plan.exe.docx" in page
    assert "at its publisher" not in page
    assert Client().get(f"/files/{file.key}").content == content
    assert "Rain plan" in text_of(Client().get("/documents/?q=bioswales"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": None}, "Write its title."),
        ({"city": "Atlantis"}, "Atlantis"),
        ({"year": "soon"}, "is not a number"),
        ({"url": "javascript:alert(1)"}, "Write a whole address that begins with https://."),
        ({"sources": "A line of words"}, "Line 1 holds no web address"),
        ({"kind": "video"}, "Write the address of the video."),
        ({"file": None}, "Choose a file below, or write the address"),
        ({"visibility": "staff"}, "staff is not one of the available choices"),
        ({"themes": ["magic"]}, "magic is not one of the available choices"),
    ],
)
def test_what_is_to_be_mended_is_told_and_nothing_is_kept(ana, storage, fields, said):
    told = form(**({"file": chosen(uploads.pdf())} | fields))
    response = signed_in(ana).post("/documents/new", told)
    assert response.status_code == 422
    assert said in text_of(response)
    assert "How streets drink." in text_of(response)
    assert not Document.objects.exists()
    assert not File.objects.exists()
    assert not storage.exists()


def test_a_file_that_could_do_harm_is_told_at_its_field(ana, storage):
    vba = uploads.with_parts(uploads.word(), {"word/vbaProject.bin": b"x"})
    response = signed_in(ana).post("/documents/new", form(file=chosen(vba)))
    assert response.status_code == 422
    assert "This file holds macros, which are programs. Save it without them." in text_of(response)
    assert not Document.objects.exists()
    assert not File.objects.exists()


def test_a_file_that_is_too_large_is_told_and_all_else_is_kept(ana, settings, storage):
    settings.UPLOAD_MB = 1
    response = signed_in(ana).post("/documents/new", form(file=chosen(b"%PDF-" + b"x" * 3_000_000)))
    page = text_of(response)
    assert response.status_code == 422
    assert "This file is too large. At most 1 MB can be handed in." in page
    assert "How streets drink." in page
    assert not Document.objects.exists()
    assert not storage.exists()


def test_who_speaks_for_no_city_is_told_how_to_and_can_add_nothing(dayton, storage):
    client = signed_in(people.person())
    assert "You do not speak for a city yet." in text_of(client.get("/documents/new"))
    response = client.post("/documents/new", form(file=chosen(uploads.pdf())))
    assert response.status_code == 422
    assert not Document.objects.exists()
    assert not storage.exists()


def test_a_video_is_shown_as_a_link_and_never_embedded(ana):
    told = form(kind="video", url="https://video.example/rain")
    assert signed_in(ana).post("/documents/new", told).status_code == 302
    page = text_of(Client().get("/documents/rain-plan"))
    assert 'href="https://video.example/rain"' in page
    assert "Watch it at its publisher" in page
    assert "<iframe" not in page
    assert "<video" not in page


def test_a_document_is_corrected_and_keeps_what_is_not_on_the_form(ana, dayton):
    sources = [
        {"url": "https://a.example/", "title": "A", "publisher": "The Paper", "year": 2018},
        {"url": "https://b.example/", "title": "B", "publisher": None, "year": None},
    ]
    told = {"slug": "rain", "city": dayton, "themes": ["water"], "asked_as": ["wet streets"]}
    made = library.document(sources=sources, **told)
    client = signed_in(ana)
    page = client.get("/documents/rain/edit")
    assert "A https://a.example/" in text_of(page)
    held = {
        name: page.context["form"][name].value()
        for name in page.context["form"].fields
        if name not in {"file", "drops_file"}
    }
    sent = client.post("/documents/rain/edit", held | {"summary": "Shorter."})
    assert sent["Location"] == "/documents/rain"
    made.refresh_from_db()
    assert (made.summary, made.sources, made.city) == ("Shorter.", sources, dayton)
    assert made.asked_as == ["wet streets"]
    late = client.post("/documents/rain/edit", held | {"summary": "Other."})
    assert late.status_code == 422
    assert "Somebody changed this document" in text_of(late)
    made.refresh_from_db()
    assert made.summary == "Shorter."


def test_only_who_may_correct_is_led_to_the_form(ana, dayton):
    library.document(slug="rain", city=dayton)
    for client, shown in ((Client(), 0), (signed_in(people.person()), 0), (signed_in(ana), 1)):
        page = text_of(client.get("/documents/rain"))
        assert page.count("/documents/rain/edit") == shown
    assert signed_in(people.person()).get("/documents/rain/edit").status_code == 403


# photos


def test_a_photo_is_added_shown_to_members_and_taken_away():
    me, member = people.person(name="Ana"), people.person()
    client = signed_in(me)
    assert "Add a photo" in text_of(client.get("/people/me/edit"))
    sent = client.post("/people/me/photo", {"photo": chosen(uploads.picture(), "me.png")})
    assert (sent.status_code, sent["Location"]) == (302, f"/people/{me.pk}")
    address = f"/files/{File.objects.get().key}"
    assert f'src="{address}"' in text_of(signed_in(member).get(f"/people/{me.pk}"))
    painted = Image.open(io.BytesIO(signed_in(member).get(address).content))
    assert painted.size == (320, 320)
    assert Client().get(address).status_code == 404
    assert client.post("/people/me/photo", {"do": "remove"})["Location"] == "/people/me/edit"
    assert not Portrait.objects.exists()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (uploads.pdf(), "This is no picture."),
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000, "This file is too large."),
    ],
)
def test_what_is_no_photo_is_told(settings, storage, content, said):
    settings.UPLOAD_MB = 1
    client = signed_in(people.person())
    response = client.post("/people/me/photo", {"photo": chosen(content, "me.png")})
    assert response.status_code == 422
    assert said in text_of(response)
    assert not Portrait.objects.exists()
    assert not storage.exists()


def test_a_form_of_another_site_hands_nothing_in(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    for address in ("/documents/new", "/people/me/photo"):
        assert client.post(address, form(file=chosen(uploads.pdf()))).status_code == 403
    assert not File.objects.exists()
