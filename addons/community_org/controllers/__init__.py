from . import portal_filing, portal_organization, public, register
