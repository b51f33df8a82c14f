"""A mailbox that keeps what Odoo sends: nothing leaves this machine."""

import email
import email.policy
import time

from aiosmtpd.controller import Controller

from tools import server


class Mailbox:
    """An SMTP server on loopback. With a folder, each message is also a file there."""

    def __init__(self, folder=None):
        self.messages = []  # email.message.EmailMessage, oldest first
        self.folder = folder
        self.port = server.free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *exc):
        self._controller.stop()

    async def handle_DATA(self, smtp, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = f"{time.strftime('%Y%m%d-%H%M%S')}-{len(self.messages)}.eml"
            (self.folder / name).write_bytes(envelope.content)
        return "250 OK"

    def clear(self):
        self.messages.clear()

    def to(self, address):
        """Return the messages delivered to `address`."""
        return [message for message in self.messages if address in message["X-Recipients"]]

    def wait(self, count=1, to=None, seconds=60):
        """Return the messages (to an address) once there are `count`; fail if they do not come."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.to(to) if to else list(self.messages)
            if len(found) >= count:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(found)} of {count} messages after {seconds} seconds")
            time.sleep(0.1)

    def options(self):
        """Return the Odoo options that make it send here."""
        return ["--smtp=127.0.0.1", f"--smtp-port={self.port}", "--email-from=system@example.com"]
