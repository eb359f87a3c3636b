"""A pooler in transaction mode, as small as can be: sessions of its clients share the server's connections.

It stands in for PgBouncer where that is not installed. A server's connection belongs to a client from its first message
to the end of its transaction, then to whoever comes next.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import LifoQueue, Queue

HEADER = struct.Struct("!cI")
SSL_REQUEST, GSS_REQUEST = 80877103, 80877104
READY, TERMINATE, SYNC, QUERY = b"Z", b"X", b"S", b"Q"
IDLE = b"I"
Message = tuple[bytes, bytes]
Idle = Queue[tuple[socket.socket, list[Message]]]


@contextmanager
def transaction_pooler(
    server: str, startup: dict[str, str], *, size: int = 1, goes_round: bool = False
) -> Iterator[int]:
    """Runs its body with a pooler before the PostgreSQL at the socket file `server`, and hands it the port."""
    idle: Idle = Queue() if goes_round else LifoQueue()
    for _ in range(size):
        idle.put(_signed_in(server, startup))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_accept, args=[listening, idle], daemon=True).start()
        yield listening.getsockname()[1]
    while not idle.empty():
        idle.get()[0].close()


def _signed_in(server: str, startup: dict[str, str]) -> tuple[socket.socket, list[Message]]:
    """Returns a connection to the server and what it said on the way to being ready."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(server)
    pairs = b"".join(f"{name}\0{value}\0".encode() for name, value in startup.items())
    body = struct.pack("!I", 196608) + pairs + b"\0"
    connection.sendall(struct.pack("!I", len(body) + 4) + body)
    return connection, list(_until_ready(connection))


def _accept(listening: socket.socket, idle: Idle) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=[client, idle], daemon=True).start()


def _serve(client: socket.socket, idle: Idle) -> None:
    with client:
        try:
            _greet(client, idle)
            while (first := _read(client))[0] != TERMINATE:
                _lend(client, idle, first)
        except (ConnectionError, struct.error):
            return


def _greet(client: socket.socket, idle: Idle) -> None:
    while _request(client) in (SSL_REQUEST, GSS_REQUEST):
        client.sendall(b"N")
    lent = idle.get()
    idle.put(lent)
    client.sendall(b"".join(_packed(message) for message in lent[1]))


def _request(client: socket.socket) -> int:
    """Returns what a client that has just connected asks for: a kind of encryption, or the protocol's version."""
    size, kind = struct.unpack("!II", _exactly(client, 8))
    _exactly(client, size - 8)
    return int(kind)


def _lend(client: socket.socket, idle: Idle, first: Message) -> None:
    """Carries one transaction, which `first` begins, over a connection of the server."""
    lent, message = idle.get(), first
    try:
        while True:
            lent[0].sendall(_packed(message))
            if message[0] in (SYNC, QUERY):
                for answer in _until_ready(lent[0]):
                    client.sendall(_packed(answer))
                if answer[1] == IDLE:
                    return
            message = _read(client)
    finally:
        idle.put(lent)


def _until_ready(connection: socket.socket) -> Iterator[Message]:
    while True:
        message = _read(connection)
        yield message
        if message[0] == READY:
            return


def _read(connection: socket.socket) -> Message:
    kind, length = HEADER.unpack(_exactly(connection, HEADER.size))
    return kind, _exactly(connection, length - 4)


def _packed(message: Message) -> bytes:
    return HEADER.pack(message[0], len(message[1]) + 4) + message[1]


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise ConnectionError("closed")
        data += part
    return data
