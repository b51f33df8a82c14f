#!/usr/bin/env bash
# Makes what must not be in git: random passwords, and a self-signed certificate until there is a real one.
# Keeps what is there already. Put a real certificate into deploy/certs/{fullchain.pem,privkey.pem}.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p certs
# Readable inside the containers, where the files are mounted one by one; closed to others here.
mkdir -p -m 700 secrets
for name in db_password admin_password; do
    if [ ! -s "secrets/$name" ]; then
        openssl rand -base64 18 >"secrets/$name"
        chmod 444 "secrets/$name"
    fi
done
if [ ! -s certs/privkey.pem ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=${1:-localhost}" \
        -keyout certs/privkey.pem -out certs/fullchain.pem 2>/dev/null
fi
echo "管理员账号 admin，密码在 deploy/secrets/admin_password"
