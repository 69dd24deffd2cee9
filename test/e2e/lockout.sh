#!/bin/sh
# Who is never banned: own addresses, own private networks, host names. Each runtime in network and mount namespaces of its own, at once.
. "$(dirname "$0")/../lib/check.sh"
if [ -z "${INSIDE:-}" ]; then
    for tool in nft ip unshare python3; do
        command -v $tool >/dev/null || { skip "lock-out" "$tool"; finish; exit; }
    done
    if [ "$(id -u)" != 0 ] || ! unshare -nm true 2>/dev/null; then
        skip "lock-out" "root and namespaces"
        finish
        exit
    fi
    # Names that nobody answers take their time: both runtimes wait side by side.
    for banjo in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
        out=$work/$(echo "$banjo" | tr / _)
        INSIDE=$banjo unshare -nm sh "$0" > "$out" 2>&1 &
    done
    wait
    for out in "$work"/*; do
        cat "$out"
        last=$(tail -n 1 "$out")
        case $last in *" passed, "*) ;; *) last="0 passed, 1 failed, 0 skipped" ;; esac
        # shellcheck disable=SC2086
        set -- $last
        passed=$((passed + $1)) failed=$((failed + $3)) skipped=$((skipped + $5))
    done
    finish
    exit
fi

run=$INSIDE
log=$work/auth.log
server=
stamp() { date '+%b %e %H:%M:%S'; }
attack() { # HOST COUNT
    i=0
    while [ $i -lt "$2" ]; do
        i=$((i + 1))
        echo "$(stamp) h sshd[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$log"
    done
}
in_set() { nft list table inet banjo | grep -q "$1[ ,]"; }
not_in_set() { ! in_set "$1"; }
told() { grep -qF "$1" "$work/err"; }
start_server() { python3 "$(dirname "$0")/names.py" > "$work/server" & server=$!; within 5 grep -q ready "$work/server"; }

ip link set lo up
ip addr add 10.77.0.1/24 dev lo
ip addr add 198.51.100.1/32 dev lo
: > "$log"
echo "nameserver 127.0.0.1" > "$work/resolv.conf"
printf '127.0.0.1 localhost\n203.0.113.70\tstatic.test other.test # comment\n' > "$work/hosts"
mount --bind "$work/resolv.conf" /etc/resolv.conf
mount --bind "$work/hosts" /etc/hosts
cat > "$work/c.toml" <<EOF
[global]
socket = "$work/s"
[defaults]
maxretry = 2
bantime = "1h"
ignoreip = ["late.test", "static.test"]
[filters.hosts]
failregex = '^\s*h sshd\[\d+\]: Failed password for \S+ from <HOST> port \d+ ssh2$'
[jails.sshd]
filter = "hosts"
logpath = ["$log"]
usedns = "yes"
ignoreip = ["good.test", "alias.test", "wrongfirst.test", "truncated.test", "cut.test", "loop.test", "circle.test", "nowhere.test",
    "othername.test", "wrongid.test", "silent.test"]
EOF
"$run" run --config "$work/c.toml" >/dev/null 2>"$work/err" &
daemon=$!
if within 10 "$run" ping --socket "$work/s"; then pass "$run starts"; else fail "$run starts" "$(cat "$work/err")"; fi

attack 203.0.113.60 2
attack 203.0.113.9 2
attack 127.0.0.5 2
attack 0.0.0.0 2
attack 10.77.0.200 2
attack 198.51.100.1 2
attack 203.0.113.70 2
check "others are banned" within 3 in_set 203.0.113.9
check "a name that nobody has answered for protects nobody" within 3 in_set 203.0.113.60
check "and that is told" told "late.test (IPv4): none of 1 name server gives a usable answer: until one does it protects nobody"
check "loopback, no address at all, an own address, an own private network and a name of /etc/hosts are not banned" \
    sh -c '! nft list table inet banjo | grep -qE "127.0.0.5|[ ,]0.0.0.0|10.77.0.200|198.51.100.1[ ,]|203.0.113.70"'
"$run" ban sshd 198.51.100.1 --socket "$work/s" >/dev/null 2>"$work/refused"
same "nor by hand" 1 $?

ip addr add 203.0.113.9/32 dev lo
check "a banned address that becomes our own is freed" within 3 not_in_set 203.0.113.9
check "and that is told" told "unban 203.0.113.9 (never banned)"
ip addr add 203.0.113.10/32 dev lo
ip addr add 2001:db8::10/64 dev lo nodad
sleep 0.5
attack 203.0.113.10 3
attack 2001:db8::10 3
ip addr del 203.0.113.10/32 dev lo
sleep 0.5
attack 203.0.113.10 3
check "an address that is our own no more can be banned" within 3 in_set 203.0.113.10
check "one that still is cannot" not_in_set 2001:db8::10

if start_server; then pass "the name server starts"; else fail "the name server starts" "$(cat "$work/server")"; fi
check "the address of a name that is answered for at last is freed" within 10 not_in_set 203.0.113.60
attack 203.0.113.50 2
attack 203.0.113.51 2
attack 2001:db8::50 2
attack 203.0.113.61 2
attack 192.0.2.99 2
attack evil.test 2
check "both addresses of a host name in the log are banned" within 5 in_set 198.51.100.77
check "the IPv6 one too" within 5 in_set 2001:db8:bad::77
check "an answer with another id, question, a cut, a circle protects nobody" within 5 in_set 192.0.2.99
check "the addresses of a name, of an alias, of the right answer behind a wrong one are not banned" \
    sh -c '! nft list table inet banjo | grep -qE "203.0.113.(50|51|61)[ ,]|2001:db8::50"'
check "an answer is told" told "good.test (IPv4): 203.0.113.50, 203.0.113.51"
check "a name that does not exist is told" within 10 told "nowhere.test (IPv4): there is no such name: it protects nobody"
check "wrong answers are counted" sh -c "$run stats --json --socket $work/s | grep -qE '\"banjo_dns_strange_answers_total\":[1-9]'"
check "the daemon answers while names wait" "$run" ping --socket "$work/s"
sed -e "s#^logpath.*#backend = \"stdin\"#" -e "s#^ *\"othername.*#]#" "$work/c.toml" > "$work/once.toml"
for host in 203.0.113.50 evil.test 203.0.113.99 127.0.0.1; do
    for i in 1 2; do echo "Nov 25 10:00:0$i h sshd[$i]: Failed password for root from $host port 1 ssh2"; done
done > "$work/old"
"$run" run --once --dry-run --config "$work/once.toml" < "$work/old" > "$work/summary" 2>/dev/null
same "a log that is read once waits for its names" "sshd: 8 failures, 3 bans, 3 banned at the end" "$(tail -n 1 "$work/summary")"
kill $server
umount /etc/resolv.conf /etc/hosts
finish
