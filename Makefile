# Proofcase. `make demo` runs it, `make test` tests it. Only Python 3.11, git and make are needed.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Always through the interpreter: a script's first line breaks in a path with spaces.
VENV := .venv/bin/python
STAMP := .venv/.installed

.PHONY: demo test install check bench soak browsers clean

demo: install
	@$(VENV) -m config.demo

test: install
	@$(VENV) -m pytest --numprocesses 2 --dist loadfile

install: $(STAMP)

$(STAMP): pyproject.toml uv.lock
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Proofcase needs Python 3.11; found $$("$(PYTHON)" --version 2>&1). Name yours: PYTHON=/path/to/python3.11 make install" >&2; exit 1; }
	@$(VENV) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear .venv
	@echo "Installing into .venv …"
	@$(VENV) -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@$(VENV) -m uv sync --quiet --frozen --inexact
	@touch $(STAMP)

# The formatter leaves components alone: with a last line break, one inside a sentence puts a space before the full stop.
check: install
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@git ls-files -z 'templates/*.html' ':!templates/cotton' ':!templates/components' | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	@$(VENV) -m mypy
	@$(VENV) manage.py check
	@$(VENV) manage.py makemigrations --check --dry-run
	@$(VENV) -m pytest -q tests/test_imports.py

bench: install
	@$(VENV) -m tests.bench

soak: install
	@$(VENV) -m tests.soak

# Debian's own browser: nothing is downloaded from anywhere else.
browsers:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

clean:
	@if [ -d .local ] && [ -x $(VENV) ]; then $(VENV) -c 'from config.embedded import stop_all; stop_all()'; fi
	rm -rf .local .venv .env .pytest_cache .mypy_cache .ruff_cache .hypothesis
