"""Ports of the loopback address."""

import socket

from fourme.demo.run import DemoError

LOOPBACK = "127.0.0.1"


def require_free(port: int) -> None:
    """Raise `DemoError` when somebody listens on the port, or we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OverflowError:
            raise DemoError(f"PORT must be between 1 and 65535, not {port}.") from None
        except OSError as error:
            raise DemoError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Stop what listens there, or choose another: make demo PORT={port + 1}"
            ) from None


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
