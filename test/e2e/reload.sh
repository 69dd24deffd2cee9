#!/bin/sh
# A changed configuration is put in force while the daemon runs, and nothing is lost: no ban, no attempt, no line.
title="reload"
tools="nft"
. "$(dirname "$0")/../lib/namespace.sh"
log=$work/logs/auth.log
attack() { i=0; while [ $i -lt "$2" ]; do i=$((i + 1)); echo "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from $1 port 1 ssh2"; done >> "${3:-$log}"; }
in_set() { nft list table inet banjo | grep -q "$1 timeout"; }
in_named() { nft list set inet banjo "$1" 2>/dev/null | grep -q "$2 timeout"; }
in_chain() { iptables -S banjo 2>/dev/null | grep -q "$1/32"; }
not_in_set() { ! in_set "$1"; }
ask() { "$banjo" "$@" --socket "$work/s"; }
stat_of() { ask stats --json | sed "s/.*banjo_$1\":\([0-9]*\).*/\1/"; }
read_all() { within 5 sh -c "[ \"\$('$banjo' stats --json --socket '$work/s' | sed 's/.*banjo_lines_total\":\([0-9]*\).*/\1/')\" -ge $1 ]"; }
reload() { ask reload > "$work/answer" 2>&1; }
answers() { grep -qF -- "$1" "$work/answer"; }
config() { # MAXRETRY BANTIME EXTRA-KEYS-OF-SSHD [MORE TABLES]
    printf '[global]\nsocket = "%s/s"\ntimezone = "UTC0"\nstate_interval = "1s"\n%s[jails.sshd]\nfilter = "sshd"\nignorelan = false\nmaxretry = %s\nbantime = "%s"\nlogpath = ["%s"]\n%b\n%b' \
        "$work" "${global:-}" "$1" "$2" "$log" "${3:-}" "${4:-}" > "$work/c.toml"
}
# The iptables programs, which fail while there is a file "broken".
tools_path=$(dirname "$(command -v iptables || echo /x)")
stubs=$(mktemp -d)
for tool in iptables-save ip6tables-save; do
    printf '#!/bin/sh\n[ ! -e "%s/broken" ] || { echo out of order >&2; exit 1; }\nexec "%s" "$@"\n' "$work" "$tools_path/$tool" > "$stubs/$tool"
    chmod +x "$stubs/$tool"
