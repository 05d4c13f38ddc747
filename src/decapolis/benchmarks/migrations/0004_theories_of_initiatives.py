"""A city may hold several theories of change, and their boxes are known by ids, not by places."""

from itertools import pairwise

from django.db import migrations, models

STEPS = ("inputs", "activities", "outputs", "outcomes", "impact")
COLUMNS = (*STEPS, "assumptions")
SHORT = {
    "inputs": "in", "activities": "ac", "outputs": "op", "outcomes": "oc", "impact": "im",
    "assumptions": "as",
}  # fmt: skip
AFTER = dict(pairwise(STEPS))


def name_boxes(apps, _schema_editor):
    """Give every box an id; the same words keep theirs from version to version of a city."""
    theory = apps.get_model("benchmarks", "Theory")
    known, last = {}, {}
    for row in theory.objects.order_by("city_id", "version").iterator():
        ids = {}
        for column in COLUMNS:
            taken = set()
            for place, box in enumerate(row.content.get(column, ())):
                at = (row.city_id, column, box["text"])
                if at not in known or known[at] in taken:
                    last[at[:2]] = last.get(at[:2], 0) + 1
                    known[at] = f"{SHORT[column]}{last[at[:2]]}"
                ids[column, place] = known[at]
                taken.add(known[at])
        row.content = {
            column: [
                {
                    "id": ids[column, place],
                    "text": box["text"],
                    "indicator": box.get("indicator", ""),
                    "leads_to": [
                        ids[AFTER[column], to]
                        for to in box.get("leads_to", ())
                        if column in AFTER and (AFTER[column], to) in ids
                    ],
                }
                for place, box in enumerate(row.content.get(column, ()))
            ]
            for column in COLUMNS
        }
        row.save(update_fields=["content"])


def number_boxes(apps, _schema_editor):
    """Go back to places, and keep theories of initiatives as older versions of the city's."""
    theory = apps.get_model("benchmarks", "Theory")
    for row in theory.objects.iterator():
        places = {
            column: {box["id"]: place for place, box in enumerate(row.content.get(column, ()))}
            for column in COLUMNS
        }
        row.content = {
            column: [
                {
                    "text": box["text"],
                    "indicator": box["indicator"],
                    "leads_to": sorted(
                        places[AFTER[column]][to]
                        for to in box["leads_to"]
                        if column in AFTER and to in places[AFTER[column]]
                    ),
                }
                for box in row.content.get(column, ())
            ]
            for column in COLUMNS
        }
        row.save(update_fields=["content"])
    for city_id in set(theory.objects.exclude(slug="").values_list("city_id", flat=True)):
        rows = theory.objects.filter(city_id=city_id)
        last = max(rows.filter(slug="").values_list("version", flat=True), default=0)
        for row in rows.exclude(slug="").order_by("slug", "version"):
            last += 1
            row.slug, row.version, row.is_current = "", last, False
            row.save(update_fields=["slug", "version", "is_current"])


class Migration(migrations.Migration):
    """Slug of a theory, and ids of its boxes."""

    dependencies = [("benchmarks", "0003_theories")]
    operations = [
        migrations.AlterModelOptions(
            name="theory",
            options={"ordering": ["city", "slug", "-version"], "verbose_name_plural": "theories"},
        ),
        migrations.RemoveConstraint(model_name="theory", name="theory_version_once"),
        migrations.RemoveConstraint(model_name="theory", name="theory_counts_once"),
        migrations.AddField(
            model_name="theory",
            name="slug",
            field=models.SlugField(
                blank=True,
                default="",
                help_text="of an initiative-to-be; empty: the city's own",
                max_length=60,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="theory",
            name="content",
            field=models.JSONField(
                help_text="{column: [{id, text, indicator, leads_to: ids of the next column}]}; an "
                "assumption leads to what it must hold for, in any step"
            ),
        ),
        migrations.RunPython(name_boxes, number_boxes, elidable=True),
        migrations.AddConstraint(
            model_name="theory",
            constraint=models.UniqueConstraint(
                fields=("city", "slug", "version"), name="theory_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="theory",
            constraint=models.UniqueConstraint(
                fields=("city", "slug"),
                condition=models.Q(("is_current", True)),
                name="theory_counts_once",
            ),
        ),
    ]
