#!/bin/sh
# The web server that the tests try the shipped configuration with: the distribution's package, unpacked into the environment and never
# installed, so that nothing starts by itself. With it the module for brotli and wrk for the measurements, where there are any.
set -eu
folder=$1

if command -v apt-get >/dev/null; then
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
fi
if ! PATH="$folder/usr/sbin:/usr/sbin:$PATH" command -v nginx >/dev/null; then
    echo "The tests need nginx: install it, and run this again" >&2
    exit 1
fi
