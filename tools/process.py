"""Child processes: nothing that we start outlives us."""

import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import contextmanager

PATIENCE = 15  # seconds a child gets to end by itself before it is killed


def stop_on_signals():
    """Make Ctrl-C, kill and a closed terminal unwind the program, so that its `finally` blocks run.

    A shell starts background jobs with SIGINT ignored, hence the explicit handler.
    """

    def interrupt(signum, frame):
        raise KeyboardInterrupt

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupt)


@contextmanager
def child(command, **options):
    """Start `command` in a process group of its own; end the whole group when the block is left."""
    process = subprocess.Popen([str(part) for part in command], start_new_session=True, **options)
    try:
        yield process
    finally:
        end(process)


def end(process):
    """Ask the group of `process` to stop, then insist. A second Ctrl-C does not interrupt this."""
    if process.poll() is not None:
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for signum in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, signum)
                process.wait(PATIENCE)
                return
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                return
    finally:
        signal.signal(signal.SIGINT, before)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def run_logged(command, log, on_line=None, env=None, cwd=None):
    """Run `command` with its output in the file `log`; call on_line(line) for each line.

    Returns the exit code and the last 200 lines as one string.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    tail = deque(maxlen=200)
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with (
        log.open("w", encoding="utf-8") as file,
        child(
            command, env=env, cwd=cwd, text=True, encoding="utf-8", errors="replace", **options
        ) as process,
    ):
        for line in process.stdout:
            file.write(line)
            file.flush()
            tail.append(line)
            if on_line:
                on_line(line)
        code = process.wait()
    return code, "".join(tail)


def run_to_file(command, log, cwd=None):
    """Run a command that may leave a daemon behind, which would keep a pipe open.

    Returns the exit code and the output.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+", encoding="utf-8", errors="replace") as file:
        command = [str(part) for part in command]
        options = {"stdin": subprocess.DEVNULL, "stdout": file, "stderr": subprocess.STDOUT}
        code = subprocess.run(command, cwd=cwd, start_new_session=True, **options).returncode
        file.seek(0)
        return code, file.read()


def run_attached(command, env=None):
    """Run `command` on our own terminal and return its exit code."""
    sys.stdout.flush()
    with child(command, env=env) as process:
        return process.wait()


def output(command, env=None):
    """Return what a short command prints, or None when it fails or does not exist."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            env=env,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
