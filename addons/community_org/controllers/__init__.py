from . import import_files, portal_filing, portal_organization, public
