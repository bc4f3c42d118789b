#!/bin/sh
# The web server that the tests try the shipped configuration with: the distribution's package, unpacked into the environment and never
# installed, so that nothing starts by itself. With it the module for brotli, and for the measurements wrk with the library it runs by,
# where there are any.
set -eu
folder=$1

if command -v apt-get >/dev/null; then
    [ "$(id -u)" != 0 ] || apt-get update -qq
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$folder"
    # apt-get hands its downloads to a user of its own.
    chmod 777 "$work"
    for name in nginx libnginx-mod-http-brotli-static wrk libluajit-5.1-2; do
        (cd "$work" && apt-get download -qq "$name" 2>/dev/null) || echo "No package $name here: what needs it is left out"
    done
    for package in "$work"/*.deb; do
        [ ! -e "$package" ] || dpkg-deb -x "$package" "$folder"
    done
    if [ -x "$folder/usr/bin/wrk" ]; then
        root=$(cd "$folder" && pwd)
        mv "$root/usr/bin/wrk" "$root/usr/lib/wrk"
        printf '#!/bin/sh\nLD_LIBRARY_PATH=$(echo "%s"/usr/lib/*-linux-gnu) exec "%s/usr/lib/wrk" "$@"\n' "$root" "$root" >"$root/usr/bin/wrk"
        chmod +x "$root/usr/bin/wrk"
    fi
fi
if ! PATH="$folder/usr/sbin:/usr/sbin:$PATH" command -v nginx >/dev/null; then
    echo "The tests need nginx: install it, and run this again" >&2
    exit 1
fi
