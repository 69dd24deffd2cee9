#!/bin/sh
# The short form of `make soak`: rotation, reloads, a firewall that others flush and hostile lines, at full speed.
. "$(dirname "$0")/../lib/check.sh"
if [ "$(id -u)" != 0 ] || ! command -v nft >/dev/null || ! command -v python3 >/dev/null; then
    skip "endurance" "root, nft and python3"
    finish
    exit
fi
unshare -n python3 test/soak/soak.py build/banjo "${SECONDS_OF_SOAK:-30}"