done
PATH=$stubs:$PATH
for banjo in ${BANJOS:-build/banjo build/image/bin/banjo}; do
    nft delete table inet banjo 2>/dev/null
    rm -rf "$work"/* && mkdir "$work/logs" && : > "$log"
    global=
    config 5 1h
    "$banjo" run --config "$work/c.toml" 2>"$work/err" & daemon=$!
    within 10 grep -q watching "$work/err"
    attack 192.0.2.1 5; attack 192.0.2.2 4
    within 5 in_set 192.0.2.1
    check "$banjo reloads" reload
    check "and says that nothing has changed" answers "nothing has changed"

    config 5 2h
    reload
    check "it says which keys have changed" answers "jail sshd changed: bantime"
    check "also in its log" grep -q "reloaded: jail sshd changed: bantime" "$work/err"
    check "a ban stays in the kernel" in_set 192.0.2.1
    check "and in the table" sh -c "'$banjo' list --json --socket '$work/s' | grep -q '\"192.0.2.1\".*\"failures\":5'"
    attack 192.0.2.2 1
    check "four failures before and one after bring a ban" within 5 in_set 192.0.2.2
    check "for the new time" sh -c "nft list table inet banjo | grep -q '192.0.2.2 timeout 2h'"

    attack 192.0.2.3 2; attack 192.0.2.4 1; read_all 12
    config 3 2h
    reload
    check "a table of another shape keeps bans" sh -c "ask() { '$banjo' list --json --socket '$work/s'; }; ask | grep -q '192.0.2.1\".*192.0.2.2\"'"
    attack 192.0.2.3 1; attack 192.0.2.4 1
    check "and attempts: two before and one after are three" within 5 in_set 192.0.2.3
    check "but two are not" not_in_set 192.0.2.4
    config 7 2h; reload; attack 192.0.2.4 4; read_all 18
    check "six of seven" not_in_set 192.0.2.4
    attack 192.0.2.4 1
    check "seven of seven" within 5 in_set 192.0.2.4
    same "nothing was banned twice" 4 "$(stat_of bans_total)"

    config 7 2h 'findtime = "1s"'
    reload
    attack 192.0.2.5 6; sleep 3; attack 192.0.2.5 1; read_all 26
    check "a shorter findtime" not_in_set 192.0.2.5
    config 1 2h 'ignoreip = ["192.0.2.6", "192.0.2.1"]'
    reload
    check "ignoreip lifts a ban" within 5 not_in_set 192.0.2.1
    attack 192.0.2.6 1; attack 192.0.2.7 1
    within 5 in_set 192.0.2.7
    check "and prevents one" not_in_set 192.0.2.6

    config 1 2h 'port = "ssh"\nprotocol = "tcp"'
    nft monitor > "$work/monitor" & monitor=$!
    sleep 0.2
    reload
    check "other ports: bans move to another set" within 5 in_named banned4-tcp-22 192.0.2.2
    check "all of them" in_named banned4-tcp-22 192.0.2.7
    check "and the former set goes" sh -c "! nft list table inet banjo | grep -q 'set banned4 '"
    sleep 0.2; kill $monitor
    check "after they were in the new one" sh -c "awk '/add element inet banjo banned4-tcp-22 .*192.0.2.2/{f=1} /delete set inet banjo banned4/{if (f) ok=1} END {exit !ok}' '$work/monitor'"
    nft monitor > "$work/monitor" & monitor=$!
    sleep 0.2
    config 1 3h 'port = "ssh"\nprotocol = "tcp"'; reload
    attack 192.0.2.8 1
    check "bans go on there" within 5 in_named banned4-tcp-22 192.0.2.8
    sleep 0.2; kill $monitor
    same "where the sets are the same nothing is sent but bans" "" "$(grep -v '192.0.2.8\|new generation' "$work/monitor")"

    : > "$work/logs/web.log"
    web="[jails.web]\nfilter = \"sshd\"\nmaxretry = 1\nignorelan = false\nlogpath = \"$work/logs/web.log\"\n"
    attack 192.0.2.20 1 "$work/logs/web.log"
    config 1 3h '' "$web"
    reload
    check "a jail is added" answers "jail web added"
    check "which reads from the end" not_in_set 192.0.2.20
    check "and its bans back among all addresses" in_named banned4 192.0.2.8
    attack 192.0.2.21 1 "$work/logs/web.log"
    check "and bans" within 5 in_set 192.0.2.21
    config 1 3h
    reload
    check "a jail is removed" answers "jail web removed"
    check "and its ban is lifted" within 5 not_in_set 192.0.2.21
    check "other jails' bans are not" in_set 192.0.2.8

    kept=$(cat "$work/c.toml")
    config 0 3h 'nonsense = 1'
    check "an invalid configuration is refused" sh -c "! '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    "$banjo" reload --socket "$work/s" >/dev/null 2>&1
    same "with exit status 1" 1 $?
    check "and with each of its errors" answers "$work/c.toml:8:12: error: \"maxretry\""
    check "here" answers "$work/c.toml:11:1: error: unknown key \"nonsense\""
    check "and in the log" grep -q "configuration refused.*:8:12: error: .*:11:1: error: " "$work/err"
    attack 192.0.2.30 1
    check "the former one stays in force" within 5 in_set 192.0.2.30
    printf '%s' "$kept" > "$work/c.toml"; rm "$work/c.toml"
    check "so is one that is not there" sh -c "! '$banjo' reload --socket '$work/s' 2>&1 | grep -q reloaded"
    mkfifo "$work/c.toml"
    check "a pipe is not waited for" sh -c "! timeout 5 '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    check "but refused" answers "cannot read $work/c.toml: not a regular file"
    rm "$work/c.toml"; mkfifo "$work/pipe.conf"
    config 1 3h "" "[jails.web]\nfilter = \"$work/pipe.conf\"\nlogpath = \"$work/logs/web.log\"\n"
    check "nor in place of an imported filter" sh -c "! timeout 5 '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    check "which is refused, too" answers "banjo: error: cannot read $work/pipe.conf: not a regular file"
    global='socket_group = "0"
log_level = "error"
'
    config 1 3h
    reload
    check "what needs a restart is told" answers "needs a restart: socket_group"
    check "what does not is not" answers "log_level changed"
    global=
    config 1 3h
    reload
    check "also when it is taken back" sh -c "! grep -q restart '$work/answer'"

    # Everything else of [global] moves while the daemon runs.
    attack 192.0.2.31 2 "$log"; before=$(stat_of lines_total)
    config 5 3h; reload; attack 192.0.2.32 4; read_all $((before + 4))
    capacity=$(stat_of table_capacity)
    global='memory_ceiling = "48M"
'
    config 5 3h; reload
    check "memory_ceiling changes" answers "memory_ceiling changed"
    check "the tables grow" test "$(stat_of table_capacity)" -gt $((capacity * 2))
    check "it says what does not" answers "the firewall's sets keep room for"
    check "bans stay" in_set 192.0.2.31
    global='memory_ceiling = "6M"
'
    config 5 3h; reload
    check "and shrink" test "$(stat_of table_capacity)" -lt "$capacity"
    attack 192.0.2.32 1
    check "attempts have moved along" within 5 in_set 192.0.2.32
    case $banjo in
    build/banjo) check "the ceiling holds ($(awk '/VmRSS/ {print $2}' /proc/$daemon/status) kB)" test "$(awk '/VmRSS/ {print $2}' /proc/$daemon/status)" -le 6144 ;;
    esac
    global='memory_ceiling = "4M"
max_line = "64K"
'
    config 100 3h "" "$(i=0; while [ $i -lt 30 ]; do i=$((i + 1)); printf '[jails.j%s]\nfilter = "sshd"\nlogpath = "/none"\n' $i; done)"
    check "one that cannot hold is refused" sh -c "! '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    check "with the least that would do" answers "\"memory_ceiling\" must be at least"

    global='max_line = "256"
'
    long=$(printf '%0300d' 0)
    config 1 3h; reload; before=$(stat_of truncated_lines_total)
    echo "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for $long from 192.0.2.33 port 1 ssh2" >> "$log"
    attack 192.0.2.34 1
    check "a shorter max_line" within 5 in_set 192.0.2.34
    same "cuts lines" "$((before + 1))" "$(stat_of truncated_lines_total)"
    printf '%s h sshd[1]: Failed password for %s' "$(date -u '+%b %e %H:%M:%S')" "$long" | cut -c 1-200 | tr -d '\n' >> "$log"
    sleep 0.3
    global='max_line = "32K"
'
    config 1 3h; reload
    printf '%020000d from 192.0.2.35 port 1 ssh2\n' 0 >> "$log"
    check "a longer one reads on in the middle of a line" within 5 in_set 192.0.2.35

    global="state_dir = \"$work/other\"
"
    config 1 3h; reload
    check "state_dir changes" answers "state_dir changed"
    check "bans are saved there at once" test -s "$work/other/s.state"
    check "and nowhere else any more" test ! -e "$work/s.state"
    global='state_dir = "/proc/nowhere"
'
    config 1 3h; reload
    check "one that cannot be written to is told" answers "cannot save to /proc/nowhere/s.state"
    check "and what was saved stays" test -s "$work/other/s.state"
    global='state_dir = "none"
'
    config 1 3h; reload
    global=
    config 1 3h; reload
    check "without one it is beside the socket again" test -s "$work/s.state"

    ip link set lo up
    metrics() { python3 -c 'import sys, urllib.request; urllib.request.urlopen("http://" + sys.argv[1] + "/healthz", timeout = 5)' "$1"; }
    global='metrics_port = 9191
'
    config 1 3h; reload
    check "metrics are switched on" metrics 127.0.0.1:9191
    global='metrics_port = 9192
'
    config 1 3h; reload
    check "moved to another port" metrics 127.0.0.1:9192
    check "and away from the former one" sh -c "! python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", 9191), 2)' 2>/dev/null"
    global='metrics_port = 9192
metrics_bind = "0.0.0.0"
metrics_allow_remote = true
'
    config 1 3h; reload
    check "to all addresses" metrics 127.0.0.2:9192
    global='metrics_port = 9192
metrics_bind = "192.0.2.250"
metrics_allow_remote = true
'
    config 2 3h
    check "an address that cannot be had is refused" sh -c "! '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    check "with the reason" answers "cannot serve metrics at 192.0.2.250 port 9192"
    check "the former one stays" metrics 127.0.0.2:9192
    attack 192.0.2.36 1
    check "and so does the rest" within 5 in_set 192.0.2.36
    global=
    config 1 3h; reload
    check "switched off" sh -c "! python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", 9192), 2)' 2>/dev/null"

    printf '#!/bin/sh\necho "$1" >> "%s/acted"\n' "$work" > "$work/act"; chmod 755 "$work/act"
    config 1 3h 'actions = "note"' "[actions.note]\nstart = [\"$work/act\", \"start <jail>\"]\nban = [\"$work/act\", \"<ip>\"]"
    reload
    attack 192.0.2.37 1
    check "the first action runs" within 5 grep -q 192.0.2.37 "$work/acted"
    same "after its start" "start sshd" "$(head -n 1 "$work/acted")"
    config 1 3h; reload

    # Two jails of one log, of which one goes to another pattern: each goes on at its place.
    two="[jails.two]\nfilter = \"sshd\"\nmaxretry = 3\nignorelan = false\nlogpath = "
    config 3 3h '' "$two\"$log\"\n"; reload
    attack 192.0.2.40 2
    config 3 3h '' "$two[\"$log\", \"$work/logs/web.log\"]\n"; reload
    config 3 3h '' "$two[\"$work/logs/a*.log\"]\n"; reload
    attack 192.0.2.40 1
    check "both jails ban" within 5 sh -c "[ \$('$banjo' list --socket '$work/s' | grep -c 192.0.2.40) = 2 ]"
    config 3 3h '' "${two}[\"$log\"]\n"; reload
    before=$(stat_of lines_total)
    attack 192.0.2.43 2; read_all $((before + 2)); sleep 0.3
    same "equally far in one log they read it together again" $((before + 2)) "$(stat_of lines_total)"
    attack 192.0.2.43 1
    check "and both have counted each line" within 5 sh -c "[ \$('$banjo' list --socket '$work/s' | grep -c 192.0.2.43) = 2 ]"
    config 3 3h; reload

    # Other back ends. Without the iptables programs, as far as banjo can tell, one of them cannot be opened.
    if [ -x "$tools_path/iptables" ]; then
        config 3 3h 'banaction = "iptables"'
        touch "$work/broken"
        check "a back end that cannot be opened is refused" sh -c "! '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
        check "with its error" answers "iptables-save: out of order"
        check "nothing has moved" in_set 192.0.2.40
        attack 192.0.2.41 3
        check "and the former one bans" within 5 in_set 192.0.2.41
        rm "$work/broken"
        config 3 3h 'banaction = "iptables"' "${two}[\"$log\"]\n"
        reload
        check "one that can be is used" answers "jail sshd changed: banaction"
        check "the jail's bans are there" within 5 in_chain 192.0.2.41
        attack 192.0.2.42 3
        check "both ban" within 5 sh -c "nft list set inet banjo banned4 | grep -q 192.0.2.42"
        check "each in its own" within 5 in_chain 192.0.2.42
        check "status tells it" sh -c "'$banjo' status --socket '$work/s' | grep -q 'back end nftables, iptables\|back end iptables, nftables'"
        config 3 3h 'banaction = "iptables"'
        reload
        check "a back end that nobody uses goes" within 5 sh -c "! nft list table inet banjo 2>/dev/null"
        check "with nothing lost" in_chain 192.0.2.42
        nft 'add table inet banjo; add set inet banjo banned4 { type ipv4_addr; flags timeout; }; add element inet banjo banned4 { 192.0.2.99 }'
        config 3 3h; reload
        check "it comes back with all bans" within 5 in_set 192.0.2.42
        check "and none that somebody left there" not_in_set 192.0.2.99
        check "the other one is gone" within 5 sh -c "! iptables -S | grep -q banjo"
        same "nothing has failed" 0 "$(stat_of firewall_errors_total)"
    else
        skip "$banjo changes its back end" "iptables"
    fi

    # Lines at full speed, rotation and a storm of signals.
    before=$(stat_of lines_total)
    ( i=0; while [ $i -lt 300 ]; do i=$((i + 1)); yes "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from 198.51.100.$((i % 250)) port 1 ssh2" | head -n 500 >> "$log"
        [ $((i % 100)) = 50 ] && mv "$log" "$log.$i"; done ) & writer=$!
    rounds=0
    while kill -0 $writer 2>/dev/null; do
        rounds=$((rounds + 1))
        config $((rounds % 4 + 1)) "$((rounds % 3 + 1))h" "$([ $((rounds % 2)) = 0 ] && echo 'port = 22')" "$([ $((rounds % 5)) = 0 ] && echo "$web")"
        kill -HUP $daemon; kill -HUP $daemon
        sleep 0.02
    done
    config 3 1h; kill -HUP $daemon
    check "every line is read once in $rounds reloads" read_all $((before + 150000))
    same "and no line twice" $((before + 150000)) "$(stat_of lines_total)"
    check "250 addresses are banned" within 5 sh -c "[ \$('$banjo' list --socket '$work/s' | grep -c '198.51.100.') = 250 ]"
    check "in the kernel too" sh -c "[ \$(nft list set inet banjo banned4 | grep -o '198.51.100.[0-9]* timeout' | sort -u | wc -l) = 250 ]"
    i=0; while [ $i -lt 200 ]; do kill -HUP $daemon; i=$((i + 1)); done
    check "it survives a storm of signals" ask ping
    resident=$(awk '/VmRSS/ {print $2}' /proc/$daemon/status); files=$(ls /proc/$daemon/fd | wc -l)
    i=0; while [ $i -lt 100 ]; do i=$((i + 1)); config $((i % 4 + 1)) 1h "$([ $((i % 2)) = 0 ] && echo 'port = 22')"; ask reload >/dev/null; done
    check "a hundred reloads leave no more memory ($resident kB, then $(awk '/VmRSS/ {print $2}' /proc/$daemon/status) kB)" \
        test "$(awk '/VmRSS/ {print $2}' /proc/$daemon/status)" -le $((resident * 5 / 4 + 1024))
    check "and no more descriptors" test "$(ls /proc/$daemon/fd | wc -l)" -le "$files"
    nft 'add element inet banjo banned4-all-22 { 192.0.2.199 timeout 1h comment "sshd" }'
    ask unban --all >/dev/null
    check "unban --all lifts what only the kernel holds, too" within 3 not_in_set 192.0.2.199
    same "and everything else" 0 "$(nft list table inet banjo | grep -c ' timeout [0-9]')"
    kill $daemon; wait $daemon
    same "it ends with 0" 0 $?

    # A signal while it still reads its configuration, long before anything handles it.
    mkfifo "$work/fifo"
    early=0
    for i in 1 2 3 4 5; do
        ln -sf fifo "$work/link"
        "$banjo" run --config "$work/link" 2>"$work/err" & daemon=$!
        exec 9> "$work/fifo"
        ln -sf c.toml "$work/link"
        kill -HUP $daemon; kill -HUP $daemon; sleep 0.01; kill -HUP $daemon
        (trap "" PIPE; cat "$work/c.toml") >&9 2>/dev/null; exec 9>&-
        within 10 ask ping && early=$((early + 1))
        kill $daemon; wait $daemon
    done
    same "$banjo survives a signal from its beginning on" 5 $early
done
# The image's tables lie in a heap: where that could not hold them twice, they are not moved.
if [ -x build/image/bin/banjo ]; then
    small=build/image/bin/banjo-small
    sed 's/-Xmx[0-9]*m/-Xmx24m/' build/image/bin/banjo > "$small" && chmod +x "$small"
    banjo=$small
    rm -rf "$work"/* && mkdir "$work/logs"
    awk -v "stamp=$(date -u '+%b %e %H:%M:%S')" 'BEGIN { for (i = 0; i < 200000; i++)
        printf "%s h sshd[1]: Failed password for root from 30.%d.%d.%d port 1 ssh2\n", stamp, i / 65536, i / 256 % 256, i % 256 }' > "$log"
    config 5 1h 'read_from = "start"'
    "$banjo" run --dry-run --config "$work/c.toml" 2>"$work/err" & daemon=$!
    within 10 ask ping; within 20 read_all 200000
    config 2 1h 'read_from = "start"'
    check "a small heap refuses to move full tables" sh -c "! '$banjo' reload --socket '$work/s' > '$work/answer' 2>&1"
    check "and says why" answers "has no room to move tables"
    same "and keeps what it holds" 200000 "$(stat_of tracked_addresses)"
    kill $daemon; wait $daemon
    same "and goes on" 0 $?
    rm -f "$small"
fi
rm -rf "$stubs"
finish
