from . import (
    test_access_area,
    test_access_matrix,
    test_area,
    test_fake_models,
    test_holiday,
    test_policy,
    test_review_clock,
    test_review_engine,
    test_review_guard,
    test_review_inbox,
    test_review_transitions,
)
