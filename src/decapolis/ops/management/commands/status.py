"""``decapolis status``: what is held, and by which versions."""

import argparse
import json
import platform
from importlib.metadata import version
from typing import Any

import django
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from decapolis.cities.models import City, CityName, Country
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.library.models import Document, Practice, Technology
from decapolis.ops.preparing import prepare
from decapolis.organisations.models import Organisation
from decapolis.search.bridge import embedder
from decapolis.search.models import Entry, Vectors

HELD = {
    "practices": Practice,
    "documents": Document,
    "technologies": Technology,
    "organisations": Organisation,
    "cities": City,
    "city_names": CityName,
    "countries": Country,
    "indicators": Indicator,
    "observations": Observation,
    "sources": Source,
    "search_entries": Entry,
    "search_vectors": Vectors,
}


class Command(BaseCommand):
    """Print counts, versions, database and model."""

    help = "Print what is held, versions, database and embedding model."
    requires_system_checks = ()  # they read every page and take longer than this

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, **options: Any) -> None:
        """Count and print."""
        prepare()
        held: dict[str, int | str] = {
            name: model._default_manager.count() for name, model in HELD.items()
        }
        about: dict[str, int | str] = {
            "version": version("decapolis"),
            "python": platform.python_version(),
            "django": django.get_version(),
            "database": _database(),
            "model": embedder().id,
            "home": str(settings.HOME),
        }
        if options["json"]:
            self.stdout.write(json.dumps(held | about, ensure_ascii=False))
            return
        for name, value in (held | about).items():
            shown = f"{value:,}" if isinstance(value, int) else value
            self.stdout.write(f"{name.replace('_', ' '):16} {shown}")


def _database() -> str:
    """Return the database and its version, such as ``SQLite 3.53.4``."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
