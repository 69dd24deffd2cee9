#!/bin/sh
# Commands of [actions.NAME], with both runtimes; the firewall is left alone.
. "$(dirname "$0")/../lib/check.sh"
log=$work/auth.log
cat > "$work/note" <<EOF2
#!/bin/sh
printf '[%s]' "\$@" >> "$work/seen"
echo >> "$work/seen"
EOF2
chmod +x "$work/note"
cat > "$work/c.toml" <<EOF2
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
ban = ["$work/note", "ban", "<ip>", "--time=<bantime>", "\$(id)", "<failures>"]
unban = ["$work/note", "unban", "<ip>"]
[actions.slow]
ban = ["sleep", "44"]
timeout = 1
EOF2
for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    rm -f "$work/seen" "$work/err"
    : > "$log"
    "$run" run --config "$work/c.toml" >/dev/null 2>"$work/err" &
    daemon=$!
    check "$run starts" within 10 "$run" ping --socket "$work/s"
    for i in 1 2; do echo "$(date '+%b %e %H:%M:%S') h sshd[$i]: Failed password for root from 2001:db8::5 port 4000$i ssh2" >> "$log"; done
    check "$run runs the command of a ban" within 3 grep -qxF '[ban][2001:db8::5][--time=2][$(id)][2]' "$work/seen"
    check "and of its end" within 5 grep -qxF '[unban][2001:db8::5]' "$work/seen"
    check "a command that hangs is ended" within 5 grep -q 'action slow: sleep: took longer than 1s and was ended' "$work/err"
    check "and counted" sh -c "$run stats --json --socket $work/s | grep -q '\"banjo_action_failures_total\":1,'"
    check "none is left" sh -c "! pgrep -P $daemon"
    kill $daemon
    wait $daemon
    daemon=
    same "start and stop run theirs" '[start sshd] [stop][sshd]' "$(sed -n '1p;$p' "$work/seen" | tr '\n' ' ' | sed 's/ $//')"
done
finish
