#!/bin/sh
# demo.sh BANJO: shows banjo at work. A sample attack is written to a log line by line while banjo follows it; as root on Linux
# it bans in a network namespace of its own through real nftables, otherwise it runs with --dry-run. The machine's own
# firewall is never touched.
set -eu
banjo=$(readlink -f "$1")
here=$(cd "$(dirname "$0")/../.." && pwd)
if [ -z "${BANJO_DEMO_INSIDE:-}" ] && [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then
    # Only for showing the set: banjo itself needs no tool. There is no network inside.
    sh "$here/src/build/need.sh" nft nftables || true
    BANJO_DEMO_INSIDE=1 exec unshare -n sh "$0" "$banjo"
fi
work=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
pid=
option=
if [ -n "${BANJO_DEMO_INSIDE:-}" ]; then
    echo "== banjo bans in a private network namespace: this machine's own firewall is not touched"
else
    option=--dry-run
    echo "== not root, or no network namespaces: banjo runs with --dry-run and bans nobody"
fi
cat > "$work/banjo.toml" <<EOF
[global]
socket = "$work/banjo.sock"
on_stop = "remove"

[jails.sshd]
filter = "sshd"
logpath = ["$work/auth.log"]

[jails.dropbear]
filter = "dropbear"
logpath = ["$work/auth.log"]
maxretry = 3
EOF
: > "$work/auth.log"
"$banjo" run $option --config "$work/banjo.toml" &
pid=$!
tries=0
until "$banjo" ping --socket "$work/banjo.sock" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "banjo did not start" >&2; exit 1; }
    sleep 0.05
done
while read -r line; do
    line="$(date '+%b %e %H:%M:%S') $line"
    echo "   log: $line"
    echo "$line" >> "$work/auth.log"
    sleep 0.05
done < "$here/test/data/demo/attack.log"
sleep 0.2
echo
echo "== banjo status"
"$banjo" status --socket "$work/banjo.sock"
echo
echo "== banjo list"
"$banjo" list --socket "$work/banjo.sock"
if [ -z "$option" ]; then
    echo
    if command -v nft >/dev/null; then
        echo "== nft list table inet banjo"
        nft list table inet banjo
    else
        echo "== (install nftables to see the kernel's own view of the set)"
    fi
fi
kill "$pid"
wait "$pid" || true
pid=
