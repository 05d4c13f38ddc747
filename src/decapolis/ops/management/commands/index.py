"""``decapolis index``: bring the search index in step with the records."""

from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops.preparing import bar, index_meaning, index_words, prepare
from decapolis.search.models import Entry


class Command(BaseCommand):
    """Index every record again; what did not change keeps its vectors."""

    requires_system_checks = ()  # they would import every page
    help = "Bring the search index in step with the records, and embed what changed."

    def handle(self, **options: Any) -> None:
        """Write the words, then the meaning."""
        prepare()
        index_words()
        index_meaning(bar("Search index"))
        self.stdout.write(f"{Entry.objects.count()} records can be found.")
