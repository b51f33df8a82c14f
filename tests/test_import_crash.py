"""The server is killed in the middle of an import: it goes on where it was, and nothing is there twice."""

import base64
import os
import signal
import time

from tests.story import PASSWORD
from tools import sample, sample_workbook, testing

LOGIN = "quminzheng"
COUNT = 500


def make_list(path):
    """``(bytes, number of members)`` of a list of organisations; those of one street have members."""
    made = sample.Sample(COUNT)
    sample_workbook.write(made, str(path), members={"下应街道"})
    listed = [line for line in made.members if line["organization"]["street"] == "下应街道"]
    return path.read_bytes(), len(listed)


def call(server, method, *args, model="community.import", **kwargs):
    return server.call(LOGIN, model, method, *args, password=PASSWORD, **kwargs)


def look(server, batch, *names):
    return call(server, "read", [batch], list(names))[0]


def wait(server, batch, until, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        now = look(server, batch, "state", "read_count", "done_count", "ready_count", "failure")
        assert not now["failure"], now
        if until(now):
            return now
        time.sleep(0.05)
    raise AssertionError(now)


def kill(server):
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def test_killed_twice(odoo, database, tmp_path):
    """Once while the file is read, once while it is imported."""
    content, members = make_list(tmp_path / "list.xlsx")
    options = ("--max-cron-threads=1",)

    with testing.serving(odoo, database, *options) as server:
        before = call(server, "search_count", [], model="community.organization")
        batch = call(
            server,
            "create",
            [{"upload": base64.b64encode(content).decode(), "upload_name": "x.xlsx"}],
        )[0]
        call(server, "action_read", [batch])
        kill(server)

    with testing.serving(odoo, database, *options) as server:
        assert look(server, batch, "state")["state"] == "reading"
        call(
            server, "action_read", [batch]
        )  # «go on»: the job would come by itself within a minute
        ready = wait(server, batch, lambda now: now["state"] == "checked")["ready_count"]
        assert ready + look(server, batch, "duplicate_count")["duplicate_count"] == COUNT
        call(server, "action_import", [batch])
        wait(server, batch, lambda now: now["done_count"])
        kill(server)

    with testing.serving(odoo, database, *options) as server:
        now = look(server, batch, "state", "done_count")
        assert now["state"] == "running" and 0 < now["done_count"] < ready, now
        # what counts as imported is there, and nothing more
        assert len(_imported(server, batch)) == now["done_count"]
        call(server, "action_import", [batch])  # «go on», again
        now = wait(server, batch, lambda now: now["state"] == "done")
        assert now["done_count"] == ready
        imported = _imported(server, batch)
        assert len(imported) == ready
        assert len({one["number"] for one in imported}) == ready
        assert len({(one["name"], one["community_id"][0]) for one in imported}) == ready
        assert call(server, "search_count", [], model="community.organization") == before + ready
        assert look(server, batch, "member_done_count")["member_done_count"] == members


def _imported(server, batch):
    return call(
        server,
        "search_read",
        [["import_id", "=", batch]],
        ["number", "name", "community_id"],
        model="community.organization",
    )
