from . import (
    portal_booking,
    portal_incubation,
    portal_training,
    public_exam,
    public_training,
)
