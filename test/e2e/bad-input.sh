#!/bin/sh
# Bad input of every kind: a clear error with the right exit code, or a counted truncation; nothing lost, no crash; both runtimes.
. "$(dirname "$0")/../lib/check.sh"
if [ -z "${INSIDE:-}" ] && [ "$(id -u)" = 0 ] && unshare -mn true 2>/dev/null; then
    INSIDE=1 exec unshare -mn --propagation private sh "$0"
fi

stamp() { date '+%b %e %H:%M:%S'; }
attack() { # ADDRESS COUNT FILE
    i=0
    while [ $i -lt "$2" ]; do
        i=$((i + 1))
        echo "$(stamp) h sshd-session[$i]: Failed password for root from $1 port 4000$i ssh2" >> "$3"
    done
}
config() { # FILE LOG SOCKET
    printf '[global]\nsocket = "%s"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["%s"]\n' "$3" "$2" > "$1"
}
nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
client=build/banjo
# refused CODE TEXT COMMAND...: the command ends with that code and says that text on standard error.
refused() {
    expected=$1 text=$2
    shift 2
    timeout 20 "$@" >/dev/null 2>"$work/said"
    code=$?
    if [ $code = "$expected" ] && grep -qF -- "$text" "$work/said"; then pass "$run: $text"
    else fail "$run: $text" "exit $code instead of $expected: $(head -c 2000 "$work/said")"; fi
}
counter() { "$run" stats --json --socket "$work/s" 2>/dev/null | grep -q "\"$1\":$2[,}]"; }
banned() { "$run" list --json --socket "$work/s" | grep -q "\"$1\""; }
said() { grep -qF -- "$1" "$work/err"; }
start() { # CONFIG [STDERR]
    "$run" run --dry-run --config "$1" >/dev/null 2>>"${2:-$work/err}" </dev/null &
    daemon=$!
    within 10 "$run" ping --socket "$work/s"
}
stop() { kill "$daemon"; wait "$daemon"; same "$run: $1 ends the daemon with 0 at SIGTERM" 0 $?; daemon=; }
started() { if [ "$2" = 0 ]; then pass "$run starts: $1"; else fail "$run starts: $1" "$(cat "$work/err")"; fi; }

