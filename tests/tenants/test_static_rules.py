"""What no room may write: anything that outlives a request and holds an organization's rows. Read from the sources.

Names: rows of docs/faults.md. Each rule is also shown a source that breaks it.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import ProgrammingError, transaction
from django.db.models import Manager, QuerySet
from django.forms import BaseForm

from config.environment import BASE_DIR
from tenants.scope import organization_scope

ROOMS = sorted(Path(app.path).name for app in apps.get_app_configs() if Path(app.path).parent == BASE_DIR)
Finding = Callable[[ast.Module], Iterator[ast.AST]]


def sources() -> list[Path]:
    """Returns every module of the product."""
    files = [path for room in ROOMS for path in sorted((BASE_DIR / room).rglob("*.py"))]
    return [path for path in files if "migrations" not in path.parts]


def breaches(rule: Finding) -> list[str]:
    """Returns where a rule is broken, as file and line."""
    found = []
    for path in sources():
        tree = ast.parse(path.read_text())
        found += [f"{path.relative_to(BASE_DIR)}:{getattr(node, 'lineno', 0)}" for node in rule(tree)]
    return found


def names_used_in(*names: str) -> list[str]:
    """Returns where one of the names is used, by whatever way it was imported."""

    def rule(tree: ast.Module) -> Iterator[ast.AST]:
        return (node for node in ast.walk(tree) if _names(node) & set(names))

    return breaches(rule)


def _names(node: ast.AST) -> set[str]:
    match node:
        case ast.Name():
            return {node.id}
        case ast.Attribute():
            return {node.attr}
        case ast.alias():
            return {node.name.rsplit(".", 1)[-1]}
    return set()


# --- T6: a query that outlives its request


def class_level_queries(tree: ast.Module) -> Iterator[ast.AST]:
    """Finds queries that are built when a module is read, and `queryset` kept on a class or an instance.

    An empty one is fine: a form's field wants something to stand in until the form knows its organization.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "queryset" and _is_self(node.value):
            yield node
    empty = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "none"}
    for statement in _read_once(tree):
        yield from (node for node in _outside_functions(statement) if _is_query(node) and node not in empty)


def _read_once(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yields the statements that run once: of the module, of its classes, and the defaults of its functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            yield from (child for child in node.body if not isinstance(child, ast.ClassDef))


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    inner = (node.args, *node.decorator_list) if isinstance(node, ast.FunctionDef) else ast.iter_child_nodes(node)
    for child in inner:
        if not isinstance(child, ast.Lambda):
            yield from _outside_functions(child)


def _is_query(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}) or (
        isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "queryset" for target in node.targets)
    )


def _is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def test_T6_no_query_outlives_its_request():
    assert breaches(class_level_queries) == []


@pytest.mark.parametrize(
    "source",
    [
        "CASES = Case.objects.all()",
        "class View:\n    queryset = Case.objects.all()",
        "class View:\n    cases = ModelChoiceField(Case.objects.filter(state='x'))",
        "class View:\n    queryset = chosen",
        "class View:\n    def get(self):\n        return self.queryset",
        "def cases(among=Case.objects.all()):\n    return among",
        "if True:\n    CASES = {'all': [Case.objects]}",
    ],
)
def test_T6_the_rule_sees_each_way_to_keep_a_query(source):
    assert list(class_level_queries(ast.parse(source)))


def test_T6_a_query_inside_a_function_is_fine():
    source = (
        "def a():\n    return Case.objects.all()\n"
        "class B:\n    none = Field(Case.objects.none())\n    def c(self):\n        return Case.objects.all()"
    )
    assert list(class_level_queries(ast.parse(source))) == []


def kept_queries(module) -> list[str]:
    """Returns what a loaded module keeps that would ask the database: on itself, on its classes, in its forms."""
    found = [name for name, value in vars(module).items() if isinstance(value, QuerySet | Manager)]
    for cls in (value for value in vars(module).values() if isinstance(value, type)):
        found += [f"{cls.__name__}.{name}" for name, value in vars(cls).items() if isinstance(value, QuerySet)]
        if issubclass(cls, BaseForm):
            fields = getattr(cls, "base_fields", {}).items()
            found += [
                f"{cls.__name__}.{name}" for name, field in fields if _is_filled(getattr(field, "queryset", None))
            ]
    return found


def _is_filled(queryset: QuerySet | None) -> bool:
    return queryset is not None and not queryset.query.is_empty()


def test_T6_no_loaded_module_keeps_a_query():
    names = [
        info.name
        for room in ROOMS
        for info in pkgutil.walk_packages([str(BASE_DIR / room)], prefix=f"{room}.")
        if not re.search(r"migrations|settings|__main__|config\.(wsgi|demo)", info.name)
    ]
    kept = {name: kept_queries(importlib.import_module(name)) for name in names}
    assert {name: found for name, found in kept.items() if found} == {}
    assert len(kept) > 150, "hardly a module was loaded: this would prove nothing"


def test_T6_a_kept_query_is_seen():
    import types

    from django import forms

    from cases.models import Case

    module = types.ModuleType("kept")
    module.CASES = Case.objects.all()
    module.Form = type("Form", (forms.Form,), {"case": forms.ModelChoiceField(Case.objects.all())})
    assert kept_queries(module) == ["CASES", "Form.case"]


# --- T20, T21: caches

# The one user of the shared cache is the count of attempts to sign in, outside every organization.


def cache_users(tree: ast.Module) -> Iterator[ast.AST]:
    """Finds imports of Django's cache, and of what caches whole pages."""
    for node in ast.walk(tree):
        imports_cache = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.cache")
        if imports_cache or _names(node) & {"cache_page", "caches", "make_template_fragment_key"}:
            yield node


def remembering_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Finds functions that remember their answers for the life of the process, where their module can reach rows."""
    if not _reaches_rows(tree):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_remembers(decorator) for decorator in node.decorator_list):
            yield node


ROWS = {"models", "selectors", "services", "access", "scope"}


def _reaches_rows(tree: ast.Module) -> bool:
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return any(name.rsplit(".", 1)[-1] in ROWS for name in modules if not name.startswith("django.db"))


def _remembers(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return bool(_names(target) & {"cache", "lru_cache"})


def test_T20_no_room_uses_the_cache():
    assert breaches(cache_users) == []


def test_T21_nothing_that_reaches_rows_is_remembered():
    assert breaches(remembering_functions) == []


def test_T21_no_template_is_cached():
    templates = [path for path in (BASE_DIR / "templates").rglob("*.html") if "{% cache" in path.read_text()]
    assert templates == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (cache_users, "from django.core.cache import cache"),
        (cache_users, "from django.views.decorators.cache import cache_page"),
        (remembering_functions, "from cases.models import Case\n@lru_cache(maxsize=8)\ndef a(): ..."),
        (remembering_functions, "from functools import cache\nfrom cases.selectors import b\n@cache\ndef a(): ..."),
    ],
)
def test_T20_T21_the_rules_see_each_way_to_cache(rule, source):
    assert list(rule(ast.parse(source)))


def test_T20_inside_an_organization_the_database_refuses_the_cache(northwind):
    cache.set("public:key", "value")
    with organization_scope(northwind):
        for use in (lambda: cache.get("public:key"), lambda: cache.set("public:key", "other")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                use()
    assert cache.get("public:key") == "value"


def test_T20_sessions_and_pages_are_not_cached_either():
    assert not any("cache" in name for name in settings.MIDDLEWARE)
    assert "cache" not in settings.SESSION_ENGINE
