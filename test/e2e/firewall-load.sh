#!/bin/sh
# A full set, ten thousand bans, and packets, with nftables. Needs root, nft, ip and python3.
title="nftables under load"
. "$(dirname "$0")/../lib/nftables.sh"
cpu() { awk '{print $14 + $15}' "/proc/$daemon/stat"; }
# Small tables, so that the set is soon full.
sed -i "s/^socket/memory_ceiling = \"8M\"\nsocket/" "$work/c.toml"
if start; then pass "starts"; else fail "starts" "$(cat "$work/err")"; fi

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
check "a new ban in a full set takes the place of the one that ends first" within 3 nft get element inet banjo banned4 "{ 203.0.113.71 }"
check "which is free" sh -c "! nft get element inet banjo banned4 '{ 203.0.113.70 }'"
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
    # A connection that is open stalls at the ban and goes on when it is lifted: jail nets covers every port.
    python3 - > "$work/echo" <<'EOF2' &
import socket
server = socket.create_server(("10.77.1.1", 9000))
peer = server.accept()[0]
while data := peer.recv(100):
    print(data.decode(), end="", flush=True)
EOF2
    servers="$servers $!"
    sleep 0.5
    ip netns exec $peer python3 -c 'import os, socket, sys, time
s = socket.create_connection(("10.77.1.1", 9000), 2)
for i in range(400):
    s.send(b"%d\n" % i)
    time.sleep(0.05)' &
    servers="$servers $!"
    says_more() { size=$(wc -c < "$work/echo"); sleep 0.3; [ "$(wc -c < "$work/echo")" -gt "$size" ]; }
    check "an open connection works" within 3 says_more
    "$run" ban nets 10.77.1.2 --socket "$work/s" >/dev/null
    within 3 sh -c 'nft list set inet banjo banned4 | grep -q 10.77.1.2'
    sleep 0.2
    if says_more; then fail "stalls at the ban"; else pass "stalls at the ban"; fi
    "$run" unban 10.77.1.2 --jail nets --socket "$work/s" >/dev/null
    check "and goes on at its end" within 5 says_more
    stop
    kill $servers 2>/dev/null
    ip netns del $peer
else
    skip "packets" "ip netns"
fi
finish
