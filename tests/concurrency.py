"""Officers who act at the same moment, in transactions of their own as in production.

Each thread takes its snapshot before any of them writes, so they do collide:
what holds here is held by the database and by Odoo's retries, not by luck.
"""

import threading
from functools import partial

ROUNDS = 3


def bind(town, env):
    """Let the helpers of the class work in ``env``, which is another transaction every time."""
    for name, value in list(vars(town.data).items()):
        if hasattr(value, "_name") and hasattr(value, "with_env"):
            setattr(town.data, name, value.with_env(env))
    town.data.officers = {
        area.with_env(env): user.with_env(env) for area, user in town.data.officers.items()
    }
    town.data.env = env


def at_once(registry, calls):
    """Run ``calls``, ``(user id, function of an environment)``, each in its own transaction.

    They begin together: every snapshot is taken before one of them goes on.
    Returns what each returned or raised, in the order of ``calls``.
    """
    from odoo import api
    from odoo.service.model import retrying

    barrier = threading.Barrier(len(calls), timeout=60)
    results = [None] * len(calls)

    def attempt(env, call, tries):
        env.cr.execute("SELECT count(*) FROM community_review_task")
        if not tries:
            barrier.wait()
        tries.append(1)
        return call(env)

    def run(number, uid, call):
        try:
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, {})
                results[number] = retrying(partial(attempt, env, call, []), env)
        except Exception as error:
            results[number] = error

    threads = [
        threading.Thread(target=run, args=(number, uid, call))
        for number, (uid, call) in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def approve(task_id, env):
    return env["community.review.task"].browse(task_id).action_approve("同意")


def look(registry, function):
    """What ``function`` finds in a fresh transaction, as superuser."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        return function(api.Environment(cr, SUPERUSER_ID, {}))


def failures(results):
    return [result for result in results if isinstance(result, Exception)]
