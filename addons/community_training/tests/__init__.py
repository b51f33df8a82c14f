from . import (
    test_access_matrix,
    test_booking,
    test_booking_portal,
    test_booking_series,
    test_exam,
    test_incubation,
    test_session,
    test_talent,
    test_training_portal,
)
