#!/bin/sh
# `banjo status IP` and what of it reaches a terminal; events of failures and repairs; the manual pages.
title="status"
tools=""
. "$(dirname "$0")/../lib/namespace.sh"
ip link set lo up
ip addr add 10.9.8.7/24 dev lo
export TZ=UTC0
failed_login() { printf '%s h sshd[1]: Failed password for %b from %s port 1 ssh2\n' "$(date -u '+%b %e %H:%M:%S')" "$1" "$2"; }
# json COMMAND-OUTPUT EXPRESSION of a: the answer, parsed.
json() { python3 -c 'import json,sys
a = json.loads(sys.argv[1])
print(eval(sys.argv[2]))' "$1" "$2"; }
# What a command writes to a terminal.
on_terminal() { python3 -c 'import os, pty, sys
def quiet(fd):
    data = os.read(fd, 65536); out.append(data); return b""
out = []
saved = os.dup(1); null = os.open("/dev/null", os.O_RDWR); os.dup2(null, 1); os.dup2(null, 0)
pty.spawn(sys.argv[1:], quiet, lambda fd: b"")
os.write(saved, b"".join(out))' "$@" < /dev/null; }
coloured() { grep -q "$(printf '\033')\["; }
for banjo in build/banjo build/image/bin/banjo; do
    rm -rf "$work"/* && : > "$work/auth.log"
    cat > "$work/c.toml" <<TOML
[global]
socket = "$work/s"
state_dir = "none"
on_stop = "remove"
log_target = "$work/events"
log_format = "json"
log_level = "debug"
[defaults]
ignoreip = ["198.51.100.0/24"]
[jails.sshd]
filter = "sshd"
logpath = ["$work/auth.log"]
maxretry = 3
bantime = "forever"
prefix_v6 = 64
[jails.second]
filter = "sshd"
maxretry = 100
logpath = ["$work/auth.log"]
[jails.other]
filter = "dropbear"
logpath = ["$work/auth.log"]
TOML
    $banjo run --config "$work/c.toml" 2>"$work/stderr" &
    daemon=$!
    within 5 grep -q watching "$work/stderr"
    {
        failed_login root 203.0.113.7
        failed_login 'in\033[2Jvalid\377' 203.0.113.7
        failed_login "$(printf 'x%.0s' $(seq 300))" 203.0.113.7
        failed_login after 203.0.113.7
        failed_login root 2001:db8::5
        failed_login root 198.51.100.3
    } >> "$work/auth.log"
    within 5 grep -q '"event":"ban"' "$work/events"
    status() { $banjo status "$@" --socket "$work/s"; }
    text=$(status 203.0.113.7)
    same "$banjo: a banned address ends with 0" 0 $?
    check "the ban is for ever" sh -c "echo '$text' | grep -Eq '^sshd +203.0.113.7 +banned +3 +- +20.*forever'"
    check "another jail counts it" sh -c "echo '$text' | grep -Eq '^second +203.0.113.7 +not banned +4 of 100 within 10m'"
    check "the third jail does not know it" sh -c "! echo '$text' | grep -q '^other'"
    check "what an attacker wrote is escaped" sh -c "echo '$text' | grep -F 'in\\x1b[2Jvalid' && ! echo '$text' | grep -q '$(printf '\033')'"
    answer=$(status 203.0.113.7 --json)
    same "JSON tells the same" "[True, False] [3, 4] -1" "$(json "$answer" '[j["banned"] for j in a["jails"]], [j["failures"] for j in a["jails"]], a["jails"][0]["until"]' | tr -d '()' | sed 's/\], /] /g')"
    same "only lines that counted are kept" 7 "$(json "$answer" 'len(a["lines"])')"
    same "long ones are cut" "2 256" "$(json "$answer" 'str(sum(l["cut"] for l in a["lines"])) + " " + str(max(len(l["line"]) for l in a["lines"]))')"
    same "invalid UTF-8 is U+FFFD" True "$(json "$answer" '"in\x1b[2Jvalid\ufffd" in a["lines"][2]["line"]')"
    same "an IPv4-mapped address is the same" "$answer" "$(status ::ffff:203.0.113.7 --json)"
    same "a prefix covers it" "2001:db8::/64 1" "$(json "$(status 2001:db8::99 --json)" 'a["jails"][0]["ip"] + " " + str(a["jails"][0]["failures"])')"
    check "an entry of ignoreip" sh -c "$banjo status 198.51.100.3 --socket $work/s | grep -q 'never banned (ignoreip 198.51.100.0/24)'"
    check "the machine's own address" sh -c "$banjo status 10.9.8.7 --socket $work/s | grep -q 'never banned (ignoreself'"
    check "a network of the machine" sh -c "$banjo status 10.9.8.1 --socket $work/s | grep -q 'never banned (ignorelan'"
    same "nothing is known of another" "nothing is known of 192.0.2.99" "$(status 192.0.2.99)"
    status 192.0.2.99 --json >/dev/null
    same "which ends with 1" 1 $?
    same "a jail is still a jail" sshd "$(json "$(status sshd --json)" 'a["name"]')"
    on_terminal env TERM=xterm $banjo status 203.0.113.7 --socket "$work/s" > "$work/terminal"
    check "a terminal gets colours" sh -c "grep -q '$(printf '\033\\[31mbanned\033\\[0m')' $work/terminal"
    check "but nothing of the attacker's" sh -c "! grep -q '$(printf '\033\\[2J')' $work/terminal"
    for command in list jails filters "status"; do
        check "so do $command" sh -c "grep -q '$(printf '\033\\[1m')' <<X
$(on_terminal env TERM=xterm $banjo $command $([ $command = filters ] || echo --socket $work/s))
X"
    done
    for none in NO_COLOR=1 TERM=dumb; do
        on_terminal env TERM=xterm $none $banjo jails --socket "$work/s" > "$work/terminal"
        check "$none: none" sh -c "grep -q JAIL $work/terminal && ! grep -q '$(printf '\033')' $work/terminal"
    done
    check "a pipe gets none" sh -c "env TERM=xterm $banjo jails --socket $work/s | grep -q '^JAIL ' "
    nft delete table inet banjo
    within 5 grep -q '"event":"repair"' "$work/events"
    check "a repair is an event" grep -q '"event":"repair","severity":"warning"' "$work/events"
    same "failures that count are events at level debug" 9 "$(grep -c '"event":"attempt"' "$work/events")"
    for i in $(seq 90); do failed_login "$(printf '\\001%.0s' $(seq 200))" 203.0.113.50; done >> "$work/auth.log"
    within 5 sh -c "$banjo status 203.0.113.50 --socket $work/s | grep -q '^second .* 90 of 100'"
    same "an answer of many pieces is whole" "93 True" "$(json "$(status 203.0.113.50 --json)" 'str(len(a["lines"])) + " " + str(all("\x01" * 150 in l["line"] for l in a["lines"]))')"
    kill $daemon; wait $daemon
    daemon=
done
echo 'bad' > "$work/bad.toml"
on_terminal env TERM=xterm build/banjo check --config "$work/bad.toml" > "$work/terminal"
check "errors are red on a terminal" grep -q "$(printf '\033\\[31merror:\033\\[0m')" "$work/terminal"
if command -v mandoc >/dev/null; then
    for page in docs/banjo.8 docs/banjo.toml.5; do
        same "$page has no fault" "" "$(mandoc -Tlint -Wwarning $page)"
    done
else
    skip "manual pages" mandoc
fi
finish
