"""Letters, on a real mail server."""

import email
import re
import smtplib
from email import policy

import pytest
from django.core import mail as box
from django.core.mail import get_connection
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.mail import Item, Letter, Link, Refused, send, written
from decapolis.kernel.mail.letters import LONGEST_SUBJECT, one_line
from tests.factories.post import mail_server

LETTER = Letter(
    to="ada@city.example",
    subject="Someone asks to talk to you",
    title="Someone asks <b>to talk</b> & more",
    lead="First line.\nSecond line: “5 < 6”.",
    items=(Item("Lamps", "They broke.", "Changes", Link("Open", "/desk/notices/1/open")),),
    action=Link("All my notices", "/desk/notices"),
    foot="You chose this.",
    foot_links=(Link("Stop this mail", "/notices/unsubscribe/abc"),),
    unsubscribe_url="/notices/unsubscribe/abc",
    reference="notices 1",
)


@pytest.fixture
def post(settings):
    """Return a mail server that the program sends to."""
    with mail_server(settings) as handler:
        yield handler


def test_what_else_can_be_done_stands_after_the_action():
    other = Item("Not this time?", "One click.", link=Link("Decline", "/calls/abc"))
    act = Link("Answer", "/desk/calls/1")
    message = written(Letter("ada@city.example", "Asks", "Asks", action=act, others=(other,)))
    for text in (str(message.body), str(message.alternatives[0][0])):
        assert 0 < text.index("/desk/calls/1") < text.index("Not this time?")
        assert "/calls/abc" in text


def test_a_letter_has_both_forms_and_the_headers_of_a_list(post):
    send(LETTER)
    [taken] = post.taken
    assert taken["Subject"] == LETTER.subject
    assert taken["From"] == "Cities <hello@cities.example>"
    assert taken["To"] == LETTER.to
    assert taken["Auto-Submitted"] == "auto-generated"
    stop = "https://cities.example/notices/unsubscribe/abc"
    assert taken["List-Unsubscribe"] == f"<{stop}>"
    assert taken["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<[0-9a-f-]{36}@cities\.example>", taken["Message-ID"])
    assert taken["Date"]
    assert taken.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in taken.iter_parts())
    for text in (LETTER.title, "5 < 6", "https://cities.example/desk/notices/1/open", stop):
        assert text in plain
    assert "Someone asks &lt;b&gt;to talk&lt;/b&gt; &amp; more" in html
    assert "First line.<br>Second line" in html
    assert f'href="{stop}"' in html
    assert "<img" not in html
    assert "http://" not in html


def test_the_same_letter_sent_twice_is_known_as_the_same(post):
    for _time in range(2):
        send(LETTER)
    send(Letter(to=LETTER.to, subject="Other", title="Other"))
    names = [taken["Message-ID"] for taken in post.taken]
    assert names[0] == names[1] != names[2]
    assert "List-Unsubscribe" not in post.taken[2]


@pytest.mark.parametrize(
    "said", ["550 5.1.1 No such user", "551 Not here", "553 5.1.3 Bad address", "550 unknown"]
)
def test_an_address_that_nobody_has_is_refused_for_good(post, said):
    post.refuse[LETTER.to] = said
    with pytest.raises(Refused) as error:
        send(LETTER)
    assert (error.value.address, error.value.said) == (LETTER.to, said)


@pytest.mark.parametrize(
    "said",
    ["450 4.2.1 Try later", "552 5.2.2 Mailbox full", "554 5.7.1 Relay access denied", "451 busy"],
)
def test_what_may_pass_is_no_refusal(post, said):
    post.refuse[LETTER.to] = said
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(LETTER)


def test_a_server_that_does_not_answer_is_an_error_of_the_moment(settings, post):
    settings.EMAIL_PORT = 1
    with pytest.raises(OSError, match="refused"):
        send(LETTER)


@given(st.text())
def test_a_subject_is_one_line_whatever_was_typed(text):
    made = one_line(text)
    assert made.isprintable()
    assert len(made) <= LONGEST_SUBJECT
    assert made == " ".join(made.split())
    message = written(Letter(to="ada@city.example", subject=text, title=text, lead=text))
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert set(parsed.keys()) == {
        "Content-Type",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
    }
    assert parsed["To"] == "ada@city.example"


def test_without_a_server_letters_are_printed_as_people_read_them(capsys):
    get_connection("decapolis.kernel.mail.PrintingBackend").send_messages([written(LETTER)])
    said = capsys.readouterr().out
    assert "To: ada@city.example\nSubject: Someone asks to talk to you\n" in said
    assert "http://127.0.0.1:8000/notices/unsubscribe/abc" in said
    assert "<html" not in said
    assert box.outbox == []
