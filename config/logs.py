"""How log lines look: one JSON object a line, so that nothing a person types can forge a second line."""

import structlog

# What every line carries, whether our code wrote it or a library's.
COMMON = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
JSON = structlog.processors.JSONRenderer()

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
