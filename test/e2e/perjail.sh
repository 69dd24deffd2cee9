#!/bin/sh
# What a jail has for itself: several filters, their options, its own back end, with both runtimes. Needs root, nft, ipset, iptables and ip.
title="jails of their own"
tools="nft ipset iptables ip6tables ip"
. "$(dirname "$0")/../lib/namespace.sh"
log=$work/auth.log
line() { echo "$(date '+%b %e %H:%M:%S') h $1" >> "$log"; }
ssh_at() { line "sshd[1]: Failed password for root from $1 port 4000 ssh2"; }
bear_at() { line "dropbear[3]: Bad password attempt for 'root' from $1:999"; }
door_at() { line "doord[3]: $2 code from $1"; }
in_nft() { nft list table inet banjo | grep -q "$1[ ,]"; }
in_ipset() { ipset list | grep -q "^$1 "; }
nowhere() { ! in_nft "$1" && ! in_ipset "$1"; }
counter() { "$run" status "$1" --json --socket "$work/s" | grep -o "\"$2\":[^,}]*" | cut -d: -f2; }
start() {
    "$run" run --config "$work/c.toml" "$@" >/dev/null 2>"$work/err" &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
stop() { kill "$daemon"; wait "$daemon"; daemon=; }
# config BANACTION-OF-TRIAL
config() {
    cat > "$work/c.toml" <<EOF2
[global]
socket = "$work/s"
[defaults]
maxretry = 1
ignorelan = false
bantime = "1h"
[jails.both]
filter = ["sshd", "dropbear"]
logpath = "$log"
[jails.hard]
filter = "dropbear"
logpath = "$log"
banaction = "ipset"
[jails.trial]
filter = ["door", "sshd"]
logpath = "$log"
mode = "strict"
maxretry = 2
banaction = "$1"
[jails.conf]
filter = "$work/plain.conf"
logpath = "$log"
options = { word = "late" }
maxretry = 3
[filters.door]
program = "doord"
failregex = '^wrong code from <HOST>$'
[filters.door.modes.strict]
failregex = '^odd code from <HOST>$'
ignoreregex = '^\w+ code from 192\.0\.2\.99$'
EOF2
}
cat > "$work/plain.conf" <<'EOF2'
[Definition]
failregex = ^.* doord\[\d+\]: <word> code from <HOST>$
[Init]
word = early
EOF2

for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    nft delete table inet banjo 2>/dev/null
    for each in iptables ip6tables; do $each -F; $each -X; done
    ipset destroy
    rm -f "$work/s.state"
    : > "$log"
    config log-only
    "$run" check --config "$work/c.toml" > "$work/out" 2>&1
    same "check is content" 0 $?
    check "check tells filters and back ends" grep -qE '^trial: filter door, sshd \(strict\), 2 failures .*, log-only$' "$work/out"
    if start; then pass "$run starts with three back ends"; else fail "$run starts with three back ends" "$(cat "$work/err")"; fi
    check "and tells them" grep -q '3 back ends\|nftables, ipset, log-only' "$work/err"

    ssh_at 203.0.113.1
    check "the first filter of a jail bans" within 3 in_nft 203.0.113.1
    bear_at 203.0.113.2
    check "so does the second" within 3 in_nft 203.0.113.2
    check "a jail's own back end bans as well" within 3 in_ipset 203.0.113.2
    check "and it alone, where its filter matches" sh -c "! ipset list | grep -q '^203.0.113.1 '"
    ssh_at 203.0.113.1
    ssh_at 192.0.2.50
    ssh_at 192.0.2.50
    door_at 192.0.2.51 odd
    door_at 192.0.2.51 wrong
    door_at 192.0.2.99 odd
    door_at 192.0.2.99 wrong
    check "a jail that only logs tells its ban" within 3 grep -q '\[trial\] would ban 192.0.2.51 ' "$work/err"
    check "the others say that they ban" grep -q '\[both\] ban 203.0.113.2 ' "$work/err"
    check "but the kernel has none of it" nowhere 192.0.2.51
    check "a mode's ignoreregex excuses" sh -c "! grep -q '192.0.2.99' '$work/err'"
    check "status tells its filters" sh -c "'$run' status trial --json --socket '$work/s' | grep -q '\"filter\":\"door, sshd\"'"
    same "status tells its back end" '"log-only"' "$(counter trial banaction)"
    for i in 1 2 3; do door_at 203.0.113.7 early; done
    for i in 1 2 3; do door_at 203.0.113.8 late; done
    check "an option changes what matches" within 3 in_nft 203.0.113.8
    check "its default does not match any more" nowhere 203.0.113.7
    check "by hand, into the kernel" "$run" ban hard 203.0.113.20 --socket "$work/s"
    check "of that back end" within 3 in_ipset 203.0.113.20
    check "by hand, log-only" "$run" ban trial 203.0.113.21 --socket "$work/s"
    sleep 0.2
    check "stays out of it" nowhere 203.0.113.21
    sed -i 's/: <word>/: new <word>/' "$work/plain.conf"
    check "a reload reads fail2ban's filters again" sh -c "'$run' reload --socket '$work/s' | grep -qx 'filters read again'"
    for i in 1 2 3; do door_at 203.0.113.9 "new late"; done
    check "and bans by them" within 3 in_nft 203.0.113.9
    config nftables
    check "a reload moves a jail to another back end" sh -c "'$run' reload --socket '$work/s' | grep -q 'jail trial changed: banaction'"
    config log-only
    check "and back" sh -c "'$run' reload --socket '$work/s' | grep -q 'jail trial changed: banaction'"
    sed -i 's/^maxretry = 3/maxretry = 2/' "$work/c.toml"
    check "it changes the rest where there are several back ends" sh -c "'$run' reload --socket '$work/s' | grep -qx 'jail conf changed: maxretry'"
    for i in 1 2; do door_at 203.0.113.10 "new late"; done
    check "as the next ban shows" within 3 in_nft 203.0.113.10
    sed -i 's/: new <word>/: <word>/' "$work/plain.conf"
    config log-only
    nft flush ruleset
    check "a flushed table is repaired" within 4 in_nft 203.0.113.1
    check "without what only logs" nowhere 192.0.2.51
    stop

    start || fail "$run starts again" "$(cat "$work/err")"
    same "a restart has the real bans" "192.0.2.50 203.0.113.1 203.0.113.10 203.0.113.2 203.0.113.20 203.0.113.8 203.0.113.9" "$("$run" list --json --socket "$work/s" | grep -o '"ip":"[^"]*"' | cut -d'"' -f4 | LC_ALL=C sort -u | xargs)"
    same "and none of the others" 0 "$(counter trial banned)"
    stop
    config nftables
    start || fail "$run starts with another back end" "$(cat "$work/err")"
    door_at 192.0.2.51 odd
    door_at 192.0.2.51 wrong
    check "the same jail bans for real when it is told to" within 3 in_nft 192.0.2.51
    stop
    config log-only
    start || fail "$run starts as before" "$(cat "$work/err")"
    check "back to log-only lifts what it had banned" within 3 nowhere 192.0.2.51
    check "and leaves the others" in_nft 203.0.113.1
    stop
    nft delete table inet banjo
    ipset flush
    rm -f "$work/s.state"
    start --dry-run || fail "$run starts with --dry-run" "$(cat "$work/err")"
    ssh_at 203.0.113.30
    bear_at 203.0.113.31
    check "--dry-run holds for every jail" within 3 grep -q 'would ban 203.0.113.31' "$work/err"
    check "and bans nobody" sh -c "! nft list table inet banjo 2>/dev/null && ! ipset list | grep -q '^203'"
    stop
    sed 's|^logpath.*|backend = "stdin"|' "$work/c.toml" > "$work/once.toml"
    "$run" run --config "$work/once.toml" --dry-run --once < "$log" > "$work/out" 2>/dev/null
    same "--once on standard input counts a line once a jail" "$(grep -cE 'Failed password|Bad password' "$log")" "$(sed -n 's/^both: \([0-9]*\) failures.*/\1/p' "$work/out")"

    bad() { # NAME EXPECTED SED
        sed "$3" "$work/c.toml" > "$work/bad.toml"
        same "$1" "$2" "$("$run" check --config "$work/bad.toml" 2>&1 | sed "s|$work/||g" | head -1)"
    }
    mode_at=$(grep -n '^mode' "$work/c.toml" | cut -d: -f1)
    options_at=$(grep -n '^options' "$work/c.toml" | cut -d: -f1)
    bad "a mode that no filter has" "bad.toml:$mode_at:8: error: no filter of the jail has mode \"strikt\"; did you mean \`strict\`?" 's/^mode = .*/mode = "strikt"/'
    bad "an option that no filter uses" "bad.toml:$options_at:13: error: unknown option \"wort\": no filter of the jail uses one of that name; did you mean \`word\`?" 's/{ word/{ wort/'
done
finish
