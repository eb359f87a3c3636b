"""The task queue. The relay publishes what the outbox holds; nothing is published from a request."""

import os

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

from config.startup import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("proofcase")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": settings.CELERY_VISIBILITY_TIMEOUT,
        "wait_time_seconds": 1,
        "polling_interval": 0.05,  # the pause when every process is busy; a whole second by default
        "init_extension": False,  # the schema is installed with the database (config/broker.py)
    },
    task_default_queue="proofcase",
    task_ignore_result=True,  # a person's progress bar and history stand in the database
    accept_content=["json"],
    task_serializer="json",
    # A message is taken off the queue when its work is done: a killed worker's message comes back.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule_filename=str(settings.BASE_DIR / ".local" / "beat-schedule"),
    beat_schedule={
        "heartbeat": {"task": "tenants.tasks.heartbeat", "schedule": 30.0},
    },
)
app.set_default()
app.autodiscover_tasks(["tenants"])


@worker_init.connect
def refuse_threads(sender: object, **kwargs: object) -> None:
    """Stops a worker whose tasks would share one process: a database connection holds one organization at a time."""
    pool = type(getattr(sender, "pool", None)).__module__ if getattr(sender, "pool", None) else ""
    name = getattr(sender, "pool_cls", pool)
    if any(word in str(name) for word in ("thread", "gevent", "eventlet")):
        raise SystemExit(
            "Start the worker with -P prefork or -P solo: tasks of two organizations must not share a process."
        )
    refuse_unsafe_start()
