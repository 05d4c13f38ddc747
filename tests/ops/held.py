"""See what the database holds, and that a refused file changed nothing of it."""

import json
from pathlib import Path

from django.core import serializers

from decapolis.benchmarks.models import Criterion, Edition, Entrant, Framework, Run
from decapolis.cities.models import City, CityName, Country
from decapolis.indicators.models import Observation
from decapolis.library.models import Cost, Document, Outcome, Partner, Practice, Technology
from decapolis.ops.loading import load_file
from decapolis.organisations.models import Organisation, Tie

EVERY = (
    City, CityName, Country, Observation, Practice, Cost, Outcome, Partner, Document, Technology,
    Organisation, Tie, Framework, Criterion, Edition, Entrant, Run,
)  # fmt: skip


def rows() -> list[str]:
    """Everything that is held, without the keys that replaced parts get anew."""
    held = []
    for model in EVERY:
        for row in json.loads(serializers.serialize("json", model.objects.order_by("pk"))):
            parts = {Cost, Outcome, Partner, Tie, CityName, Observation}
            held.append((row["model"], "" if model in parts else row["pk"], row["fields"]))
    return sorted(map(json.dumps, held))


def faults(path: Path, **options: str) -> list[tuple[int, str, str]]:
    """Load a file that is refused; return its faults, having seen that nothing was written."""
    before = rows()
    report = load_file(path, **options)
    assert report.accepted == 0
    assert rows() == before
    return [(fault.line, fault.field, fault.reason) for fault in report.rejected]
