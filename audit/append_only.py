"""Rows that are written once: the database itself refuses to change, remove or truncate them, whoever asks."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """Returns the triggers for the Meta of a model whose rows are written once."""
    return [
        pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete),
        # The library's own Protect knows rows only.
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME;",
        ),
    ]
