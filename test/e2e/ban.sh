#!/bin/sh
# From a line in a log to a dropped packet, in network namespaces of its own, with both runtimes. Needs root, nft and ip.
title="end-to-end bans"
tools="nft ip"
. "$(dirname "$0")/../lib/namespace.sh"

stamp() { date '+%b %e %H:%M:%S'; }
attack() { # ADDRESS COUNT FILE
    i=0
    while [ $i -lt "$2" ]; do
        i=$((i + 1))
        echo "$(stamp) h sshd-session[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$3"
    done
}
in_set() { nft list table inet banjo | grep -q "$1[ ,]"; }
not_in_set() { ! in_set "$1"; }

for banjo in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    run=$banjo
    log=$work/auth.log
    rm -f "$work"/*
    nft delete table inet banjo 2>/dev/null
    : > "$log"
    cat > "$work/c.toml" <<EOF
[global]
socket = "$work/s"
[jails.sshd]
filter = "sshd"
logpath = ["$log"]
bantime = "1h"
ignoreip = ["198.51.100.0/24"]
ignorelan = false
[jails.short]
filter = "dropbear"
logpath = ["$log"]
maxretry = 1
bantime = 2
EOF
    start() {
        "$run" run --config "$work/c.toml" >/dev/null 2>>"$work/err" &
        daemon=$!
        within 10 "$run" ping --socket "$work/s"
    }
    stop() { kill "$daemon"; wait "$daemon"; daemon=; }

    # Not inside check: its $( ) would wait for the daemon.
    if start; then pass "$run starts and answers"; else fail "$run starts and answers" "$(cat "$work/err")"; fi
    attack 203.0.113.5 5 "$log"
    check "$run bans in the kernel" within 3 in_set 203.0.113.5
    check "nft shows the jail" sh -c "nft list set inet banjo banned4 | grep -q '203.0.113.5 timeout 1h expires .* comment \"sshd\"'"
    attack 2001:db8::7 5 "$log"
    check "$run bans IPv6" within 3 in_set 2001:db8::7
    attack 198.51.100.9 6 "$log"
    attack 203.0.113.6 4 "$log"
    sleep 0.3
    check "ignoreip and four failures ban nobody" sh -c "! nft list table inet banjo | grep -qE '198.51.100.9|203.0.113.6'"
    echo "$(stamp) h sshd[9]: Failed password for x from 192.0.2.66 port 1 ssh2 from 203.0.113.6 port 2 ssh2" >> "$log"
    check "a user name cannot choose the address" within 3 in_set 203.0.113.6
    check "the address in the user name is free" not_in_set 192.0.2.66
    same "list names the bans" "2001:db8::7 203.0.113.5 203.0.113.6" "$("$run" list --json --socket "$work/s" | grep -o '"ip":"[^"]*"' | cut -d'"' -f4 | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
    check "unban" "$run" unban 203.0.113.5 --socket "$work/s"
    check "unban reaches the kernel" within 3 not_in_set 203.0.113.5
    check "unban of nobody is told to the firewall alone" sh -c "'$run' unban 203.0.113.5 --socket '$work/s' | grep -q '^no jail has banned'"
    check "ban by hand" "$run" ban sshd 203.0.113.77 --for 1h --socket "$work/s"
    check "ban by hand reaches the kernel" within 3 in_set 203.0.113.77
    echo "$(stamp) h dropbear[3]: Bad password attempt for 'root' from 203.0.113.88:999" >> "$log"
    check "a short ban begins" within 3 in_set 203.0.113.88
    check "and ends" within 5 not_in_set 203.0.113.88
    attack 203.0.113.89 5 "$log"
    within 3 in_set 203.0.113.89
    echo "$(stamp) h dropbear[3]: Bad password attempt for 'root' from 203.0.113.89:999" >> "$log"
    sleep 0.3
    check "a short ban does not cut another jail's long one short" sh -c "nft list set inet banjo banned4 | grep -qE '203.0.113.89 timeout (1h|59m)'"
    "$run" unban 203.0.113.89 --socket "$work/s" >/dev/null
    nft delete table inet banjo
    attack 203.0.113.90 5 "$log"
    check "a deleted table comes back with the bans" within 3 in_set 203.0.113.77
    check "and with the new one" within 3 in_set 203.0.113.90
    "$run" run --config "$work/c.toml" > "$work/second" 2>&1
    same "a second daemon on the same socket ends with 1" 1 $?
    check "and the first one still answers" "$run" ping --socket "$work/s"
    stop
    check "bans stay in the kernel after a stop" in_set 203.0.113.90
    if start; then pass "$run starts again"; else fail "$run starts again" "$(cat "$work/err")"; fi
    same "and adopts them" 4 "$("$run" list --json --socket "$work/s" | grep -o '"ip"' | wc -l)"
    same "rules are not doubled" 2 "$(nft list table inet banjo | grep -c saddr)"

    # rotation by rename (the writer goes on for a while), by copytruncate, by the real logrotate
    mv "$log" "$log.1"
    attack 203.0.113.101 3 "$log.1"
    : > "$log"
    attack 203.0.113.101 2 "$log"
    check "no line is lost at a rename" within 3 in_set 203.0.113.101
    if command -v logrotate >/dev/null; then
        for mode in create copytruncate; do
            attack 203.0.113.10$([ $mode = create ] && echo 2 || echo 3) 3 "$log"
            sleep 0.3
            printf '%s {\n rotate 3\n %s\n}\n' "$log" "$mode" > "$work/rotate"
            logrotate -f -s "$work/state" "$work/rotate" 2>"$work/rotate.err" || cat "$work/rotate.err"
            attack 203.0.113.10$([ $mode = create ] && echo 2 || echo 3) 2 "$log"
            check "logrotate $mode loses no line" within 4 in_set 203.0.113.10$([ $mode = create ] && echo 2 || echo 3)
        done
    else
        skip "rotation by logrotate" logrotate
    fi
    { head -c 1000000 /dev/zero | tr '\0' x; echo; printf 'a\0b\377\n'; } >> "$log"
    attack 203.0.113.110 5 "$log"
    check "a line of 1 MB, NUL and invalid UTF-8 do no harm" within 3 in_set 203.0.113.110
    check "and are counted" sh -c "$run stats --json --socket $work/s | grep -q '\"banjo_truncated_lines_total\":1'"
    stop
done

# A packet from a banned address is dropped, one from another let through.
nft delete table inet banjo 2>/dev/null
if ip netns add banjo-e2e-$$ 2>/dev/null; then
    peer=banjo-e2e-$$
    ip link add bnj0 type veth peer name bnj1 netns $peer
    ip addr add 10.77.0.1/24 dev bnj0
    ip link set bnj0 up
    ip -n $peer addr add 10.77.0.2/24 dev bnj1
    ip -n $peer addr add 10.77.0.3/24 dev bnj1
    ip -n $peer link set bnj1 up
    run=build/banjo
    start
    reach() { ip netns exec $peer ping -c 1 -W 1 -I "$1" 10.77.0.1; }
    if command -v ping >/dev/null; then
        check "packets pass before the ban" within 5 reach 10.77.0.2
        attack 10.77.0.2 5 "$log"
        within 3 in_set 10.77.0.2
        check "packets of the banned address are dropped" sh -c "! ip netns exec $peer ping -c 1 -W 1 -I 10.77.0.2 10.77.0.1"
        check "packets of its neighbour pass" reach 10.77.0.3
    else
        skip "dropped packets" ping
    fi
    stop
    ip netns del $peer
else
    skip "dropped packets" "ip netns"
fi
finish
