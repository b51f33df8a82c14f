"""Posted text of a portal form as values of a model, field by field.

A form is parsed whole: either every value is good and ``values`` can be written, or ``errors``
says per field what is wrong and nothing is saved. Times are those of Shanghai.
"""

from datetime import datetime

TIME_FORMAT = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">
MOST = {"integer": 10**6, "float": 10**6, "monetary": 10**9}


class PostedForm:
    """``typed``: what was posted, to be shown again; ``values``: for ``write``; ``errors``: ``{field: sentence}``.

    ``names``: the fields that are asked; ``required``: those that may not stay empty;
    ``choices``: domain of what may be chosen, for each many2one.
    """

    def __init__(self, model, names, post, required=(), choices=None):
        self.model = model
        self.env = model.env
        self.choices = choices or {}
        # a database holds no NUL characters, and a file is no text
        self.typed = {
            name: text.replace("\0", "").strip()
            for name, text in post.items()
            if name in names and isinstance(text, str)
        }
        self.values = {}
        self.errors = {}
        for name in names:
            self._parse(name, required=name in required)

    def _parse(self, name, required):
        text, field = self.typed.get(name, ""), self.model._fields[name]
        if required and not text:
            self.errors[name] = self.env._("Please fill in this field.")
            return
        try:
            self.values[name] = getattr(self, f"_parse_{field.type}", self._parse_text)(field, text)
        except ValueError as error:
            self.errors[name] = str(error)

    def _parse_text(self, field, text):
        return text or False

    def _parse_boolean(self, field, text):
        return bool(text)

    def _parse_integer(self, field, text):
        if not (text or "0").isdecimal() or int(text or 0) > MOST["integer"]:
            raise ValueError(self.env._("This is not a number."))
        return int(text or 0)

    def _parse_float(self, field, text):
        try:
            number = float(text.replace(",", "") or 0)
        except ValueError as error:
            raise ValueError(self.env._("This is not a number.")) from error
        if not 0 <= number < MOST[field.type]:
            raise ValueError(self.env._("This is not a number."))
        return number

    _parse_monetary = _parse_float

    def _parse_datetime(self, field, text):
        try:
            moment = text and datetime.strptime(text[:16], TIME_FORMAT)
            return moment and self.env["community.policy"]._from_local(moment)
        except (ValueError, OverflowError) as error:
            raise ValueError(self.env._("This is not a time.")) from error

    def _parse_many2one(self, field, text):
        """An id of the list that is offered; a forged one is refused like a typing error."""
        chosen = int(text) if text.isdecimal() and len(text) < 10 else 0
        domain = [("id", "=", chosen), *self.choices.get(field.name, [])]
        record = self.env[field.comodel_name].search(domain)
        if text and not record:
            raise ValueError(self.env._("Please choose from the list."))
        return record.id


def get_shown(record, names):
    """``{field: text}`` of what is saved, as the inputs of a form show it."""
    return {name: _show(record, record._fields[name]) for name in names}


def _show(record, field):
    value = record[field.name]
    if field.type == "many2one":
        return str(value.id or "")
    if field.type == "datetime":
        local = value and record.env["community.policy"]._local(value)
        return local.strftime(TIME_FORMAT) if local else ""
    if field.type in MOST:
        return f"{value:g}" if value else ""
    return value or ""
