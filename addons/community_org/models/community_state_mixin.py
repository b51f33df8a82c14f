from odoo import api, models
from odoo.exceptions import AccessError, UserError

# Written by the buttons alone. The key is compared by identity, so a context
# that came over RPC can never match it.
ENGINE_KEY = "community_state_engine"
ENGINE = object()


class CommunityStateMixin(models.AbstractModel):
    """A document whose state only its buttons move, and that is frozen once it left the desk.

    Neither a value nor a context that a client sends moves the state: ``create`` and ``write`` refuse
    the engine's fields; only :meth:`_move` changes the state, along :attr:`_transitions`. The model
    has a selection ``state``, which begins as `_get_engine_defaults` says.
    """

    _name = "community.state.mixin"
    _description = "Document with a guarded state"

    # verb: (states it starts from, state it leads to). The only table of the machine.
    _transitions = {}
    # states in which what the document says may still change
    _editable_states = frozenset({"draft"})

    @api.model
    def _get_engine_defaults(self):
        """Fields that only the buttons write, with the value they start from."""
        return {"state": "draft"}

    @api.model
    def _get_free_fields(self):
        """Fields that may change in any state, because they are not part of what was decided."""
        return {
            "message_main_attachment_id",
            "message_follower_ids",
            "message_ids",
            "activity_ids",
            "access_token",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_engine():
            return super().create(vals_list)
        for vals in vals_list:
            self._check_engine_fields(vals)
        # stated, so that a «default_state» in a client's context is never asked; in new
        # dictionaries, since Odoo calls again with the same ones when transactions collide
        return super().create([{**vals, **self._get_engine_defaults()} for vals in vals_list])

    def write(self, vals):
        if self._is_engine():
            return super().write(vals)
        self._check_engine_fields(vals)
        if vals.keys() - self._get_free_fields():
            self._check_content_editable()
        result = super().write(vals)
        if not self.env.su:
            # nobody gives a document away to another area
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_editable(self):
        self._check_content_editable()

    @api.model
    def _check_engine_fields(self, vals):
        forged = vals.keys() & self._get_engine_defaults().keys()
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set: use the buttons.",
                    fields=", ".join(
                        sorted(self._fields[name]._description_string(self.env) for name in forged)
                    ),
                )
            )

    def _check_content_editable(self):
        for document in self:
            if document.state not in self._editable_states:
                raise UserError(
                    self.env._(
                        "«%(document)s» is «%(state)s» and cannot be changed any more.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _move(self, verb, **vals):
        """Apply one transition, the only writer of the state.

        :raises UserError: a document is not in a state from which ``verb`` starts
        """
        self._engine_write({"state": self._check_move(verb), **vals})

    def _check_move(self, verb):
        """The state that ``verb`` leads to.

        :raises UserError: a document is not in a state from which ``verb`` starts
        """
        sources, target = self._transitions[verb]
        for document in self:
            if document.state not in sources:
                raise UserError(
                    self.env._(
                        "«%(document)s» is «%(state)s»; this step is not possible any more. Reload the page.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
        return target

    def _is_engine(self):
        return self.env.context.get(ENGINE_KEY) is ENGINE

    def _as_engine(self):
        # sudo: the document - these fields are nobody's to write; the button has checked who asks
        return self.sudo().with_context(**{ENGINE_KEY: ENGINE})

    def _engine_write(self, vals):
        self._as_engine().write(vals)
