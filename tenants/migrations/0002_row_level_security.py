"""Row-level security: inside an organization, the shared tables show that organization's rows and nobody else's."""

from django.db import migrations

CURRENT_ORGANIZATION = """
CREATE FUNCTION current_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT id FROM public.tenants_organization WHERE schema_name = current_user $$;
"""

# Outside every organization the application sees all rows; an organization's role sees its own, and writes none.
POLICIES = """
ALTER TABLE tenants_organization ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON tenants_organization TO proofcase_app USING (true);
CREATE POLICY own ON tenants_organization FOR SELECT TO proofcase_org USING (schema_name = current_user);

ALTER TABLE tenants_department ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON tenants_department TO proofcase_app USING (true);
CREATE POLICY own ON tenants_department FOR SELECT TO proofcase_org USING (organization_id = current_organization());

ALTER TABLE tenants_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON tenants_membership TO proofcase_app USING (true);
CREATE POLICY own ON tenants_membership FOR SELECT TO proofcase_org USING (organization_id = current_organization());

ALTER TABLE tenants_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON tenants_user TO proofcase_app USING (true);
CREATE POLICY own ON tenants_user FOR SELECT TO proofcase_org USING (
    EXISTS (SELECT FROM tenants_membership AS m WHERE m.user_id = tenants_user.id AND m.organization_id = current_organization()));

GRANT SELECT ON tenants_organization, tenants_department, tenants_membership TO proofcase_org;
-- Never the password's hash.
GRANT SELECT (id, email, name, is_active) ON tenants_user TO proofcase_org;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        migrations.RunSQL(CURRENT_ORGANIZATION, "DROP FUNCTION current_organization()"),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
    ]
