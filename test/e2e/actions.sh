#!/bin/sh
# Commands of [actions.NAME], with both runtimes; the firewall is left alone.
. "$(dirname "$0")/../lib/check.sh"
log=$work/auth.log
cat > "$work/note" <<EOF2
#!/bin/sh
printf '[%s]' "\$@" >> "$work/seen"
echo >> "$work/seen"
EOF2
cat > "$work/long" <<EOF2
#!/bin/sh
touch "$work/begun"
sleep 2
"$work/note" long "\$@"
EOF2
chmod +x "$work/note" "$work/long"
cat > "$work/at-start.toml" <<EOF2
[global]
socket = "$work/s"
banaction = "log-only"
[jails.sshd]
filter = "sshd"
logpath = ["$log"]
maxretry = 2
bantime = 2
actions = ["note", "slow"]
[actions.note]
start = ["$work/note", "start <jail>"]
stop = ["$work/note", "stop", "<jail>"]
ban = ["$work/note", "ban", "<ip>", "--time=<bantime>", "\$(id)", "", "<failures>"]
unban = ["$work/note", "unban", "<ip>"]
[actions.slow]
ban = ["sleep", "44"]
timeout = 1
EOF2
for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    rm -f "$work/seen" "$work/err"
    rm -f "$work/begun"
    : > "$log"
    cp "$work/at-start.toml" "$work/c.toml"
    "$run" run --config "$work/c.toml" >/dev/null 2>"$work/err" &
    daemon=$!
    check "$run starts" within 10 "$run" ping --socket "$work/s"
    for i in 1 2; do echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from 2001:db8::5 port 4000$i ssh2" >> "$log"; done
    check "$run runs the command of a ban" within 3 grep -qxF '[ban][2001:db8::5][--time=2][$(id)][][2]' "$work/seen"
    check "and of its end" within 5 grep -qxF '[unban][2001:db8::5]' "$work/seen"
    check "a command that hangs is ended" within 5 grep -q 'action slow: sleep: took longer than 1s and was ended' "$work/err"
    check "and counted" sh -c "$run stats --json --socket $work/s | grep -q '\"banjo_action_failures_total\":1,'"
    check "none is left" sh -c "! pgrep -P $daemon"

    # Another configuration while commands of the former one run and wait.
    sed -e 's/"slow"\]/"long"]/' -e '$a [actions.long]\nban = ["'"$work"'/long", "<ip>"]' "$work/at-start.toml" > "$work/c.toml"
    check "actions change while it runs" sh -c "'$run' reload --socket '$work/s' | grep -qx 'jail sshd changed: actions'"
    for i in 1 2; do echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from 2001:db8::6 port 4000$i ssh2" >> "$log"; done
    check "the new one is run" within 5 test -e "$work/begun"
    for i in 1 2; do echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from 2001:db8::7 port 4000$i ssh2" >> "$log"; done
    within 5 grep -qF '[ban][2001:db8::7]' "$work/seen"
    sed -e 's/"slow"\]/"new"]/' -e 's/note", "ban"/note", "ban again"/' -e '$a [actions.new]\nstart = ["'"$work"'/note", "new", "<jail>"]' "$work/at-start.toml" > "$work/c.toml"
    "$run" reload --socket "$work/s" > "$work/answer" 2>&1
    check "what has changed is told" sh -c "grep -qx 'action note changed: ban' '$work/answer' && grep -qx 'jail sshd changed: actions' '$work/answer'"
    check "a changed action stops" within 5 sh -c "sed -n '/2001:db8::7/,\$p' '$work/seen' | grep -qxF '[stop][sshd]'"
    check "and starts" within 5 sh -c "sed -n '/2001:db8::7/,\$p' '$work/seen' | grep -qxF '[start sshd]'"
    check "so does a new one" within 5 grep -qxF '[new][sshd]' "$work/seen"
    check "what was running comes to its end" within 5 grep -qxF '[long][2001:db8::6]' "$work/seen"
    check "and what was waiting to its turn" within 5 grep -qxF '[long][2001:db8::7]' "$work/seen"
    for i in 1 2; do echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from 2001:db8::8 port 4000$i ssh2" >> "$log"; done
    check "then the new commands are used" within 5 grep -qF '[ban again][2001:db8::8]' "$work/seen"
    same "and the former ones no more" 0 "$(grep -c '^.ban..2001:db8::8\|^.long..2001:db8::8' "$work/seen")"
    within 5 grep -qxF '[unban][2001:db8::8]' "$work/seen"
    kill $daemon
    wait $daemon
    daemon=
    same "start and stop run theirs" '[start sshd] [stop][sshd]' "$(sed -n '1p;$p' "$work/seen" | tr '\n' ' ' | sed 's/ $//')"
done
finish
