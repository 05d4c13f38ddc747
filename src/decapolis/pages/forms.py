"""What forms of every page share: faults at their fields, and numbers that a form carries along."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.forms import Form

from decapolis.kernel.errors import DomainError
from decapolis.pages.components import Fault

LONGEST_NUMBER = 9
LONGEST_KEY = 18  # digits that a key of a row can have


def add_fault(form: Form, error: DomainError, renamed: Mapping[str, str] | None = None) -> None:
    """Show what an action refused at the field that it names.

    Parameters
    ----------
    renamed
        Fields of the form, by what the action calls them.
    """
    field = (renamed or {}).get(error.field or "", error.field)
    fault = ValidationError(error.message, code=error.code)
    form.add_error(field if field in form.fields else None, fault)


def faults_of(*forms: Form, said: str = "") -> tuple[Fault, ...]:
    """Return what is to be mended in forms, each with the id of its control.

    Parameters
    ----------
    said
        What belongs to none of the forms, and stands first; empty: nothing.
    """
    found = [Fault(said)] if said else []
    for form in forms:
        for name, errors in form.errors.items() if form.is_bound else ():
            about = form[name].auto_id if name in form.fields else ""
            found += [Fault(str(error), str(about)) for error in errors]
    return tuple(found)


def error_of(form: Form, name: str) -> str:
    """Return what is wrong with one field, for components that take it as text."""
    errors: Iterable[object] = form.errors.get(name, ()) if form.is_bound else ()
    return " ".join(map(str, errors))


def status_of(form: Form) -> HTTPStatus:
    """Return with what a page with a form is answered: 422 while something is to be mended."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def whole_number(text: str | None, *, longest: int = LONGEST_NUMBER) -> int | None:
    """Return a whole number that a form or an address carries along; None where it is none."""
    plain = (text or "").strip()
    is_number = plain.isascii() and plain.isdecimal() and len(plain) <= longest
    return int(plain) if is_number else None


def key_of(text: str | None) -> int | None:
    """Return the key of a row as a form or an address carries it; None where it can be none."""
    return whole_number(text, longest=LONGEST_KEY)
