# From a line in a log to a dropped packet with $backend, ipset or iptables, in a network namespace of its own. Sourced.
title="back end $backend"
tools="ipset iptables ip6tables ip"
. "$(dirname "$0")/../lib/namespace.sh"
log=$work/auth.log
fail_at() { # ADDRESS COUNT
    for i in $(seq "$2"); do
        echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$log"
    done
}
refuse_at() { echo "$(date '+%b %e %H:%M:%S') h dropbear[3]: Bad password attempt for 'root' from $1:999" >> "$log"; }
# state BACKEND: all that the kernel knows
state() {
    [ "$1" = iptables ] || ipset list
    iptables-save -t filter
    ip6tables-save -t filter
}
shows() { state "$backend" | grep -q -- "$1"; }
shows_not() { ! shows "$1"; }
start() {
    "$run" run --config "$work/c.toml" >/dev/null 2>>"$work/err" &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
stop() { kill "$daemon"; wait "$daemon"; daemon=; }
clear_all() {
    for each in iptables ip6tables; do $each -F; $each -X; done
    ipset destroy
    rm -f "$work/s.state"
}
[ $backend = iptables ] && chain=banjo || chain=banjo-ipset
# in_set SET ADDRESS: is it banned?
in_set() {
    case $backend in
        ipset) ipset test "$(echo "$1" | sed 's/^banned/banjo/')" "$2" 2>/dev/null ;;
        iptables) shows "-A banjo -s $2/.*@$1[ \"]" ;;
    esac
}
not_in_set() { ! in_set "$@"; }
config() { # ON_STOP
    cat > "$work/c.toml" <<EOF2
[global]
socket = "$work/s"
banaction = "$backend"
on_stop = "$1"
[defaults]
ignorelan = false
bantime = "1h"
[jails.sshd]
filter = "sshd"
logpath = ["$log"]
[jails.ports]
filter = "dropbear"
logpath = ["$log"]
maxretry = 2
port = [22, "8000-8100"]
blocktype = "reject"
prefix_v4 = 24
prefix_v6 = 64
EOF2
}

if [ $backend = ipset ] && ! ipset list >/dev/null 2>&1 || ! iptables -w -S >/dev/null 2>&1; then
    skip "back end $backend" "ip_set and ip_tables in the kernel"
    finish
    exit
fi
for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    clear_all
    rm -f "$work/err"
    : > "$log"
    config keep
    iptables -A INPUT -s 192.0.2.200 -j ACCEPT
    if start; then pass "$run starts with $backend"; else fail "$run starts with $backend" "$(cat "$work/err")"; fi
    for hook in INPUT FORWARD; do
        check "the chain is first in $hook" within 2 sh -c "iptables -S $hook | sed -n 2p | grep -qx -- '-A $hook -j $chain'"
    done
    fail_at 203.0.113.5 5
    check "bans IPv4" within 3 in_set banned4 203.0.113.5
    fail_at 2001:db8::5 5
    check "bans IPv6" within 3 in_set banned6 2001:db8::5
    refuse_at 198.51.100.1
    refuse_at 198.51.100.2
    check "bans a prefix for some ports" within 3 shows '198.51.100.0/24'
    check "with a reset for TCP" shows '-p tcp .*-m multiport --dports 22,8000:8100.*REJECT --reject-with tcp-reset'
    refuse_at 2001:db8:0:9::1
    refuse_at 2001:db8:0:9::2
    check "and of IPv6" within 3 shows '2001:db8:0:9::/64'
    "$run" ban sshd 203.0.113.6 --for 2 --socket "$work/s" >/dev/null
    check "a short ban begins" within 3 in_set banned4 203.0.113.6
    check "and ends" within 5 not_in_set banned4 203.0.113.6
    "$run" ban sshd 203.0.113.7 --socket "$work/s" >/dev/null
    within 3 in_set banned4 203.0.113.7
    "$run" ban sshd 203.0.113.7 --for 2h --socket "$work/s" >/dev/null
    check "unban" "$run" unban 203.0.113.7 --socket "$work/s"
    check "lifts also what was banned twice" within 3 not_in_set banned4 203.0.113.7
    stop
    check "bans stay after a stop" in_set banned4 203.0.113.5
    if start; then pass "starts again"; else fail "starts again" "$(cat "$work/err")"; fi
    same "and adopts all" 4 "$("$run" list --json --socket "$work/s" | grep -o '"ip"' | wc -l)"
    same "with their prefixes" 1 "$("$run" list --json --socket "$work/s" | grep -c '"198.51.100.0/24","jail":"ports"')"
    same "once in INPUT" 1 "$(iptables -S INPUT | grep -c banjo)"
    check "they are in the kernel still" within 3 in_set banned6 2001:db8::5
    fail_at 203.0.113.8 5
    within 3 in_set banned4 203.0.113.8
    case $backend in
        ipset) ipset add banjo4 203.0.113.98 comment sshd; ipset add banjo4 203.0.113.97 comment sshd2 ;;
        iptables) iptables -w -A banjo -s 203.0.113.98 -m comment --comment sshd@banned4 -j DROP ;;
    esac
    "$run" unban --all --jail sshd --socket "$work/s" >/dev/null
    check "unban --all of a jail lifts what only the kernel holds of it" within 3 not_in_set banned4 203.0.113.98
    check "with its own" within 3 not_in_set banned4 203.0.113.8
    check "and nothing of others" shows 198.51.100.0/24
    [ $backend = iptables ] || check "nor of those that nobody knows" in_set banned4 203.0.113.97
    fail_at 203.0.113.8 5
    within 3 in_set banned4 203.0.113.8
    case $backend in
        ipset) ipset add banjo4 203.0.113.99 ;;
        iptables) iptables -w -A banjo -s 203.0.113.99 -m comment --comment sshd@banned4 -j DROP ;;
    esac
    "$run" unban --all --socket "$work/s" >/dev/null
    check "unban --all lifts what only the kernel holds" within 3 not_in_set banned4 203.0.113.99
    check "and everything else" within 3 not_in_set banned4 203.0.113.8
    stop
    config remove
    start
    stop
    check "on_stop = remove leaves nothing" shows_not banjo
    check "and the rules of others alone" shows '-A INPUT -s 192.0.2.200/32 -j ACCEPT'
    same "no error" "" "$(grep 'banjo: error' "$work/err" | grep -v 'iptables-restore.*line\|does a matching rule exist' | head -n 3)"
