from . import (
    import_files,
    portal_document,
    portal_filing,
    portal_organization,
    public,
    register,
    request_log,
    resident_report,
)
