from . import (
    community_filing_override,
    community_holiday_import,
    community_identity_reveal,
    community_registration_start,
    community_review_decide,
    community_resident_report_decide,
)
