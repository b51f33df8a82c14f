from datetime import datetime, time, timedelta

from .common_request import RequestCase


class LedgerData:
    """An organisation of 甲一社区 that portal_1 leads, and entries in its ledger."""

    @classmethod
    def _activity(cls, user=None, organization=None, **vals):
        """An entry by ``user`` (default: portal_1), of yesterday unless ``vals`` says otherwise."""
        ledger = cls.env["community.activity"].with_user(user or cls.portal_1)
        return ledger.create(cls._activity_vals(organization or cls.organization, **vals))

    @classmethod
    def _planned(cls, days=3, **vals):
        """A planned activity, ``days`` days from now."""
        return cls._activity(start=cls._at(days), **vals)

    @classmethod
    def _confirmed(cls, **vals):
        activity = cls._activity(**vals)
        activity.with_user(cls.officer_a1).action_confirm()
        return activity

    @classmethod
    def _at(cls, days, hour=1):
        """``days`` days from today at ``hour`` UTC; a date instead of a number is that day."""
        day = cls._local_today() + timedelta(days=days) if isinstance(days, int) else days
        return datetime.combine(day, time(hour))

    @classmethod
    def _close(cls, activity, state="submitted"):
        """The quarter in which ``activity`` counts is handed in."""
        period = cls._as_root(activity).return_id._as_engine()
        period.state = state
        period.flush_recordset()
        return period


class LedgerCase(LedgerData, RequestCase):
    pass
