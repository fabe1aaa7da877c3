"""A local SMTP server that delivers nothing: each message becomes one `.eml` file.

Run as `python -m fourme.demo.sink PORT FOLDER`; in tests, `MailFolder` is the handler.
"""

import asyncio
import itertools
import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

SIZE_LIMIT = 64 * 1024 * 1024


class MailFolder:
    """Keep each message in `folder`, under a name that sorts by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(  # noqa: N802  # the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Write the message under another name first, so that a reader sees it whole."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{os.getpid()}-{next(self._numbers)}"
        content = envelope.original_content or b""
        draft = self.folder / f".{name}.part"
        try:
            draft.write_bytes(content)
            draft.rename(self.folder / f"{name}.eml")
        except OSError as error:
            return f"452 The message cannot be kept: {error.strerror}"
        return "250 OK"


async def serve(port: int, folder: Path) -> None:
    """Receive mail on the loopback address until SIGTERM or Ctrl-C."""
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    handler = MailFolder(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, data_size_limit=SIZE_LIMIT, loop=loop), "127.0.0.1", port
    )
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
