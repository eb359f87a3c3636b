"""The table of the cache that all processes share; organizations' roles get no right on it."""

from django.db import migrations

TABLE = """
CREATE TABLE shared_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_row_level_security")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE shared_cache")]
