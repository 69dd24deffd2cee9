#!/bin/sh
# need.sh COMMAND PACKAGE: makes sure that COMMAND is there, installing Debian's PACKAGE where it can; otherwise says what to install.
command -v "$1" >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "installing $2 (for the command $1)" >&2
    { apt-get install -y --no-install-recommends "$2" || { apt-get update && apt-get install -y --no-install-recommends "$2"; }; } >/dev/null 2>&1
    command -v "$1" >/dev/null && exit 0
fi
echo "the command '$1' is missing: install the package $2" >&2
exit 1
