#!/usr/bin/env bash
# Makes the database the first time and upgrades our addons later. Runs inside the image, before Odoo starts.
set -euo pipefail
export PGHOST=$HOST PGUSER=$USER PGPASSWORD
PGPASSWORD=$(<"$PASSWORD_FILE")
name=community
files=/var/lib/odoo/filestore
cd /opt/community

addons=()
for manifest in addons/*/__manifest__.py data/*/__manifest__.py; do
    addon=$(basename "$(dirname "$manifest")")
    if [ "$DEMO" = yes ] || [[ $addon != *_demo ]]; then addons+=("$addon"); fi
done

options=(--config=/etc/odoo/odoo.conf --no-http)
if [ -n "$(psql -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname = '$name'")" ]; then
    echo "Upgrading $name: ${addons[*]}"
    python3 -m tools.odoo_build --update "${addons[@]}" -- "${options[@]}" --database="$name"
else
    echo "Making $name: ${addons[*]}"
    # Under another name until it is complete, so that a broken attempt is never taken for the database.
    dropdb --if-exists "${name}_part"
    rm -rf "${files:?}/${name}_part"
    ADMIN_PASSWORD=$(</run/secrets/admin_password) python3 -m tools.odoo_build \
        --create "${addons[@]}" -- "${options[@]}" --database="${name}_part"
    psql -d postgres -qc "ALTER DATABASE ${name}_part RENAME TO $name"
    if [ -d "$files/${name}_part" ]; then mv "$files/${name}_part" "$files/$name"; fi
fi
