"""Views whose code is imported when one of them is asked for; see docs/adr/0061."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

_finders: list[Callable[[], View]] = []


class Views:
    """The views of a module that is not imported before one of them answers.

    What a decorator notes on a view for others to read, such as ``csrf_exempt``, is not seen on
    what stands for it here: such a decorator belongs in the table of addresses.

    Parameters
    ----------
    module
        Its full name. Of a class among its views, ``as_view()`` is meant.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> View:
        """Return what stands for a view."""

        @cache
        def found() -> View:
            view: Any = getattr(import_module(self._module), name)
            answer: View = view.as_view() if isinstance(view, type) else view  # type: ignore[attr-defined]
            return answer

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
            return found()(request, *args, **kwargs)

        view.__module__, view.__name__, view.__qualname__ = self._module, name, name
        _finders.append(found)
        return view


def import_all() -> None:
    """Import every view that an address names; a name that is none is an `AttributeError`."""
    for find in _finders:
        find()
