#!/bin/sh
# What nftables bans cover, and what becomes of them when others change the firewall. Needs root, nft, ip and python3.
title="nftables coverage and repair"
. "$(dirname "$0")/../lib/nftables.sh"

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
for i in 1 2 3; do echo "$(date '+%a %b %e %H:%M:%S %Y') [pid $i] [bob] FAIL LOGIN: Client \"::ffff:192.0.2.$i\"" >> "$log"; done
check "three banned addresses of a /24 bring a ban of it" within 3 shows '192.0.2.0 timeout 1h'
same "and stay banned themselves" 4 "$("$run" list --json --socket "$work/s" | grep -o '"ip":"192.0.2' | wc -l)"
check "the jail lists both" sh -c "$run status climb --socket $work/s | grep -q '192.0.2.0/24'"
check "unban lifts both" sh -c "$run unban 192.0.2.2 --socket $work/s | grep -q 'lifted 2 bans'"
for i in 4 5 6; do echo "$(date '+%a %b %e %H:%M:%S %Y') [pid $i] [bob] FAIL LOGIN: Client \"::ffff:192.0.2.$i\"" >> "$log"; done
within 3 shows '192.0.2.0 timeout'
check "unban of the jail" "$run" unban --all --jail climb --socket "$work/s"
check "lifts prefixes as well" within 3 shows_not '192.0.2'
fail_at 203.0.113.5 5
for i in 11 12 13; do refuse_at "2001:db8:0:7::$i"; done
within 3 shows '2001:db8:0:7:: timeout 1h'
check "ban by hand takes the prefix" "$run" ban nets 2001:db8:0:8::1 --socket "$work/s"
check "in the kernel" within 3 shows '2001:db8:0:8:: timeout 1h'
check "unban of one of its addresses lifts it" "$run" unban 2001:db8:0:8::77 --socket "$work/s"
check "in the kernel too" within 3 shows_not '2001:db8:0:8::'
check "unban of another length lifts nothing" sh -c "$run unban 2001:db8:0:7::/48 --socket $work/s | grep -q '^no jail has banned'"

# What others do to the table is undone within 2 s.
. "$(dirname "$0")/../lib/repair.sh"
member() { shows "$1 timeout"; }
intact() {
    table | tr '\n' ' ' | grep -q '203.0.113.5 timeout.*2001:db8:0:7:: timeout.*@banned4-tcp-22-reject.*@banned6_64 ' && [ "$(table | grep -c saddr)" = 6 ]
}
undone 'nft flush ruleset' 'nft delete table inet banjo' 'nft delete element inet banjo banned4-tcp-22-reject "{ 203.0.113.5 }"' \
    'nft delete rule inet banjo prerouting handle $(nft -a list table inet banjo | sed -n "s/.*@banned6_64 .* handle //p" | head -n 1)' \
    'nft flush chain inet banjo prerouting'
same "repairs are counted" 5 "$(repairs)"
for i in 1 2 3; do
    within 2 shows 203.0.113.5
    nft delete table inet banjo
done
check "who fights is told so" within 3 grep -q 'somebody does it again and again' "$work/err"
sleep 1
check "and waited out" sh -c "! nft list table inet banjo"
check "but not for ever" within 4 shows 203.0.113.5
nft delete table inet banjo
fought 'nft delete table inet banjo' 203.0.113.9 9
stop

# A restart with other ports and prefixes moves the bans.
sed -i 's/^port = .*/port = [22, "8022"]/; s/^blocktype.*//' "$work/c.toml"
if start; then pass "starts again"; else fail "starts again" "$(cat "$work/err")"; fi
check "the ban is in the new set" within 3 sh -c "nft list set inet banjo banned4-tcp-22-8022 | grep -q '203.0.113.5 timeout'"
check "and the old one is gone" shows_not reject

# What kernels change in place, as others want it: the end of a ban (Linux 6.12), the size and the timeout of a set.
nft 'add element inet banjo banned4-tcp-22-8022 { 203.0.113.5 timeout 1s }'
sleep 1.5
check "a ban whose end others bring forward goes on" shows '203.0.113.5 timeout'
nft 'add set inet banjo banned6_64 { type ipv6_addr; flags timeout; size 4; timeout 3s; }'
check "a set that others make small is what it was" within 2 sh -c "! nft list set inet banjo banned6_64 | grep -qE 'size 4$|^[[:space:]]*timeout'"

nft 'add element inet banjo banned6_64 { 2001:db8:0:a:: comment "nets" }; add element inet banjo banned6_64 { 2001:db8:0:b:: comment "sshd" }'
check "unban of a jail" "$run" unban --all --jail nets --socket "$work/s"
check "lifts what only the kernel has of it" within 3 shows_not '2001:db8:0:[7a]::'
check "and nothing of others" shows '2001:db8:0:b::'
check "unban of everything" "$run" unban --all --socket "$work/s"
check "lifts that too" within 3 shows_not '2001:db8:0:b::'

# A renamed chain goes on dropping beside the new one; that is why the rules are not counted here.
check "nft rename chain" nft rename chain inet banjo prerouting other
check "  the chain is made again" within 2 sh -c "nft list chain inet banjo prerouting | grep -q 'hook prerouting.*policy accept'"
check "  and the renamed one can go" nft 'flush chain inet banjo other; delete chain inet banjo other'
stop
finish
