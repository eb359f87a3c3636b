"""Row-level security: an organization may put its own messages into the outbox, and read none."""

from django.db import migrations

POLICIES = """
ALTER TABLE outbox_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON outbox_message TO proofcase_app USING (true);
CREATE POLICY own ON outbox_message FOR INSERT TO proofcase_org WITH CHECK (organization = current_organization());
GRANT INSERT ON outbox_message TO proofcase_org;
"""


class Migration(migrations.Migration):
    # The policy calls current_organization(), which the room of organizations defines.
    dependencies = [("outbox", "0001_initial"), ("tenants", "0002_row_level_security")]
    operations = [migrations.RunSQL(POLICIES, migrations.RunSQL.noop)]
