#!/bin/sh
# What nftables bans cover, and what becomes of them when others change the firewall. Needs root, nft, ip and python3.
. "$(dirname "$0")/../lib/check.sh"
if [ -z "${INSIDE:-}" ]; then
    for tool in nft ip unshare python3; do
        command -v $tool >/dev/null || { skip "nftables coverage and repair" "$tool"; finish; exit; }
    done
    if [ "$(id -u)" != 0 ] || ! unshare -n true 2>/dev/null; then
        skip "nftables coverage and repair" "root and network namespaces"
        finish
        exit
    fi
    INSIDE=1 exec unshare -n sh "$0"
fi

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
cpu() { awk '{print $14 + $15}' "/proc/$daemon/stat"; }

cat > "$work/c.toml" <<EOF2
[global]
socket = "$work/s"
[defaults]
bantime = "1h"
[jails.sshd]
filter = "sshd"
logpath = ["$log"]
port = "ssh"
protocol = "tcp"
blocktype = "reject"
ignorelan = false
[jails.nets]
filter = "dropbear"
logpath = ["$log"]
maxretry = 3
prefix_v6 = 64
ignorelan = false
ignoreip = ["2001:db8:1::9"]
EOF2
if start; then pass "starts"; else fail "starts" "$(cat "$work/err")"; fi
fail_at 203.0.113.5 5
check "a jail with ports has a set of its own" within 3 shows '203.0.113.5 timeout 1h'
check "and a rule for them" shows 'tcp dport 22 ip saddr @banned4-tcp-22-reject counter packets 0 bytes 0 reject with tcp reset'
for i in 1 2 3; do refuse_at "2001:db8:0:7::$i"; done
check "three addresses of a /64 ban it" within 3 shows '2001:db8:0:7:: timeout 1h'
check "list names the prefix" lists '2001:db8:0:7::/64'
for i in 1 2 3 4; do refuse_at "2001:db8:1::$i"; done
sleep 0.2
check "a prefix with an ignored address is not banned" shows_not '2001:db8:1::'
check "ban by hand takes the prefix" "$run" ban nets 2001:db8:0:8::1 --socket "$work/s"
check "in the kernel" within 3 shows '2001:db8:0:8:: timeout 1h'
check "unban of one of its addresses lifts it" "$run" unban 2001:db8:0:8::77 --socket "$work/s"
check "in the kernel too" within 3 shows_not '2001:db8:0:8::'
"$run" unban 2001:db8:0:7::/48 --socket "$work/s" 2>/dev/null
same "unban of another length lifts nothing" 1 $?

# What others do to the table is undone within 2 s.
damage() { # COMMANDS
    check "nft $1" nft "$1"
    check "  comes back" within 2 sh -c "nft list table inet banjo | tr '\n' ' ' | grep -q '203.0.113.5 timeout.*2001:db8:0:7:: timeout.*@banned4-tcp-22-reject.*@banned6_64 '"
    same "  with each rule once" 4 "$(table | grep -c saddr)"
}
damage 'flush ruleset'
damage 'delete table inet banjo'
damage 'delete element inet banjo banned4-tcp-22-reject { 203.0.113.5 }'
damage 'delete rule inet banjo prerouting handle '"$(nft -a list table inet banjo | sed -n 's/.*@banned6_64 .* handle //p' | head -n 1)"
damage 'flush chain inet banjo prerouting'
same "repairs are counted" 1 "$("$run" stats --json --socket "$work/s" | grep -c '"banjo_firewall_repairs_total":5')"
for i in 1 2 3; do
    within 2 shows 203.0.113.5
    nft delete table inet banjo
done
check "who fights is told so" within 3 grep -q 'somebody does it again and again' "$work/err"
sleep 1
check "and waited out" sh -c "! nft list table inet banjo"
check "but not for ever" within 4 shows 203.0.113.5

