"""Make the database ready: its tables, the starter library on first use, the search index."""

import logging
import sys
from collections.abc import Iterable
from itertools import chain
from typing import Protocol, TypeVar

from django.conf import settings
from django.core.files import locks
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from decapolis.canvas.actions.templates import put_shipped_templates
from decapolis.cities.models import Country
from decapolis.kernel.errors import DomainError
from decapolis.library.search import library_drafts
from decapolis.ops.tables import is_empty, make_tables
from decapolis.organisations.search import organisation_drafts
from decapolis.search import actions as search
from decapolis.search.bridge.embedding import embedder
from decapolis.search.errors import EmbeddingFailed
from decapolis.search.models import Entry, Vectors

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Progress(Protocol):
    """Shows how far the steps are; hands each of them on."""

    def __call__(self, steps: Iterable[T], /) -> Iterable[T]:
        """Return the same steps."""
        ...


class StarterBroken(DomainError):
    """A file of the starter library was refused; the program is not whole."""

    code = "ops.starter_broken"


def prepare() -> None:
    """Bring the tables up to date, with the starter library and the canvases that come along.

    Does nothing, quickly, when all is there.

    Raises
    ------
    StarterBroken
        A file of the starter library was refused. Nothing of it was written.
    """
    if _is_ready():
        put_shipped_templates()
        return
    with (settings.HOME / "preparing.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)  # a second start waits for the first
        if not _is_migrated():
            bring_tables()
        if settings.STARTER and not Country.objects.exists():
            load_starter(bar("Starter library"))
        put_shipped_templates()


def bring_tables() -> None:
    """Bring the tables up to date: of an empty database at once, else one step after the other."""
    if is_empty():
        make_tables()
    call_command("migrate", verbosity=0, interactive=False)


def _is_ready() -> bool:
    return _is_migrated() and (not settings.STARTER or Country.objects.exists())


def _is_migrated() -> bool:
    migrations = MigrationExecutor(connection)
    return not migrations.migration_plan(migrations.loader.graph.leaf_nodes())


def prepare_search() -> None:
    """Let records be found by meaning also; does nothing, quickly, when they can be."""
    if Entry.objects.count() != Vectors.objects.filter(model=embedder().id).count():
        index_meaning(bar("Search index"))


def load_starter(progress: Progress) -> int:
    """Load the starter library in one transaction and return how many records it holds.

    Raises
    ------
    StarterBroken
        A file was refused.
    """
    from decapolis.ops.loading import load_file, starter_files  # noqa: PLC0415 -- slow import

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
        index_words()
    return taken


def index_words() -> None:
    """Bring the entries of the search index in step with the records.

    Called in the transaction that wrote them, so that no end of the program parts the two.
    """
    search.put_entries(by=None, drafts=chain(library_drafts(), organisation_drafts()))


def index_meaning(progress: Progress) -> None:
    """Embed what is new or changed; where that fails, words alone can still be searched."""
    try:
        search.refresh_vectors(by=None, progress=progress)
    except EmbeddingFailed as error:
        logger.warning("%s", error.message)


def bar(title: str) -> Progress:
    """Return a progress bar on standard error, for people only."""

    def show(steps: Iterable[T], /) -> Iterable[T]:
        from tqdm import tqdm  # noqa: PLC0415 -- slow import

        return tqdm(steps, desc=title, file=sys.stderr, disable=not sys.stderr.isatty(), ncols=79)

    return show
