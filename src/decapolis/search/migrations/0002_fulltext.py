"""The full-text index: FTS5 beside the table on SQLite, a tsvector column with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title, keywords, text, hints,
        content='search_entry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, row)",
    """CREATE TRIGGER search_entry_words_insert AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, title, keywords, text, hints)
        VALUES (new.id, new.title, new.keywords, new.text, new.hints);
    END""",
    """CREATE TRIGGER search_entry_words_delete AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, keywords, text, hints)
        VALUES ('delete', old.id, old.title, old.keywords, old.text, old.hints);
    END""",
    """CREATE TRIGGER search_entry_words_update
        AFTER UPDATE OF title, keywords, text, hints ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, title, keywords, text, hints)
        VALUES ('delete', old.id, old.title, old.keywords, old.text, old.hints);
        INSERT INTO search_words(rowid, title, keywords, text, hints)
        VALUES (new.id, new.title, new.keywords, new.text, new.hints);
    END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_words_insert",
    "DROP TRIGGER search_entry_words_delete",
    "DROP TRIGGER search_entry_words_update",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_words",
]

# PostgreSQL's own "english" stems as Porter does; accents go by a table of letters, since the
# unaccent extension is not everywhere allowed.
ACCENTED = (
    "ÀÁÂÃÄÅĀĂĄÇĆČĎÈÉÊËĒĘĚÌÍÎÏĪĹĽŁÑŃŇÒÓÔÕÖŌŐØŔŘŚŠŞȘŤȚÙÚÛÜŪŮŰÝŹŻŽ"
    "àáâãäåāăąçćčďèéêëēęěìíîïīĺľłñńňòóôõöōőøŕřśšşșťțùúûüūůűýÿźżž"
)
PLAIN = (
    "AAAAAAAAACCCDEEEEEEEIIIIILLLNNNOOOOOOOORRSSSSTTUUUUUUUYZZZ"
    "aaaaaaaaacccdeeeeeeeiiiiilllnnnoooooooorrssssttuuuuuuuyyzzz"
)
POSTGRES = [
    f"""CREATE FUNCTION search_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $$ SELECT translate(words, '{ACCENTED}', '{PLAIN}') $$""",
    """ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', search_plain(title)), 'A')
        || setweight(to_tsvector('english', search_plain(hints)), 'B')
        || setweight(to_tsvector('english', search_plain(keywords)), 'C')
        || setweight(to_tsvector('english', search_plain(text)), 'D')) STORED""",
    "CREATE INDEX search_entry_words ON search_entry USING GIN (words)",
]
POSTGRES_BACK = [
    "ALTER TABLE search_entry DROP COLUMN words",
    "DROP FUNCTION search_plain(text)",
]


def make(apps, schema_editor):
    """Build the index for the database in use."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRES})


def unmake(apps, schema_editor):
    """Take the index away; the entries stay."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRES_BACK})


def _run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements[schema_editor.connection.vendor]:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
