#!/bin/sh
# What a daemon does at its limits: many jails and logs, few descriptors, clients that sit there, a reader that leaves early.
. "$(dirname "$0")/../lib/check.sh"

run=build/banjo
log=$work/log
: > "$log"
failure() { # ADDRESS FILE
    echo "$(date '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from $1 port 1 ssh2" >> "$2"
}
start() { # PREFIX...
    "$@" "$run" run --dry-run --config "$work/c.toml" >/dev/null 2>"$work/err" </dev/null &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
stop() { kill "$daemon"; wait "$daemon"; daemon=; }
ask() { "$run" "$@" --json --socket "$work/s"; }
ended() { { "$@" 2>&1; echo $?; } | tr '\n' ' '; }
counter() { ask stats | grep -q "\"$1\":$2[,}]"; }

# 100 jails with a log each; every jail also names its log by a pattern and by a link.
mkdir "$work/logs"
{
    printf '[global]\nsocket = "%s/s"\nmemory_ceiling = "128M"\n[defaults]\nmaxretry = 2\n' "$work"
    for i in $(seq 100); do
        : > "$work/logs/a-rather-long-name-of-a-log-that-is-number-$i.log"
        ln -s "a-rather-long-name-of-a-log-that-is-number-$i.log" "$work/logs/$i.link"
        printf '[jails.a-jail-with-a-long-name-%s]\nfilter = "sshd"\n' "$i"
        printf 'logpath = ["%s/logs/*-number-%s.log", "%s/logs/%s.link"]\n' "$work" "$i" "$work" "$i"
    done
} > "$work/c.toml"
start
same "status lists 100 jails and 200 sources" "100 200" "$(ask status | grep -o '"filter"' | wc -l) $(ask status | grep -o '"state":"following"' | wc -l)"
same "jails lists 100" 100 "$(ask jails | grep -o '"filter"' | wc -l)"
check "status prints them" sh -c "'$run' status --socket '$work/s' | grep -q 'number-100.log .* following'"
failure 203.0.113.1 "$work/logs/7.link"
check "a line that pattern and link lead to is read" within 3 counter banjo_lines_total 1
check "and counts once" counter banjo_attempts_total 1
stop

# A reader that leaves early, and a full disk.
printf '[global]\nsocket = "%s/s"\n[jails.sshd]\nfilter = "sshd"\nlogpath = "%s"\nmaxretry = 1\n' "$work" "$log" > "$work/c.toml"
start
for i in $(seq 250); do
    for k in 1 2; do failure "198.51.$k.$i" "$log"; done
done
check "500 addresses are banned" within 5 counter banjo_active_bans 500
"$run" list --socket "$work/s" 2>"$work/said" | head -n 1 >/dev/null
same "list | head says nothing on stderr" "" "$(cat "$work/said")"

# Clients that connect and do nothing must not keep others out.
if command -v python3 >/dev/null; then
    python3 - "$work/s" <<'PY' &
import socket, sys, time
clients = []
for _ in range(60):
    client = socket.socket(socket.AF_UNIX)
    client.connect(sys.argv[1])
    clients.append(client)
time.sleep(20)
PY
    idle=$!
    sleep 0.3
    check "60 idle clients do not keep others out" timeout 5 "$run" ping --socket "$work/s"
    kill "$idle"
    wait "$idle" 2>/dev/null
else
    skip "idle clients" python3
fi
stop

# A reader of standard error that has stopped reading.
mkfifo "$work/fifo"
sleep 60 < "$work/fifo" &
reader=$!
start_stuck() {
    "$run" run --dry-run --config "$work/c.toml" >/dev/null 2>"$work/fifo" </dev/null &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
start_stuck
awk -v stamp="$(date '+%b %e %H:%M:%S')" 'BEGIN { for (i = 0; i < 5000; i++)
    printf "%s h sshd[1]: Failed password for root from 198.18.%d.%d port 1 ssh2\n", stamp, i / 250, i % 250 }' >> "$log"
check "a daemon whose messages nobody reads goes on banning" within 5 counter banjo_active_bans 5000
check "and counts what it could not tell" counter banjo_log_lines_lost_total '[1-9][0-9]*'
stop
kill "$reader"
wait "$reader" 2>/dev/null

# More logs than descriptors.
if command -v prlimit >/dev/null; then
    sed -i "s|^logpath.*|logpath = \"$work/logs/*.log\"|" "$work/c.toml"
    start prlimit --nofile=60
    same "a daemon short of descriptors answers" "pong" "$("$run" ping --socket "$work/s")"
    check "tells which logs it cannot open" grep -q 'log: too many open files' "$work/err"
    before=$(awk '{print $14 + $15}' "/proc/$daemon/stat")
    sleep 1
    after=$(awk '{print $14 + $15}' "/proc/$daemon/stat")
    check "and does not spin" test $((after - before)) -lt 30
    stop
else
    skip "few descriptors" prlimit
fi

# What check says is what run does.
printf '[global]\nsocket_group = "no-such-group"\n[jails.sshd]\nfilter = "sshd"\nlogpath = "%s"\n' "$log" > "$work/c.toml"
same "check knows the groups" "$work/c.toml:2:16: error: there is no group \"no-such-group\" in /etc/group 1 " "$(ended "$run" check --config "$work/c.toml")"
printf '[jails.sshd]\nenabled = false\nfilter = "sshd"\nlogpath = "%s"\n' "$log" > "$work/c.toml"
same "check wants a jail as run does" "banjo: error: no jail is enabled in $work/c.toml 1 " "$(ended "$run" check --config "$work/c.toml")"
{
    printf '[global]\nmemory_ceiling = "8M"\n[defaults]\nmaxretry = 100\n'
    for i in $(seq 20); do printf '[jails.j%s]\nfilter = "xrdp"\nlogpath = "%s/%s"\n' "$i" "$work" "$i"; done
} > "$work/c.toml"
check "check warns of a table that is too small" sh -c "'$run' check --config '$work/c.toml' 2>&1 >/dev/null | grep -q 'room for [0-9]* addresses only'"
finish
