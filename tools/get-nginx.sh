#!/bin/sh
# The web server that the tests try the shipped configuration with: the distribution's package, unpacked into the environment and never
# installed, so that nothing starts by itself. With it the module for brotli, where there is one.
set -eu
folder=$1

if ! command -v apt-get >/dev/null; then
    command -v nginx >/dev/null || echo "No nginx here: its tests are left out"
    exit 0
fi
[ "$(id -u)" != 0 ] || apt-get update -qq
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
# apt-get hands its downloads to a user of its own.
chmod 777 "$work"
for name in nginx libnginx-mod-http-brotli-static wrk; do
    (cd "$work" && apt-get download -qq "$name" 2>/dev/null) || echo "No package $name here: what needs it is left out"
done
for package in "$work"/*.deb; do
    [ ! -e "$package" ] || dpkg-deb -x "$package" "$folder"
done
