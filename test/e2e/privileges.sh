#!/bin/sh
# What the daemon may do after its start, read from /proc, and that it still does its work. Needs root, nft, ip and a user nobody.
. "$(dirname "$0")/../lib/check.sh"
if [ -z "${INSIDE:-}" ]; then
    for tool in nft ip unshare; do
        command -v $tool >/dev/null || { skip "privileges" "$tool"; finish; exit; }
    done
    if [ "$(id -u)" != 0 ] || ! unshare -n true 2>/dev/null || ! id nobody >/dev/null 2>&1; then
        skip "privileges" "root, network namespaces and a user nobody"
        finish
        exit
    fi
    INSIDE=1 exec unshare -n sh "$0"
fi

run=build/banjo
log=$work/private.log
nobody=$(id -u nobody)
umask 077
attack() {
    for i in 1 2 3 4 5; do
        echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$log"
    done
}
in_set() { nft list table inet banjo | grep -q "$1[ ,]"; }
not_in_set() { ! in_set "$1"; }
field() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$daemon/status" | tr '\t' ' ' | sed 's/ *$//'; }
configure() { # GLOBAL-LINES JAIL-LINES REST
    : > "$log"
    printf '[global]\nsocket = "%s/s"\n%s\n[jails.sshd]\nfilter = "sshd"\n%s\n%s\n' "$work" "$1" "$2" "${3:-}" > "$work/c.toml"
}
start() {
    "$run" run --config "$work/c.toml" >/dev/null 2>"$work/err" &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
started() { if start; then pass "$1"; else fail "$1" "$(cat "$work/err")"; fi; }
stop() { kill "$daemon"; wait "$daemon"; daemon=; }
files="logpath = [\"$log\"]"

configure "" "$files"
started "root starts"
# 2 is CAP_DAC_READ_SEARCH, 12 is CAP_NET_ADMIN
for set in CapEff CapPrm CapBnd; do same "$set" 0000000000001004 "$(field $set)"; done
same "CapInh" 0000000000000000 "$(field CapInh)"
same "no_new_privs" 1 "$(field NoNewPrivs)"
attack 203.0.113.5
check "bans" within 3 in_set 203.0.113.5
stop

configure 'user = "nobody"' "$files"
started "starts for another user"
same "user" "$nobody $nobody $nobody $nobody" "$(field Uid)"
same "group" "$(id -g nobody)" "$(field Gid | cut -d' ' -f1)"
same "no other groups" "" "$(field Groups)"
same "CapEff" 0000000000001004 "$(field CapEff)"
same "adopts what there was" 1 "$("$run" list --json --socket "$work/s" | grep -o '"ip"' | wc -l)"
attack 203.0.113.6
check "bans with a log that only root may read" within 3 in_set 203.0.113.6
mv "$log" "$log.1"
attack 203.0.113.7
check "and with the next one after a rotation" within 3 in_set 203.0.113.7
"$run" unban 203.0.113.6 --socket "$work/s" >/dev/null
check "unbans" within 3 not_in_set 203.0.113.6
nft delete table inet banjo
check "repairs its table" within 4 in_set 203.0.113.7
mv "$work/s" "$work/s.aside"
check "tells when it may not make its socket anew" within 5 grep -q "socket is gone: .*$work/s: [Pp]ermission denied" "$work/err"
mv "$work/s.aside" "$work/s"
check "answers where it is put back" "$run" ping --socket "$work/s"
stop
started "starts where its own socket was left"
stop

# What is to outlive it: in a directory of its own beside the socket, which others are led through but not into.
saved() { "$run" list --json --socket "$work/s" | grep -q "\"$1\".*\"failures\":5"; }
chmod 711 "$work"
for directory in "$work/nobody" "$work/own/state" "$work/given"; do
    nft delete table inet banjo
    rm -rf "$work/nobody"
    where="state_dir = \"$directory\""
    case $directory in
    */nobody) where= ;;
    */given) mkdir "$directory"; chown nobody "$directory" ;;
    */own/state) umask 022 ;;
    esac
    configure "user = \"nobody\"
$where" "$files"
    started "starts with $directory"
    umask 077
    attack 203.0.113.10
    check "saves for the user" within 3 test -s "$directory/s.state"
    same "in the user's own directory" "nobody nobody 700 600" "$(stat -c %U "$directory" "$directory/s.state" | xargs) $(stat -c %a "$directory" "$directory/s.state" | xargs)"
    attack 203.0.113.11
    within 3 in_set 203.0.113.11
    stop
    nft delete table inet banjo
    started "starts again"
    check "with all that was saved" saved 203.0.113.11
    check "which is in the kernel again" in_set 203.0.113.10
    stop
done
rm -rf "$work/nobody"
mkdir "$work/roots"
ln -s roots "$work/nobody"
configure 'user = "nobody"' "$files"
started "starts where a link stands in the place of the directory"
attack 203.0.113.12
check "bans all the same" within 3 in_set 203.0.113.12
check "says that it cannot save" within 3 grep -qi "cannot save to $work/nobody/s.state.new: permission denied" "$work/err"
same "and gives away nothing that was there" "root root" "$(stat -c %U "$work/roots" "$work/nobody" | xargs)"
stop
rm "$work/nobody"
chmod 700 "$work"

