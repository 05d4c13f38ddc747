"""Make the database ready: its tables, the starter library on first use, the search index."""

import sys
from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from decapolis.cities.models import Country
from decapolis.kernel.errors import DomainError
from decapolis.library.search import library_drafts
from decapolis.ops.loading import load_file, starter_files
from decapolis.organisations.search import organisation_drafts
from decapolis.search import actions as search
from decapolis.search.models import IndexState

T = TypeVar("T")


class Progress(Protocol):
    """Shows how far the steps are; hands each of them on."""

    def __call__(self, steps: Iterable[T], /) -> Iterable[T]:
        """Return the same steps."""
        ...


class StarterBroken(DomainError):
    """A file of the starter library was refused; the program is not whole."""

    code = "ops.starter_broken"


def prepare() -> None:
    """Bring the database up to date; does nothing, quickly, when it is.

    Raises
    ------
    StarterBroken
        A file of the starter library was refused. Nothing of it was written.
    """
    migrations = MigrationExecutor(connection)
    if migrations.migration_plan(migrations.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if settings.STARTER and not Country.objects.exists():
        load_starter(bar("Starter library"))
    if not IndexState.objects.filter(version__gt=0).exists():
        index_library(bar("Search index"))


def load_starter(progress: Progress) -> int:
    """Load the starter library in one transaction and return how many records it holds.

    Raises
    ------
    StarterBroken
        A file was refused.
    """
    taken = 0
    with transaction.atomic():
        if Country.objects.exists():
            return 0  # another process was faster
        for path in progress(starter_files()):
            report = load_file(path)
            if report.rejected:
                first = report.rejected[0]
                raise StarterBroken(
                    f"{path.name}, line {first.line}, {first.field}: {first.reason}"
                )
            taken += report.accepted
    return taken


def index_library(progress: Progress) -> None:
    """Bring the search index in step with the records."""
    search.put_entries(by=None, drafts=[*library_drafts(), *organisation_drafts()])
    search.refresh_vectors(by=None, progress=progress)


def bar(title: str) -> Progress:
    """Return a progress bar on standard error, for people only."""

    def show(steps: Iterable[T], /) -> Iterable[T]:
        return tqdm(steps, desc=title, file=sys.stderr, disable=not sys.stderr.isatty(), ncols=79)

    return show
