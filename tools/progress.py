"""Numbered steps on the screen: a live line on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from contextlib import contextmanager

PLAIN_INTERVAL = 20  # seconds between lines when the output is not a terminal


def say(text=""):
    print(text, flush=True)


class Step:
    """A running step. `note` is the changing part of its line: a string, or a function for one."""

    def __init__(self, label):
        self.label = label
        self.note = ""
        self.started = time.monotonic()

    def line(self):
        note = self.note() if callable(self.note) else self.note
        return f"{self.label}… {note + ' ' if note else ''}({self.seconds()} 秒)"

    def seconds(self):
        return int(time.monotonic() - self.started)


class Steps:
    """Counts the steps of one command: `[2/6] 准备 Odoo… 84 MB (12 秒)`."""

    def __init__(self, total, done=0):
        self.total = total
        self.done = done
        self.live = sys.stdout.isatty()

    def ready(self, title):
        """Say that a step has nothing to do."""
        self.done += 1
        say(f"[{self.done}/{self.total}] {title}")

    @contextmanager
    def step(self, title):
        self.done += 1
        step = Step(f"[{self.done}/{self.total}] {title}")
        if not self.live:
            say(f"{step.label}…")
        stop = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(step, stop), daemon=True)
        ticker.start()
        finished = False
        try:
            yield step
            finished = True
        finally:
            stop.set()
            ticker.join()
            if self.live:
                sys.stdout.write("\r\033[K")
            mark = "完成" if finished else "未完成"
            say(f"{step.label}：{mark}，{step.seconds()} 秒")

    def _tick(self, step, stop):
        interval = 0.3 if self.live else PLAIN_INTERVAL
        while not stop.wait(interval):
            if self.live:
                sys.stdout.write(f"\r\033[K{step.line()}")
                sys.stdout.flush()
            else:
                say(f"    {step.line()}")
