"""People who agreed to be called, and requests that were put to them."""

from decapolis.library.actions import (
    Consent,
    Question,
    accept_call,
    agree_to_be_called,
    answer_call,
    ask_to_talk,
)
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver, Practice
from decapolis.people.models import Person
from tests.factories import cities, hats, library, people

QUESTION = "How did you buy the lamps?"


def practice(**fields: object) -> Practice:
    """Return a practice of a city of its own."""
    return library.practice(**{"city": cities.city()} | fields)


def contact(of: Practice, *, most: int = 2, **fields: object) -> Contact:
    """Return the consent of a new person who speaks for the practice's city."""
    person = hats.speaker(of.city, **fields)
    return agree_to_be_called(by=person, practice=of, terms=Consent(most, "ask me about buying"))


def call(of: Practice, asker: Person | None = None, text: str = QUESTION) -> CallRequest:
    """Return a request that waits; somebody must have agreed."""
    return ask_to_talk(by=asker or people.person(), practice=of, question=Question(text))


def accepted(of: Practice, asker: Person | None = None) -> CallRequest:
    """Return a request that was accepted."""
    made = call(of, asker)
    return accept_call(by=made.to, call=made, word="Tuesday at ten.")


def answered(of: Practice, asker: Person | None = None, text: str = "By tender.") -> CallRequest:
    """Return a request that was answered."""
    made = call(of, asker)
    return answer_call(by=made.to, call=made, text=text)


def hand(of: CallRequest) -> HandOver:
    """Return how a request came to whom it is at."""
    return HandOver.objects.get(call=of, to=of.to_id)


def note(of: CallRequest, **fields: object) -> CallNote:
    """Return what both sides agreed to keep of an answer, for everyone."""
    values = {"by_asker": "public", "by_answerer": "public"} | fields
    return CallNote.objects.create(call=of, practice=of.practice, **values)


def marked(of: Practice, person: Person, mark: str, *, key: int = 0) -> None:
    """Let a practice have someone to call, an answer for everyone, and a request that waits.

    All of them hold the mark.
    """
    Contact.objects.create(practice=of, person=person, note=mark)
    told = {"practice": of, "asker": people.person(), "to": person, "question": mark}
    note(CallRequest.objects.create(**told, state="answered", answer=mark))
    waiting = {"id": key} if key else {}
    made = CallRequest.objects.create(**told, **waiting, state="waiting")
    HandOver.objects.create(call=made, practice=of, to=person, why="asked")
