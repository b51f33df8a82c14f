#!/usr/bin/env bash
# A backup every day at BACKUP_HOUR: /backups/DATE/{database.dump,files.tar.gz}, kept for KEEP_DAYS days.
# The file `complete` is written last; a folder without it is a broken attempt.
# Restore: pg_restore --clean --if-exists --create -d postgres database.dump, and unpack files.tar.gz
# into the volume `files`.
set -euo pipefail
export PGPASSWORD
PGPASSWORD=$(<"$PASSWORD_FILE")

backup() {
    local folder files=(filestore)
    # the key of the identity numbers: without it the database tells none of them
    [ ! -e /files/community_identity.key ] || files+=(community_identity.key)
    folder=/backups/$(date +%Y-%m-%d-%H%M)
    mkdir -p "$folder"
    # The database first: files are added before the rows that name them, and never change.
    pg_dump --format=custom --file="$folder/database.dump" community
    tar -C /files -czf "$folder/files.tar.gz" "${files[@]}"
    pg_restore --list "$folder/database.dump" >/dev/null
    touch "$folder/complete"
    echo "$(date '+%F %T') $folder $(du -sh "$folder" | cut -f1)"
}

while true; do
    backup || echo "$(date '+%F %T') backup failed" >&2
    find /backups -mindepth 1 -maxdepth 1 -type d -mtime "+$KEEP_DAYS" -exec rm -rf {} +
    next=$(date -d "tomorrow $BACKUP_HOUR:00" +%s)
    sleep $((next - $(date +%s)))
done
