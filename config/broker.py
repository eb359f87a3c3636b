"""The embedded broker: message queues as tables of a second database in the same cluster, no Redis needed."""

from urllib.parse import urlsplit

import psycopg
from pgmq.install import get_embedded_install_sql


def broker_install(url: str) -> None:
    """Installs the queue schema in the database at a `pgmq://` address; a second call changes nothing."""
    parts = urlsplit(url)
    if parts.scheme != "pgmq":
        return  # Redis and RabbitMQ need no schema
    with psycopg.connect(parts._replace(scheme="postgresql").geturl()) as connection:
        if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'pgmq'").fetchone():
            return
        connection.execute(get_embedded_install_sql())