done

# What others do is undone, with each kind of iptables; "-w" waits for the lock of the older one.
. "$(dirname "$0")/../lib/repair.sh"
member() { in_set banned4 "$1"; }
restart() { stop; start; within 2 intact; }
lines() { $1 -S | grep -c -- "$2"; }
intact() {
    rules=3
    [ $backend = ipset ] || ! member 203.0.113.9 || rules=4
    member 203.0.113.5 && in_set banned6 2001:db8::5 && shows '198\.51\.100\.0/24' \
        && [ "$(lines iptables "-A $chain")" = $rules ] && [ "$(lines ip6tables "-A $chain")" = $rules6 ] \
        && shows_not "-A $chain.*ACCEPT" && [ "$(lines iptables "-j $chain")" = 2 ] && [ "$(lines ip6tables "-j $chain")" = 2 ]
}
[ $backend = ipset ] && rules6=3 || rules6=1
path=$PATH
for pair in nft:build/banjo legacy:build/banjo legacy:build/image/bin/banjo; do
    kind=${pair%:*}
    run=${pair#*:}
    command -v iptables-$kind >/dev/null || { skip "$backend with iptables-$kind" iptables-$kind; continue; }
    mkdir -p "$work/$kind"
    for tool in iptables iptables-save iptables-restore; do
        ln -sf "$(command -v "$(echo $tool | sed "s/iptables/iptables-$kind/")")" "$work/$kind/$tool"
        ln -sf "$(command -v "$(echo $tool | sed "s/iptables/ip6tables-$kind/")")" "$work/$kind/ip6$(echo $tool | cut -c 3-)"
    done
    PATH=$work/$kind:$path
    clear_all
    config keep
    : > "$log"
    rm -f "$work/err"
    if start; then pass "$run, $backend starts with iptables-$kind"; else fail "$run, $backend starts with iptables-$kind" "$(cat "$work/err")"; fi
    fail_at 203.0.113.5 5
    fail_at 2001:db8::5 5
    refuse_at 198.51.100.1
    refuse_at 198.51.100.2
    check "everything is there" within 3 intact
    harmless 'iptables -A INPUT -s 192.0.2.201 -j ACCEPT' 'ip6tables -N other'
    undone "iptables -F $chain" "iptables -D $chain 1" "ip6tables -D INPUT -j $chain" "iptables -D FORWARD -j $chain"
    restart
    # What is done to a chain that the start is still making is no damage, and not told.
    check "everything is there again" within 3 intact
    sleep 2
    undone "iptables -R $chain 1 -s 192.0.2.202 -j ACCEPT" "iptables -I $chain -j ACCEPT" \
        "iptables -F INPUT; iptables -F FORWARD; iptables -F $chain; iptables -X $chain" "iptables -E $chain renamed; iptables -F renamed"
    iptables -F renamed
    iptables -D INPUT -j renamed
    iptables -D FORWARD -j renamed
    iptables -X renamed
    [ $kind = legacy ] || undone 'nft flush ruleset'
    # As long as the rule whose place it takes, when nobody has looked after the last repair any more.
    [ $backend = ipset ] || undone "sleep 3; iptables -R $chain \$(iptables -L $chain -n --line-numbers | awk '/ 203.0.113.5 /{print \$1}') \
-s 203.0.113.6 -m comment --comment sshd@banned4 -j DROP"
    if [ $backend = ipset ]; then
        restart
        harmless 'ipset add banjo4 192.0.2.9 timeout 1' 'ipset create mine hash:ip'
        undone 'ipset flush banjo4' 'ipset del banjo4 203.0.113.5' 'ipset del banjo6 2001:db8::5; ipset add banjo6 2001:db8::77; ipset del banjo6 2001:db8::77' \
            '{ echo del banjo4 203.0.113.5; echo add banjo4 192.0.2.77 timeout 4; } | ipset restore' \
            '{ echo del banjo6 2001:db8::5; echo add banjo6 2001:db8::78 timeout 4; echo add banjo6 2001:db8::79 timeout 4; } | ipset restore' \
            'set=$(ipset list -n | grep ^banjo4_24); { echo del $set 198.51.100.0/24; echo add $set 198.51.101.0/24 timeout 4; } | ipset restore' \
            'iptables -F; ip6tables -F; ipset destroy'
        restart
        check "a set of another kind takes the place" sh -c 'ipset create other hash:ip; ipset swap other banjo4; ipset destroy other'
        check "  and is replaced" within 5 intact
    fi
    fought "iptables -F; ipset -q flush banjo4" 203.0.113.9 16
    stop
    check "the bans outlive the daemon" member 203.0.113.9
    if start; then pass "starts again"; else fail "starts again" "$(cat "$work/err")"; fi
    same "and adopts all" 4 "$("$run" list --json --socket "$work/s" | grep -o '"ip"' | wc -l)"
    sed -i 's/^port = .*/port = [22, "9000"]/; s/^blocktype.*//' "$work/c.toml"
    within 2 intact
    sleep 1
    words=$(wc -l < "$work/err")
    check "other ports" "$run" reload --socket "$work/s"
    check "move the ban" within 2 shows '198\.51\.100\.0/24'
    check "into new rules" within 2 shows 'dports 22,9000 .*DROP'
    check "and the old ones are gone" within 2 shows_not 8000
    sleep 2
    same "and nobody is blamed for that" 1 $(($(wc -l < "$work/err") - words))
    stop
    clear_all
done
PATH=$path
clear_all
mkdir -p "$work/bin"
# What the image's launcher needs.
for tool in sh dirname readlink sed cat; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
PATH=$work/bin "$run" run --config "$work/c.toml" >/dev/null 2>"$work/err2"
same "without the programs $backend ends" 1 $?
check "with the reason" grep -q 'iptables.*: not found; is it installed' "$work/err2"
clear_all

# Ten thousand bans.
run=build/banjo
config keep
sed -i 's/^filter = "sshd"/filter = "sshd"\nmaxretry = 1/' "$work/c.toml"
: > "$log"
if [ $backend = ipset ] && start; then
    awk -v now="$(date '+%b %e %H:%M:%S')" 'BEGIN { for (i = 0; i < 10000; i++)
        printf "%s h sshd[%d]: Failed password for root from 198.18.%d.%d port 999 ssh2\n", now, i, i / 250, i % 250 + 1 }' >> "$log"
    all_there() { [ "$(ipset list banjo4 | grep -c '^198\.18\.')" = 10000 ]; }
    check "ipset takes 10,000 bans" within 5 all_there
    stop
fi
clear_all

# Packets.
peer=banjo-be-$$
if command -v ping >/dev/null && ip netns add $peer 2>/dev/null; then
    ip link add bnj4 type veth peer name bnj5 netns $peer
    ip addr add 10.77.2.1/24 dev bnj4
    ip link set bnj4 up
    ip -n $peer addr add 10.77.2.2/24 dev bnj5
    ip -n $peer link set bnj5 up
    reach() { ip netns exec $peer ping -c 1 -W 1 10.77.2.1; }
    config remove
    start
    check "$backend: packets pass before the ban" within 5 reach
    fail_at 10.77.2.2 5
    within 3 in_set banned4 10.77.2.2
    if reach >/dev/null; then fail "$backend: packets are dropped"; else pass "$backend: packets are dropped"; fi
    stop
    check "$backend: and pass when the daemon has removed the ban" within 3 reach
    ip netns del $peer
else
    skip "packets" "ping and ip netns"
fi
finish
