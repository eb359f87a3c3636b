"""The sample data in the database of the settings, loaded as `make demo` loads them.

tests/cluster.py runs it as a module, once for each state of the code, and copies the result.
"""


def write() -> None:
    """Writes the tables and the sample data, whose people then have the password of the demo."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DEMO = True
    call_command("migrate", verbosity=0)
    call_command("load_sample")


if __name__ == "__main__":
    import django

    django.setup()
    write()
