from . import portal_document, portal_filing, portal_organization, public, register
