-- Makes the roles and databases Proofcase needs. Run once by an administrator; running it again changes nothing.
--   psql -v database=proofcase -f deploy/bootstrap.sql
-- Set passwords afterwards: ALTER ROLE proofcase_app PASSWORD '...', likewise proofcase_owner and proofcase_broker.

-- proofcase_owner   owns every table: migrations and the making of organizations.
-- proofcase_app     what web and workers sign in as. NOINHERIT: outside an organization it may touch shared tables only.
-- proofcase_org     what every organization's own role may do with the shared tables.
-- proofcase_broker  the task queue, in a database of its own.
SELECT format('CREATE ROLE %I %s', name, options) FROM (VALUES
    ('proofcase_owner', 'LOGIN CREATEROLE NOSUPERUSER'),
    ('proofcase_app', 'LOGIN NOINHERIT NOSUPERUSER'),
    ('proofcase_org', 'NOLOGIN'),
    ('proofcase_broker', 'LOGIN NOSUPERUSER')
) AS wanted(name, options) WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

GRANT proofcase_org TO proofcase_owner WITH ADMIN OPTION;

-- A query nobody waits for any more, and a transaction somebody left open, end by themselves. Set on the role, so that
-- it holds behind every pooler; the web server gives up on a request after 30 s.
SELECT format('ALTER ROLE proofcase_app SET %I = %L', name, value) FROM (VALUES
    ('statement_timeout', '20s'),
    ('idle_in_transaction_session_timeout', '60s')
) AS wanted(name, value) WHERE NOT EXISTS (
    SELECT FROM pg_roles WHERE rolname = 'proofcase_app' AND rolconfig @> ARRAY[name || '=' || value]) \gexec

SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8''', name, owner) FROM (VALUES
    (:'database', 'proofcase_owner'),
    (:'database' || '_broker', 'proofcase_broker')
) AS wanted(name, owner) WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec

-- Nobody makes things in the shared schema but its owner, and only our own roles connect.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO proofcase_app', :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database' || '_broker') \gexec
\connect :"database"
ALTER SCHEMA public OWNER TO proofcase_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO proofcase_app, proofcase_org;
