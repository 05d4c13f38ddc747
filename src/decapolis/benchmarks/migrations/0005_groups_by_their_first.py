"""Group the cities of earlier runs as the engine does now: each group is led by its first.

The probabilities of pairs that a run kept are enough for that. Where it kept none (more than 200
units) the groups are taken out: pages draw them again, as they do the shares of first places.
"""

from django.db import migrations

SURE = 0.9


def forward(apps, schema_editor):
    for run in apps.get_model("benchmarks", "Run").objects.using(schema_editor.connection.alias):
        result = run.result
        if "first" in result or "group" not in result:
            continue
        if result.get("above"):
            result["group"] = groups(result["ranks"], result["above"])
        else:
            del result["group"]
        run.save(update_fields=["result"])


def groups(ranks, above):
    """Return the group of each unit, from 1; None without a rank."""
    found = [None] * len(ranks)
    known = sorted((rank, at) for at, rank in enumerate(ranks) if rank is not None)
    leader, number = None, 0
    for _rank, at in known:
        if leader is None or (above[leader][at] or 0) > SURE:
            leader, number = at, number + 1
        found[at] = number
    return found


class Migration(migrations.Migration):
    dependencies = [("benchmarks", "0004_theories_of_initiatives")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop, elidable=True)]
