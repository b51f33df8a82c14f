from . import community_filing_override, community_review_decide
