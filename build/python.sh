#!/bin/sh
# Runs a script with the first Python on this machine that is new enough for Desk.
for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
if command -v apt-get >/dev/null 2>&1; then
    how="sudo apt-get install python3 python3-venv"
else
    how="see https://www.python.org/downloads/"
fi
echo "Desk needs Python 3.11 or newer, and this machine has none ($how)." >&2
exit 1