chmod 755 "$work"
for run in ${BANJO_RUNTIMES:-build/banjo build/image/bin/banjo}; do
    rm -rf "${work:?}"/*
    : > "$work/err"
    log=$work/log
    config "$work/c.toml" "$log" "$work/s"

    # configurations
    refused 1 "cannot read $work/none.toml: no such file" "$run" run --dry-run --config "$work/none.toml"
    refused 1 "cannot read $work: is a directory" "$run" run --dry-run --config "$work"
    printf '[global]\nsockt = "x"\n[jails.a]\nfilter = "sshd"\nlogpath = "%s"\n' "$log" > "$work/bad.toml"
    refused 1 "$work/bad.toml:2:1: error: " "$run" run --dry-run --config "$work/bad.toml"
    refused 1 "$work/bad.toml:2:1: error: " "$run" check --config "$work/bad.toml"
    printf '[jails.a]\nfilter = "\377"\n' > "$work/bad.toml"
    refused 1 "$work/bad.toml:2:" "$run" check --config "$work/bad.toml"
    printf '[jails.a' > "$work/bad.toml"
    refused 1 "$work/bad.toml:1:" "$run" check --config "$work/bad.toml"
    head -c 100000 /dev/zero > "$work/bad.toml"
    refused 1 "$work/bad.toml:1:1: error: " "$run" check --config "$work/bad.toml"
    : > "$work/bad.toml"
    refused 1 "no jail is enabled" "$run" run --dry-run --config "$work/bad.toml"
    refused 2 "--no-such-option" "$run" run --no-such-option

    # logs read once
    refused 1 "$log: no such file" "$run" run --once --dry-run --config "$work/c.toml"
    mkdir "$log"
    refused 1 "$log: is a directory" "$run" run --once --dry-run --config "$work/c.toml"
    rmdir "$log"
    config "$work/glob.toml" "$work/none-*" "$work/s"
    refused 1 "$work/none-*: no file matches yet" "$run" run --once --dry-run --config "$work/glob.toml"
    refused 1 "cannot read $work/none: no such file" "$run" match --filter sshd "$work/none"
    refused 1 "cannot read $work: is a directory" "$run" match --filter sshd "$work"
    { head -c 1000000 /dev/zero | tr '\0' x; printf '\na\0b\377\300\200\n'; head -c 100000 /dev/zero; echo; } > "$log"
    attack 203.0.113.5 4 "$log"
    printf '%s h sshd[1]: Failed password for root from 203.0.113.5 port 1 ssh2' "$(stamp)" >> "$log"
    same "$run: long lines are cut and counted, bytes of any kind do no harm, a last line without its end counts" \
        "8 lines, 1 cut;sshd: 5 failures, 1 ban, 1 banned at the end;" \
        "$("$run" run --once --dry-run --config "$work/c.toml" 2>>"$work/err" </dev/null | tr '\n' ';')"
    "$run" match --json --filter sshd "$log" > "$work/out"
    same "$run: match prints a line for each, cut or not" "8 5" "$(wc -l < "$work/out") $(grep -c '"match":true' "$work/out")"
    same "$run: an empty log is no error" "0 lines" "$(: > "$log"; "$run" run --once --dry-run --config "$work/c.toml" 2>>"$work/err" | head -n 1)"

    # a full disk below the output
    attack 203.0.113.5 5 "$log"
    for command in "run --once --dry-run --config $work/c.toml" "match --json --filter sshd $log" "check --config $work/c.toml" version; do
        # shellcheck disable=SC2086
        refused 1 "no space left on device" sh -c "exec $run $command > /dev/full"
    done
    "$run" run --once --dry-run --config "$work/c.toml" > "$work/out" 2>/dev/full
    same "$run: errors that cannot be written do not stop it" "0 5 lines" "$? $(head -n 1 "$work/out")"
    "$run" run --once --dry-run --config "$work/c.toml" > "$work/out" 2>&- <&-
    # The next file or socket must not become standard error: a ban would be written into it.
    same "$run: closed descriptors do not stop it" "0 5 lines" "$? $(head -n 1 "$work/out")"

    # sockets
    refused 3 "cannot reach the banjo daemon at $work/s" "$run" ping --socket "$work/s"
    refused 3 "cannot reach the banjo daemon at $log" "$run" ping --socket "$log"
    config "$work/d.toml" "$log" "$log/s"
    refused 1 "cannot create the control socket $log/s: not a directory" "$run" run --dry-run --config "$work/d.toml"
    config "$work/d.toml" "$log" "$log"
    refused 1 "$log exists and is no socket" "$run" run --dry-run --config "$work/d.toml"
    config "$work/d.toml" "$log" "/proc/none/s"
    refused 1 "cannot create the directory /proc/none" "$run" run --dry-run --config "$work/d.toml"

    # other users
    if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null && $nobody "$run" version >/dev/null 2>&1; then
        chmod 600 "$log"
        refused 1 "$log: permission denied" $nobody "$run" run --once --dry-run --config "$work/c.toml"
        mkdir -m 755 "$work/sockets"
        config "$work/d.toml" "$log" "$work/sockets/s"
        refused 1 "cannot create the control socket $work/sockets/s: permission denied" $nobody "$run" run --dry-run --config "$work/d.toml"
        chmod 777 "$work/sockets"
        refused 1 "banjo needs root or CAP_NET_ADMIN" $nobody "$run" run --config "$work/d.toml"
        chmod 755 "$work/sockets"
        chmod 600 "$work/d.toml"
        refused 1 "cannot read $work/d.toml: permission denied" $nobody "$run" check --config "$work/d.toml"
    else
        skip "$run for other users" "root and setpriv"
    fi

    # a daemon whose log appears later, becomes readable later, and is full of anything
    rm -f "$log"
    mkdir "$log"
    start "$work/c.toml"
    started "a directory in place of its log" $?
    check "$run tells it" within 3 said "warning: $log: is a directory"
    refused 1 "another banjo is running at $work/s" "$run" run --dry-run --config "$work/c.toml"
    check "$run: the first daemon goes on" "$run" ping --socket "$work/s"
    rmdir "$log"
    attack 203.0.113.6 5 "$log"
    check "$run reads a log that appears later from its beginning" within 4 banned 203.0.113.6
    { head -c 1000000 /dev/zero | tr '\0' x; printf '\na\0b\377\300\200\n'; } >> "$log"
    attack 203.0.113.7 5 "$log"
    check "$run bans after a line of 1 MB, NUL bytes and invalid UTF-8" within 3 banned 203.0.113.7
    check "$run counts one line cut" counter banjo_truncated_lines_total 1
    check "$run counts every line" counter banjo_lines_total 12
    attack 203.0.113.8 4 "$log"
    printf '%s h sshd[1]: Failed password for root from 203.0.113.8' "$(stamp)" >> "$log"
    sleep 0.2
    check "$run waits for the end of a line" counter banjo_lines_total 16
    printf ' port 1 ssh2\n' >> "$log"
    check "$run bans when the line has ended" within 3 banned 203.0.113.8
    stop "bad lines"

    # a full disk below the log and standard error
    mkdir "$work/small"
    if [ "$(id -u)" = 0 ] && [ -n "${INSIDE:-}" ] && mount -t tmpfs -o size=64k none "$work/small" 2>/dev/null; then
        log=$work/small/log
        config "$work/d.toml" "$log" "$work/s"
        : > "$log"
        start "$work/d.toml" "$work/small/err"
        started "log and standard error on a small disk" $?
        attack 203.0.113.9 5 "$log"
        check "$run bans before the disk is full" within 3 banned 203.0.113.9
        head -c 200000 /dev/zero 2>/dev/null | tr '\0' '\n' > "$work/small/ballast" 2>/dev/null
        # In a page of the log that is there already: the writer gets this through, the daemon's page is full.
        attack 203.0.113.10 5 "$log" 2>/dev/null
        check "$run bans while the disk is full" within 3 banned 203.0.113.10
        n=0
        while [ $n -lt 90 ]; do
            n=$((n + 1))
            "$client" ban sshd 198.51.100.$n --socket "$work/s" >/dev/null 2>&1
        done
        head -c 5000 /dev/zero | tr '\0' x >> "$log" 2>/dev/null
        check "$run counts the lines of its own that it could not write" counter banjo_log_lines_lost_total '[1-9][0-9]*'
        same "$run bans by hand while the disk is full" 90 "$("$run" list --json --socket "$work/s" | grep -o '"198.51.100[^"]*"' | wc -l)"
        rm "$work/small/ballast"
        echo >> "$log"
        attack 203.0.113.11 5 "$log"
        check "$run bans when there is room again" within 3 banned 203.0.113.11
        same "$run keeps every ban" 3 "$("$run" list --json --socket "$work/s" | grep -o '"203.0.113[^"]*"' | wc -l)"
        stop "a full disk"
        umount "$work/small"
    else
        skip "$run on a full disk" "root and a mount namespace"
    fi
done
finish
