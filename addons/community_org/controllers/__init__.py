from . import (
    import_files,
    portal_credit,
    portal_document,
    portal_filing,
    portal_order,
    portal_major,
    portal_organization,
    public,
    quarterly_return,
    register,
    statistics,
)