configure 'banaction = "log-only"' 'backend = "stdin"'
mkfifo "$work/in"
"$run" run --config "$work/c.toml" < "$work/in" >/dev/null 2>"$work/err" &
daemon=$!
exec 9> "$work/in"
within 10 "$run" ping --socket "$work/s"
same "without files and firewall nothing is kept" 0000000000000000 "$(field CapEff)"
exec 9>&-
stop

# Without logs nothing is kept that reads files of others.
configure 'user = "nobody"' 'backend = "stdin"'
"$run" run --config "$work/c.toml" < "$work/in" >/dev/null 2>"$work/err" &
daemon=$!
exec 9> "$work/in"
within 10 "$run" ping --socket "$work/s"
same "a configuration that the user cannot read is refused at a reload" 1 "$("$run" reload --socket "$work/s" > "$work/out" 2>&1; echo $?)"
check "with the reason" grep -qi "$work/c.toml: permission denied" "$work/out"
check "also in the log" grep -qi "configuration refused.*permission denied" "$work/err"
file=$log
log=/proc/self/fd/9
attack 203.0.113.8
check "and the former one goes on" within 3 in_set 203.0.113.8
log=$file
chmod 711 "$work"
sed -i 's/^user.*/&\nlog_level = "error"/' "$work/c.toml"
chmod 644 "$work/c.toml"
same "one that it can read is put in force" "log_level changed" "$("$run" reload --socket "$work/s")"
chmod 700 "$work"
exec 9>&-
stop

# A log of events that root has opened stays open.
chmod 711 "$work"
configure "user = \"nobody\"
log_target = \"$work/events\"" "$files"
started "starts with a log that only root may write"
sed -i 's/^user.*/&\nlog_format = "json"/' "$work/c.toml"
chmod 644 "$work/c.toml"
same "a reload is put in force" "log_format changed" "$("$run" reload --socket "$work/s" 2>&1)"
attack 203.0.113.14
check "and told there" within 3 grep -q '"event":"ban".*203.0.113.14' "$work/events"
stop
chmod 700 "$work"

configure "" "$files
actions = [\"note\"]" "[actions.note]
ban = [\"$work/note\", \"<ip>\"]"
printf '#!/bin/sh\ngrep CapEff /proc/self/status > "%s/noted"\n' "$work" > "$work/note"
chmod 700 "$work/note"
started "starts with actions"
same "the daemon keeps no more" 0000000000001004 "$(field CapEff)"
attack 203.0.113.9
check "what it runs has what root has" within 3 grep -q "$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)" "$work/noted"
stop
# As a service manager starts it: no_new_privs, and few rights besides; 13 is CAP_NET_RAW.
rm "$work/noted"
run="setpriv --no-new-privs --bounding-set -all,+net_admin,+dac_read_search,+net_raw build/banjo"
if $run version >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    $run run --config "$work/c.toml" >/dev/null 2>"$work/err" &
    daemon=$!
    run=build/banjo
    within 10 "$run" ping --socket "$work/s"
    same "under no_new_privs too" 0000000000001004 "$(field CapEff)"
    attack 203.0.113.13
    check "what it runs has what the daemon was given" within 3 grep -q 0000000000003004 "$work/noted"
    stop
else
    skip "rights of programs under no_new_privs" setpriv
fi
run=build/banjo

place() { tail -n 1 "$work/out" | sed 's/:[0-9]*:[0-9]*:/:LINE:/'; }
configure 'user = "no-such-user"' "$files"
"$run" run --config "$work/c.toml" > "$work/out" 2>&1
same "an unknown user is refused" "1 $work/c.toml:LINE: error: there is no user \"no-such-user\" in /etc/passwd" "$? $(place)"
"$run" check --config "$work/c.toml" > "$work/out" 2>&1
same "check refuses it as well" "1 $work/c.toml:LINE: error: there is no user \"no-such-user\" in /etc/passwd" "$? $(place)"
configure 'user = "nobody"
banaction = "iptables"' "$files"
"$run" run --config "$work/c.toml" > "$work/out" 2>&1
same "iptables is for root alone" "1 $work/c.toml:LINE: error: the programs of iptables need root" "$? $(place)"
configure 'user = "nobody"' "$files"
if [ -x build/image/bin/banjo ]; then
    for command in run check; do
        build/image/bin/banjo $command --config "$work/c.toml" > "$work/out" 2>&1
        same "the image's $command says that it cannot" \
            "1 $work/c.toml:LINE: error: the image cannot become another user; leave that to the service manager" "$? $(place)"
    done
fi

# The init script of System V, with the daemon as it would be installed.
configure "" "$files"
init() { BANJO=$PWD/build/banjo CONFIG=$work/c.toml PIDFILE=$work/pid LOG=$work/init.log sh init/banjo.init "$1"; }
init start > "$work/out" 2>&1
same "init script: start" 0 $?
check "answers" within 5 "$run" ping --socket "$work/s"
same "status" "banjo is running" "$(init status)"
init restart >/dev/null 2>&1
check "restart" within 5 "$run" ping --socket "$work/s"
init stop >/dev/null 2>&1
same "stop" "banjo is not running" "$(init status)"
finish
