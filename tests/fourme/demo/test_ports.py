import socket

import pytest

from fourme.demo import ports
from fourme.demo.run import DemoError


def test_a_free_port_is_free() -> None:
    ports.require_free(ports.free_port())


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=f"{port}.*make demo PORT={port + 1}"):
            ports.require_free(port)


def test_an_impossible_port_is_refused() -> None:
    with pytest.raises(DemoError, match="between 1 and 65535"):
        ports.require_free(70_000)
