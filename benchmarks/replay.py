"""A vendor's answers, kept once and given again by a server that does nothing else.

`Recorder` stands in a client's place while the real answers are taken; `python -m benchmarks.replay FILE` gives them
by the body of the request, from a process of its own, so that making an answer is in nobody's measurement.
"""

from __future__ import annotations

import argparse
import asyncio
import threading
from pathlib import Path

import httpx
import msgspec

from benchmarks.processes import announce, until_stdin_closes

_OWN_HEADERS = {"content-length", "transfer-encoding", "connection", "content-encoding"}


class Exchange(msgspec.Struct):
    """One request and its answer. `raw` is the whole answer as it goes over the wire."""

    path: str
    body: bytes
    raw: bytes


class Recorder(httpx.BaseTransport):
    """Passes calls on, and keeps what was said in order."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        content = response.read()
        path = request.url.raw_path.decode()
        self.exchanges.append(Exchange(path, request.read(), _raw(response, content)))
        return response

    def close(self) -> None:
        self._inner.close()

    def save(self, file: Path) -> None:
        file.write_bytes(msgspec.msgpack.encode(self.exchanges))
        questions = [(each.path, each.body) for each in self.exchanges]
        _asks_file(file).write_bytes(msgspec.msgpack.encode(questions))


def load(file: Path) -> list[Exchange]:
    """The exchanges in the order in which they took place."""
    return msgspec.msgpack.decode(file.read_bytes(), type=list[Exchange])


def asks(file: Path) -> list[tuple[str, bytes]]:
    """Path and body of each request, without the answers."""
    return msgspec.msgpack.decode(_asks_file(file).read_bytes(), type=list[tuple[str, bytes]])


def _asks_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.asks")


def _raw(response: httpx.Response, content: bytes) -> bytes:
    headers = {k: v for k, v in response.headers.items() if k.lower() not in _OWN_HEADERS}
    headers["content-length"] = str(len(content))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {response.status_code} OK\r\n{head}\r\n".encode() + content


class _Connection(asyncio.Protocol):
    """Reads requests with a Content-Length; nothing else is ever sent to it."""

    answers: dict[bytes, bytes]

    def __init__(self) -> None:
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (head_end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:head_end].lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            end = head_end + 4 + length
            if len(self._buffer) < end:
                return
            self._transport.write(self.answers[self._buffer[head_end + 4 : end]])
            self._buffer = self._buffer[end:]


async def _serve(file: Path) -> None:
    _Connection.answers = {each.body: each.raw for each in load(file)}
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(_Connection, "127.0.0.1", 0)
    ended = asyncio.Event()

    def wait() -> None:
        until_stdin_closes()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, daemon=True).start()
    host, port = listener.sockets[0].getsockname()
    announce(url=f"http://{host}:{port}")
    await ended.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    asyncio.run(_serve(parser.parse_args().file))


if __name__ == "__main__":
    main()