# A restart with other ports and prefixes moves the bans.
stop
sed -i 's/^port = .*/port = [22, "8022"]/; s/^blocktype.*//' "$work/c.toml"
if start; then pass "starts again"; else fail "starts again" "$(cat "$work/err")"; fi
check "the ban is in the new set" within 3 sh -c "nft list set inet banjo banned4-tcp-22-8022 | grep -q '203.0.113.5 timeout'"
check "and the old one is gone" shows_not reject

# A full set: the ban that ends first makes room.
size=$(table | sed -n '/set banned4 {/,/}/s/.*size //p')
{
    echo "add element inet banjo banned4 {"
    awk -v size="$size" 'BEGIN { for (i = 1; i < size; i++) printf "10.%d.%d.%d,\n", i / 65536, i / 256 % 256, i % 256; print "}" }'
} > "$work/fill"
"$run" ban nets 203.0.113.70 --for 30m --socket "$work/s" >/dev/null
within 2 shows 203.0.113.70
check "fills the set" nft -f "$work/fill"
"$run" ban nets 203.0.113.71 --for 1h --socket "$work/s" >/dev/null
check "a new ban in a full set takes the place of the one that ends first" within 3 sh -c "nft list set inet banjo banned4 | grep -q 203.0.113.71"
check "which is free" sh -c "! nft list set inet banjo banned4 | grep -q 203.0.113.70"
check "here and there" sh -c "! $run list --json --socket $work/s | grep -q 203.0.113.70"
stop

# Ten thousand bans are restored at once.
nft delete table inet banjo
sed -i 's/^maxretry = 3/maxretry = 1/' "$work/c.toml"
: > "$log"
if start; then pass "starts on an empty firewall"; else fail "starts on an empty firewall" "$(cat "$work/err")"; fi
awk -v now="$(date '+%b %e %H:%M:%S')" 'BEGIN { for (i = 0; i < 10000; i++)
    printf "%s h dropbear[3]: Bad password attempt for %croot%c from 198.18.%d.%d:999\n", now, 39, 39, i / 250, i % 250 + 1 }' >> "$log"
elements() { nft list set inet banjo banned4 2>/dev/null | grep -o '198\.18\.' | wc -l; }
all_there() { [ "$(elements)" = 10000 ]; }
check "bans 10,000" within 10 all_there
before=$(cpu)
nft delete table inet banjo
check "restores 10,000" within 5 all_there
spent=$(($(cpu) - before))
check "in less than 0.5 s of CPU time ($spent hundredths)" [ "$spent" -lt 50 ]
sleep 1
same "by one repair" 1 "$("$run" stats --json --socket "$work/s" | grep -c '"banjo_firewall_repairs_total":1[,}]')"
stop

# Packets: the port of the jail is closed to the banned address, another one is open.
peer=banjo-fw-$$
if ip netns add $peer 2>/dev/null; then
    ip link add bnj2 type veth peer name bnj3 netns $peer
    ip addr add 10.77.1.1/24 dev bnj2
    ip link set bnj2 up
    ip -n $peer addr add 10.77.1.2/24 dev bnj3
    ip -n $peer link set bnj3 up
    sed -i 's/^port = .*/port = 22\nblocktype = "reject"/' "$work/c.toml"
    start
    for port in 22 8080; do python3 -m http.server --bind 10.77.1.1 $port >/dev/null 2>&1 & servers="${servers:-} $!"; done
    connect() { ip netns exec $peer python3 -c "import socket; socket.create_connection(('10.77.1.1', $1), 2)"; }
    check "connects before the ban" within 5 connect 22
    fail_at 10.77.1.2 5
    within 3 shows 10.77.1.2
    began=$(date +%s)
    check "the banned address is refused at port 22" sh -c "ip netns exec $peer python3 -c \"import socket; socket.create_connection(('10.77.1.1', 22), 5)\" 2>&1 | grep -q ConnectionRefused"
    check "at once" [ $(($(date +%s) - began)) -lt 3 ]
    check "and may use another port" connect 8080
    stop
    kill $servers
    ip netns del $peer
else
    skip "packets" "ip netns"
fi
finish
