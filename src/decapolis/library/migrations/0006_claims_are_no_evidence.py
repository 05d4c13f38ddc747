"""Claims of a supplier no longer count as reported results; entries tell the reviewed level."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery

KINDS = {"forecast": 1, "reported": 2, "measured": 3, "checked": 4}
REPORTED = 2  # what a claim counted as until now
CHUNK = 500


def claims_out(apps, schema_editor):
    Practice, Outcome = (apps.get_model("library", name) for name in ("Practice", "Outcome"))
    Entry = apps.get_model("search", "Entry")
    claims = Outcome.objects.filter(practice=OuterRef("pk"), is_claim=True)
    rows = Practice.objects.filter(Exists(claims), evidence=REPORTED)
    changed = []
    for practice in rows.prefetch_related("outcomes").iterator(CHUNK):
        known = [KINDS[one.kind] for one in practice.outcomes.all() if not one.is_claim]
        practice.evidence = max(known, default=0)
        if practice.evidence != REPORTED:
            changed.append(practice)
    for start in range(0, len(changed), CHUNK):
        part = changed[start : start + CHUNK]
        Practice.objects.bulk_update(part, ["evidence"])
        for evidence in {one.evidence for one in part}:
            slugs = [one.slug for one in part if one.evidence == evidence]
            Entry.objects.filter(kind="practice", slug__in=slugs).update(evidence=evidence)


def levels_in(apps, schema_editor):
    Practice, Review = (apps.get_model("library", name) for name in ("Practice", "Review"))
    Entry = apps.get_model("search", "Entry")
    Entry.objects.filter(kind="practice", level=None).update(level=0)
    newest = Review.objects.filter(practice=OuterRef("pk"), withdrawn=None).order_by("-at", "-pk")
    rows = Practice.objects.annotate(given=Subquery(newest.values("level")[:1]))
    found = rows.exclude(given=None).values_list("slug", "given", "evidence")
    for slug, given, evidence in found.iterator(CHUNK):
        level = given if evidence >= REPORTED else min(given, 1)
        Entry.objects.filter(kind="practice", slug=slug).update(level=level)


class Migration(migrations.Migration):

    dependencies = [
        ("library", "0005_document_file"),
        ("search", "0004_entry_level"),
    ]

    operations = [
        migrations.RunPython(claims_out, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(levels_in, migrations.RunPython.noop, elidable=True),
    ]
