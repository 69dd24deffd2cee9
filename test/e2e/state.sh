#!/bin/sh
# What outlives the daemon: bans, whatever becomes of the process and of the firewall's table, and places in logs, rotated or not.
title="state"
tools="nft"
. "$(dirname "$0")/../lib/namespace.sh"
log=$work/logs/auth.log
attack() { echo "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from $1 port 1 ssh2"; }
in_set() { nft list table inet banjo | grep -q "$1 timeout"; }
start() { # waits until it watches
    : > "$work/err"
    "$banjo" run --config "$work/c.toml" 2>"$work/err" & daemon=$!
    within 5 grep -q watching "$work/err"
}
stop() { kill "-${1:-TERM}" $daemon; wait $daemon 2>/dev/null; daemon=; }
for banjo in build/banjo build/image/bin/banjo; do
    nft delete table inet banjo 2>/dev/null
    rm -rf "$work"/* && mkdir "$work/logs" && : > "$log"
    printf '[global]\nsocket = "%s/s"\nstate_dir = "%s/a/b"\ntimezone = "UTC0"\n[jails.sshd]\nfilter = "sshd"\nmaxretry = 1\nbantime = "1h"\nlogpath = ["%s"]\n' \
        "$work" "$work" "$log" > "$work/c.toml"
    start
    within 5 test -s "$work/a/b/s.state"
    stop KILL
    attack 192.0.2.30 >> "$log"
    start
    check "a daemon that is killed before it has banned reads on" within 5 in_set 192.0.2.30
    rm "$log"
    stop
    start
    stop
    attack 192.0.2.31 >> "$log"
    start
    check "a log that was not there is read from its beginning" within 5 in_set 192.0.2.31
    stop
    nft delete table inet banjo
    rm -r "$work/a" && : > "$log"
    start
    attack 192.0.2.1 >> "$log"
    check "$banjo bans" within 5 in_set 192.0.2.1
    check "and saves that" within 5 test -s "$work/a/b/s.state"
    attack 192.0.2.2 >> "$log"
    within 5 in_set 192.0.2.2
    stop
    nft delete table inet banjo
    attack 192.0.2.3 >> "$log"
    start
    check "bans come back after a reboot" in_set 192.0.2.1
    check "all of them" in_set 192.0.2.2
    check "with what led to them" sh -c "'$banjo' list --json --socket '$work/s' | grep -q '\"192.0.2.1\".*\"failures\":1'"
    check "lines of the time between are read" within 5 in_set 192.0.2.3
    same "and none twice" 1 "$("$banjo" stats --json --socket "$work/s" | sed 's/.*banjo_lines_total":\([0-9]*\).*/\1/')"

    "$banjo" unban 192.0.2.1 --socket "$work/s" >/dev/null
    within 5 sh -c "! nft list table inet banjo | grep -q '192.0.2.1 timeout'"
    attack 192.0.2.4 >> "$log"
    within 5 in_set 192.0.2.4
    stop KILL
    start
    check "a killed daemon's bans are adopted" sh -c "'$banjo' list --socket '$work/s' | grep -q '192.0.2.4 '"
    check "and what was lifted by hand stays lifted" sh -c "! '$banjo' list --socket '$work/s' | grep -q '192.0.2.1 '"
    stop
    attack 192.0.2.5 >> "$log"
    mv "$log" "$log.1"
    attack 192.0.2.6 > "$log"
    start
    check "a log that was renamed while it was down is read to its end" within 5 in_set 192.0.2.5
    check "and the new one from its beginning" within 5 in_set 192.0.2.6
    stop
    attack 192.0.2.7 >> "$log"
    mv "$log.1" "$log.2"; cp "$log" "$log.1"; : > "$log"
    attack 192.0.2.8 >> "$log"
    start
    check "so is a copy that copytruncate made" within 5 in_set 192.0.2.7
    check "and the log that was cut" within 5 in_set 192.0.2.8
    stop
    attack 192.0.2.9 >> "$log"
    mv "$log" "$log.3"; sleep 0.01; attack 192.0.2.10 > "$log.0"; attack 192.0.2.11 > "$log"
    start
    for last in 9 10 11; do check "two rotations: 192.0.2.$last" within 5 in_set 192.0.2.$last; done
    stop
    printf 'damaged' > "$work/a/b/s.state"
    start
    check "a damaged file is told and set aside" sh -c "grep -q 's.state: .*set aside as .*s.state.bad' '$work/err' && test -s '$work/a/b/s.state.bad'"
    check "and bans in the kernel are adopted all the same" sh -c "'$banjo' list --socket '$work/s' | grep -q '192.0.2.11 '"
    stop
    sed -i 's|^state_dir.*|state_dir = "/dev/null/x"|' "$work/c.toml"
    start
    attack 192.0.2.20 >> "$log"
    check "where nothing can be saved it bans on" within 5 in_set 192.0.2.20
    check "and says so once" sh -c "sleep 1; [ \$(grep -c 'cannot save to /dev/null/x' '$work/err') = 1 ]"
    stop
done
finish
