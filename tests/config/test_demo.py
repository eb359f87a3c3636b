"""What `make demo` says when it cannot start, and the secrets it writes."""

import socket
import stat

import pytest

from config import demo, environment


def test_a_port_in_use_is_one_clear_line(monkeypatch):
    with socket.socket() as other:
        other.bind((demo.HOST, 0))
        other.listen()
        monkeypatch.setattr(demo, "PORT", other.getsockname()[1])
        with pytest.raises(demo.DemoError, match=r"\APort \d+ is in use\. Stop what runs there, .*\Z"):
            demo.check_port()


def test_an_unwritable_folder_is_one_clear_line(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(demo, "LOGS", tmp_path / "file" / "logs")
    with pytest.raises(demo.DemoError, match=r"\ACannot write to .* Make the folder writable and try again\.\Z"):
        demo.prepare_folders()


def test_secrets_are_written_once_and_only_for_us(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ENV_FILE", tmp_path / ".env")
    environment.write_env_file()
    first = environment.ENV_FILE.read_text()
    assert stat.S_IMODE(environment.ENV_FILE.stat().st_mode) == 0o600
    environment.write_env_file()
    assert environment.ENV_FILE.read_text() == first
    assert "SECRET_KEY=" in first
    assert "SIGNING_KEY=" in first


def test_a_process_that_keeps_ending_stops_the_demo_with_its_log(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "LOGS", tmp_path)
    monkeypatch.setitem(demo.PROCESSES, "web", ["-c", "raise SystemExit(3)"])
    child = demo.Child("web", demo.start("web"))
    with pytest.raises(demo.DemoError, match=r"web keeps ending; the reason is in .*web\.log"):
        for _ in range(demo.RESTARTS + 1):
            child.process.wait()
            demo.revive([child])
