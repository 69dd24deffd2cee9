#!/bin/sh
# What happens when a table is full, under each policy, in the kernel's sets; and what memory_ceiling bounds. Needs root, nft and ip.
title="eviction"
tools="nft ip"
. "$(dirname "$0")/../lib/namespace.sh"

attack() { # FIRST COUNT: one failure each
    awk -v stamp="$(date '+%b %e %H:%M:%S')" -v first="$1" -v count="$2" 'BEGIN { for (i = first; i < first + count; i++)
        printf "%s h sshd[1]: Failed password for root from 30.%d.%d.%d port 1 ssh2\n", stamp, i / 65536, i / 256 % 256, i % 256 }' >> "$log"
}
counter() { "$run" stats --json --socket "$work/s" | grep -o "\"banjo_$1\":[0-9]*" | cut -d: -f2; }
counted() { [ "$(counter "$1")" = "$2" ]; }
in_set() { nft get element inet banjo banned4 "{ $1 }" >/dev/null 2>&1; }
not_in_set() { ! in_set "$1"; }
start() { # POLICY MAXRETRY OPTION...
    policy=$1
    : > "$log"
    rm -f "$work/s.state"
    nft delete table inet banjo 2>/dev/null
    printf '[global]\nsocket = "%s/s"\nmemory_ceiling = "%s"\neviction = "%s"\n[jails.sshd]\nfilter = "sshd"\nlogpath = "%s"\nmaxretry = %s\n' \
        "$work" "${ceiling:-4M}" "$policy" "$log" "$2" > "$work/c.toml"
    printf 'ignoreip = ["30.0.255.0/24"]\nignorelan = false\nbantime = "1h"\n' >> "$work/c.toml"
    shift 2
    again "$@"
    room=$(counter table_capacity)
}
again() { # OPTION...
    "$run" run "$@" --config "$work/c.toml" >/dev/null 2>"$work/err" </dev/null &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
agree() { [ "$(counter active_bans)" = "$(nft list set inet banjo banned4 | grep -o ' expires ' | wc -l)" ]; }
stop() { kill "$daemon"; wait "$daemon" 2>/dev/null; daemon=; }

for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    log=$work/log
    start evict-oldest 1
    attack 131072 "$room"
    check "$run evict-oldest: as many bans as fit" within 10 counted active_bans "$room"
    attack 65536 10
    check "$run evict-oldest: ten more make ten give way" within 5 counted evictions_total 10
    check "$run evict-oldest: who came last is in the kernel" within 3 in_set 30.1.0.9
    check "$run evict-oldest: who came first is not" within 3 not_in_set 30.2.0.0
    check "$run evict-oldest: kernel and table agree" agree
    stop
    for i in $(seq 20); do echo "add element inet banjo banned4 { 30.9.0.$i timeout 2h comment \"sshd\" }"; done | nft -f -
    again
    check "$run evict-oldest: a start has no more than fits" counted active_bans "$room"
    check "$run evict-oldest: what gives way leaves the kernel" within 3 agree
    check "$run evict-oldest: those that end last stay" in_set 30.9.0.20
    same "$run evict-oldest: each is told" 20 "$(grep -c 'no room' "$work/err")"
    stop

    start drop-oldest-unbanned 1
    attack 131072 "$room"
    within 10 counted active_bans "$room"
    attack 65536 10
    check "$run drop-oldest-unbanned: ten more do not count" within 5 counted no_room_total 10
    check "$run drop-oldest-unbanned: no ban gives way" sh -c "[ $(counter evictions_total) = 0 ] && nft get element inet banjo banned4 '{ 30.2.0.0 }'"
    check "$run drop-oldest-unbanned: they are free" not_in_set 30.1.0.9
    same "$run drop-oldest-unbanned: it is told once" 1 "$(grep -c 'no room for more addresses: failures of new ones do not count' "$work/err")"
    stop

    start ban-all-and-alert 5
    attack 131072 "$room"
    check "$run ban-all-and-alert: as many addresses as fit" within 10 counted tracked_addresses "$room"
    attack 65280 266
    check "$run ban-all-and-alert: who comes new is counted" within 5 counted no_room_total 10
    check "$run ban-all-and-alert: and banned by the kernel" within 3 in_set 30.1.0.9
    check "$run ban-all-and-alert: who is ignored is not" not_in_set 30.0.255.7
    check "$run ban-all-and-alert: who is known has tries left" not_in_set 30.2.0.0
    same "$run ban-all-and-alert: it is told once" 1 "$(grep -c 'no room for more addresses: each is banned at its first failure' "$work/err")"
    check "$run ban-all-and-alert: unban lifts what no jail knows" sh -c "'$run' unban 30.1.0.9 --socket '$work/s' | grep -q 'no jail has banned'"
    check "$run ban-all-and-alert: it is gone from the kernel" within 3 not_in_set 30.1.0.9
    check "$run ban-all-and-alert: the others are not" in_set 30.1.0.8
    ip addr add 30.1.0.8/32 dev lo
    check "$run ban-all-and-alert: one that becomes our own address is freed" within 3 not_in_set 30.1.0.8
    check "$run ban-all-and-alert: alone" in_set 30.1.0.7
    ip addr del 30.1.0.8/32 dev lo
    stop
done

# 300,000 addresses through a table for few of them: the ceiling holds.
run=build/banjo
log=$work/log
start evict-oldest 5 --dry-run
attack 0 300000
check "300,000 addresses are read" within 30 counted attempts_total 300000
same "those that gave way and those that are there are all" 299744 "$(($(counter evictions_total) + $(counter tracked_addresses)))"
peak=$(awk '/^VmHWM/ {print $2}' "/proc/$daemon/status")
check "$peak KB resident at most, of 4,096" test "$peak" -lt 4096
stop
ceiling=16M
start evict-oldest 5 --dry-run
attack 0 300000
within 30 counted attempts_total 300000
for tries in 2 8 5; do
    sed -i "s/^maxretry = .*/maxretry = $tries/" "$work/c.toml"
    check "maxretry = $tries moves the table" sh -c "'$run' reload --socket '$work/s' | grep -q maxretry"
done
peak=$(awk '/^VmHWM/ {print $2}' "/proc/$daemon/status")
check "which is not there twice: $peak KB of 16,384" test "$peak" -lt 16384
stop
start evict-oldest 1
attack 131072 "$room"
within 30 counted active_bans "$room"
cp "$work/c.toml" "$work/before.toml"
sed -i 's/^filter = .*/filter = "own"/' "$work/c.toml"
printf "[filters.own]\nprogram = 'sshd'\nfailregex = ['^Failed password for .* from <HOST> port [0-9]+ ssh2$', '^Never again, .* from <HOST>$']\n" >> "$work/c.toml"
check "a filter comes with a reload" sh -c "'$run' reload --socket '$work/s' | grep -q 'changed: filter'"
now=$(awk '/^VmRSS/ {print $2}' "/proc/$daemon/status")
check "what compiling it took is given back: $now KB of 16,384" test "$now" -lt 16384
cp "$work/before.toml" "$work/c.toml"
same "as many bans as fit are listed: $room" "$room" "$("$run" list --json --socket "$work/s" | grep -o '"ip"' | wc -l)"
stop
rm "$work/s.state"
sed -i 's/^memory_ceiling = .*/memory_ceiling = "4M"/' "$work/c.toml"
again
peak=$(awk '/^VmHWM/ {print $2}' "/proc/$daemon/status")
check "a start with room for $(counter table_capacity) of them: $peak KB of 4,096" test "$peak" -lt 4096
check "and the kernel has no more" within 3 agree
stop
printf '[global]\nmemory_ceiling = "4M"\n' > "$work/c.toml"
for i in $(seq 100); do printf '[jails.j%s]\nfilter = "sshd"\nlogpath = "%s/%s"\n' "$i" "$work" "$i"; done >> "$work/c.toml"
check "a ceiling that cannot hold is refused" sh -c "'$run' check --config '$work/c.toml' 2>&1 | grep -q 'error: \"memory_ceiling\" must be at least [0-9]*K'"
finish
