"""Which room may import which: the arrow of docs/architecture.md, enforced."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# From left to right: a room imports only rooms to its left.
ROOMS = ("display", "audit", "tenants", "notifications", "opportunities", "cases", "calculations", "pilots", "reports",
         "portfolio", "config")  # fmt: skip
# Libraries inside the house: any room may import them, and they import no room.
LIBRARIES = ("calculations.engine",)
NOT_ROOMS = {"tests", "docs", "deploy", "examples", "locale", "static", "templates"}
ENGINE_MAY_IMPORT = {"numpy", "scipy"}


def modules() -> list[Path]:
    """Returns every Python file of every room."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """Yields every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "" if node.level == 0 else ""


def library_of(module: str) -> str | None:
    return next((name for name in LIBRARIES if module == name or module.startswith(f"{name}.")), None)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def forbidden(path: Path) -> list[str]:
    """Returns the imports of one file that go against the arrow."""
    own_room, own_library = path.relative_to(ROOT).parts[0], library_of(name_of(path))
    wrong = []
    for module in imports(path):
        room = module.split(".")[0]
        if room not in ROOMS or library_of(module):
            continue
        if own_library or ROOMS.index(room) > ROOMS.index(own_room):
            wrong.append(module)
    return wrong


def test_a_room_imports_only_rooms_to_its_left():
    assert {name_of(path): wrong for path in modules() if (wrong := forbidden(path))} == {}


def test_every_folder_with_code_is_a_room():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - NOT_ROOMS == set(ROOMS)


def test_the_engine_knows_no_django():
    allowed = set(sys.stdlib_module_names) | ENGINE_MAY_IMPORT
    engine = sorted((ROOT / "calculations" / "engine").rglob("*.py"))
    outside = {path: {module.split(".")[0] for module in imports(path) if not library_of(module)} for path in engine}
    assert {name_of(path): names - allowed for path, names in outside.items() if names - allowed} == {}


def test_only_config_and_tenants_know_the_tenancy_library():
    others = [path for path in modules() if path.relative_to(ROOT).parts[0] not in {"config", "tenants"}]
    assert not [path for path in others if any(module.split(".")[0] == "django_tenants" for module in imports(path))]


def test_nothing_sets_the_search_path_but_the_engine():
    allowed = {ROOT / "tenants" / "backend" / "base.py"}
    for path in set(modules()) - allowed:
        text = path.read_text().lower()
        assert "set search_path" not in text, path
        assert "set role" not in text, path
