"""The embedded PostgreSQL: in a path with spaces, after an interrupted first run, with several users."""

import os
import subprocess
import sys

import pytest

from config.embedded import Cluster, EmbeddedError, socket_folder
from config.environment import BASE_DIR


@pytest.fixture
def cluster(tmp_path_factory):
    """A cluster in a path with spaces, stopped afterwards."""
    made = Cluster(tmp_path_factory.mktemp("a path") / "with spaces" / "postgres", disposable=True)
    yield made
    made.stop()


def test_it_starts_in_a_path_with_spaces_and_stops_when_its_last_user_leaves(cluster):
    with cluster.in_use():
        assert cluster.execute("SELECT 1") == "1"
        with cluster.in_use():
            pass
        assert cluster.execute("SELECT 1") == "1", "one user is still there"
    with pytest.raises(EmbeddedError):
        cluster.execute("SELECT 1")


def test_it_completes_an_interrupted_first_run(cluster):
    (cluster.data / "base").mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("18\n")
    with cluster.in_use():
        assert cluster.execute("SELECT 1") == "1"


def test_it_starts_again_after_it_was_killed_and_has_lost_nothing(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("durable") / "postgres")
    with cluster.in_use():
        cluster.execute("CREATE TABLE kept (value int); INSERT INTO kept VALUES (7)")
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 9)
    with cluster.in_use():
        assert cluster.execute("SELECT value FROM kept") == "7"


def test_a_user_that_was_killed_does_not_keep_it_running(cluster):
    with cluster.in_use():
        script = (
            "import sys; from pathlib import Path; from config.embedded import Cluster\n"
            "with Cluster(Path(sys.argv[1])).in_use(): print('in', flush=True); sys.stdin.read()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", script, str(cluster.data)],
            cwd=BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert other.stdout.readline() == b"in\n"
        other.kill()
        other.wait()
    with pytest.raises(EmbeddedError):
        cluster.execute("SELECT 1")


def test_roles_and_databases_are_made_once(cluster):
    with cluster.in_use():
        cluster.ensure_database("proofcase")
        cluster.ensure_database("proofcase")
        roles = cluster.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'proofcase%' ORDER BY 1").split()
    assert roles == ["proofcase_app", "proofcase_broker", "proofcase_org", "proofcase_owner"]


def test_the_folder_of_the_socket_is_ours_alone_and_short(cluster):
    with cluster.in_use():
        folder = socket_folder(cluster.data)
        assert folder.stat().st_mode & 0o077 == 0
        assert len(str(folder / ".s.PGSQL.5432")) < 100


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(EmbeddedError, match=r"\ACannot write to .*\Z"):
        Cluster(blocked / "postgres").start()
