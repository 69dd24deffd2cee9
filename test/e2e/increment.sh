#!/bin/sh
# Bans that get longer, in the kernel and over restarts, and a jail that is fed by the bans of the others.
title="increment"
tools="nft"
. "$(dirname "$0")/../lib/namespace.sh"
log=$work/logs/auth.log
attack() { echo "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from $1 port 1 ssh2" >> "$log"; }
in_set() { nft list table inet banjo | grep -q "$1 timeout $2"; } # ADDRESS TIMEOUT
free() { "$banjo" list --socket "$work/s" > "$work/list" && ! grep -q "$1 " "$work/list"; }
start() { # waits until it watches
    : > "$work/err"
    "$banjo" run --config "$work/c.toml" 2>"$work/err" & daemon=$!
    within 5 grep -q watching "$work/err"
}
stop() { kill "-${1:-TERM}" $daemon; wait $daemon 2>/dev/null; daemon=; }
for banjo in build/banjo build/image/bin/banjo; do
    nft delete table inet banjo 2>/dev/null
    rm -rf "$work"/* && mkdir "$work/logs" && : > "$log"
    cat > "$work/c.toml" <<-END
	[global]
	socket = "$work/s"
	state_interval = "1s"
	timezone = "UTC0"
	[defaults]
	bantime = "1s"
	bantime_increment = { multipliers = [1, 2, 600, 6000] }
	[jails.sshd]
	filter = "sshd"
	maxretry = 1
	port = 22
	logpath = ["$log"]
	actions = ["note"]
	[jails.recidive]
	filter = "recidive"
	backend = "bans"
	maxretry = 3
	findtime = "1d"
	bantime = "1w"
	bantime_increment = { enabled = false }
	[actions.note]
	ban = ["/bin/sh", "-c", "echo \$0 \$1 >> $work/acted", "<ip>", "<bantime>"]
	unban = ["/bin/sh", "-c", "echo freed \$0 \$1 >> $work/acted", "<ip>", "<bantime>"]
	END
    check "$banjo check tells the room for earlier bans" sh -c "'$banjo' check --config '$work/c.toml' | grep -q 'K earlier bans: [0-9]* addresses'"
    start
    attack 192.0.2.1
    check "the first ban is short" within 5 in_set 192.0.2.1 1s
    within 5 free 192.0.2.1
    attack 192.0.2.1
    check "the second one is longer" within 5 in_set 192.0.2.1 2s
    within 5 free 192.0.2.1
    within 5 sh -c "[ \$(stat -c %Y '$work/s.state') -ge \$(date +%s) ]"
    stop KILL
    start
    attack 192.0.2.1
    check "the third one is longer still, though the daemon was killed" within 5 in_set 192.0.2.1 10m
    check "list tells its end" sh -c "'$banjo' list --json --socket '$work/s' | tr '}' '\n' | grep '\"sshd\"' | sed 's/.*since\":\([0-9]*\),\"until\":\([0-9]*\).*/\2 \1/' | { read -r u s; [ \$((u - s)) -ge 599 ] && [ \$((u - s)) -le 601 ]; }"
    check "the event tells its length" grep -q '\[sshd\] ban 192.0.2.1 for 10m' "$work/err"
    check "and the action" within 5 grep -q '^192.0.2.1 600$' "$work/acted"
    check "status tells how often it was banned" sh -c "'$banjo' status 192.0.2.1 --socket '$work/s' | grep -Eq '^sshd +192.0.2.1 +banned +1 +3 +20'"
    check "in JSON too" sh -c "'$banjo' status 192.0.2.1 --json --socket '$work/s' | grep -q '\"jail\":\"sshd\".*\"bans\":3'"
    check "a jail whose bans do not get longer has no count" sh -c "'$banjo' status 192.0.2.1 --json --socket '$work/s' | grep -vq '\"jail\":\"recidive\"[^}]*\"bans\"'"
    check "what a restart takes over is no ban to recidive" free "192.0.2.1 *recidive"
    stop
    start
    check "the long ban is taken over as it is" in_set 192.0.2.1 10m
    "$banjo" unban 192.0.2.1 --socket "$work/s" >/dev/null
    within 5 free 192.0.2.1
    check "the action is told how long it would have lasted, over a restart too" within 5 grep -q '^freed 192.0.2.1 \(600\|599\|601\)$' "$work/acted"
    check "and before how long it had lasted" grep -q '^freed 192.0.2.1 2$' "$work/acted"
    attack 192.0.2.1
    check "who is freed by hand begins anew" within 5 in_set 192.0.2.1 1s
    for ip in 192.0.2.7 2001:db8::7; do
        for time in 1s 2s; do
            attack $ip
            within 5 in_set $ip $time
            within 5 free $ip
        done
        attack $ip
        check "three bans within a day bring one of a week, from all ports: $ip" within 5 in_set $ip 7d
        check "of recidive" sh -c "'$banjo' list --json --socket '$work/s' | grep -q '\"$ip\",\"jail\":\"recidive\"'"
    done
    stop
    printf 'damaged' > "$work/s.state"
    start
    check "a damaged file is set aside" grep -q 's.state: .*set aside' "$work/err"
    attack 192.0.2.9
    check "and counting begins anew" within 5 in_set 192.0.2.9 1s
    stop
done
finish
