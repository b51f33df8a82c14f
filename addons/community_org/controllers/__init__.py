from . import import_files, portal_document, portal_filing, portal_order, portal_organization, public, register
from . import (
    import_files,
    portal_document,
    portal_filing,
    portal_organization,
    public,
    register,
    statistics,
)
