from . import (
    community_activity_correct,
    community_activity_return,
    community_credit_reason,
    community_filing_caution,
    community_filing_override,
    community_holiday_import,
    community_identity_reveal,
    community_order_decide,
    community_registration_start,
    community_review_decide,
    community_scorecard_enter,
    community_year_close,
)
