#!/bin/sh
# The browser of the journeys: the distribution's Chromium if there is one or root may install it, else Playwright's own.
set -eu
python=$1

if command -v chromium >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
else
    "$python" -m playwright install chromium
fi
