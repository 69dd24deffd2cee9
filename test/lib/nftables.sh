# The beginning of the end-to-end tests of nftables: sourced with $title, goes on in a network namespace of its own.
tools="nft ip python3"
. "$(dirname "$0")/../lib/namespace.sh"

run=build/banjo
log=$work/auth.log
: > "$log"
fail_at() { # ADDRESS COUNT
    for i in $(seq "$2"); do
        echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$log"
    done
}
refuse_at() { # ADDRESS: the other jail
    echo "$(date '+%b %e %H:%M:%S') h dropbear[3]: Bad password attempt for 'root' from $1:999" >> "$log"
}
table() { nft list table inet banjo; }
shows() { table | grep -q -- "$1"; }
shows_not() { ! shows "$1"; }
lists() { "$run" list --json --socket "$work/s" | grep -q "\"ip\":\"$1\""; }
start() {
    "$run" run --config "$work/c.toml" >/dev/null 2>>"$work/err" &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
stop() { kill "$daemon"; wait "$daemon"; daemon=; }

cat > "$work/c.toml" <<EOF2
[global]
socket = "$work/s"
[defaults]
bantime = "1h"
ignorelan = false
[jails.sshd]
filter = "sshd"
logpath = ["$log"]
port = "ssh"
protocol = "tcp"
blocktype = "reject"
[jails.nets]
filter = "dropbear"
logpath = ["$log"]
maxretry = 3
prefix_v6 = 64
ignoreip = ["2001:db8:1::9"]
[jails.climb]
filter = "vsftpd"
logpath = ["$log"]
maxretry = 1
prefix_v4 = 24
prefix_escalate = 3
EOF2
