#!/bin/sh
# The native binary and the image print the same bytes for the same input, good and bad.
. "$(dirname "$0")/../lib/check.sh"
native=build/banjo
image=build/image/bin/banjo
export TZ=Europe/Zurich
both() { # NAME ARGUMENTS...
    name=$1
    shift
    $native "$@" > "$work/n" 2>&1 < /dev/null
    echo "exit $?" >> "$work/n"
    $image "$@" > "$work/i" 2>&1 < /dev/null
    echo "exit $?" >> "$work/i"
    # What a runtime takes of the memory ceiling is its own.
    sed -i '/^  [0-9]*K /d' "$work/n" "$work/i"
    if cmp -s "$work/n" "$work/i"; then pass "$name"; else fail "$name" "$(diff "$work/n" "$work/i" | head -5)"; fi
}
for mode in normal ddos extra aggressive; do
    both "match sshd $mode" match --filter sshd --option mode=$mode --now 1795000000 --json test/data/filter/mixed.log
done
both "match dropbear" match --filter dropbear --now 1795000000 --json test/data/filter/mixed.log
for filter in apache-badbots caddy dropbear freeswitch gitlab grafana nextcloud nginx-botsearch samba traefik-auth xrdp; do
    both "dates inside the lines of $filter" match --filter $filter --now 1795600000 --json test/data/filters/$filter.samples
    check "$filter finds them" grep -q '"match":true.*"time":17955' "$work/n"
done
both "the report" match --filter sshd --now 1795000000 test/data/filter/mixed.log
head -c 300000 /dev/urandom > "$work/random"
both "random bytes" match --filter sshd --now 1795000000 --json "$work/random"
both "version" --version
same "--version is bare" 0.1.0 "$($native --version)"
same "the Makefile and the program agree on the version" "VERSION := $($native --version)" "$(grep '^VERSION' Makefile)"
both "help" help
both "filters" filters --json
both "unknown command" bna
both "unreachable daemon" ping --socket /nonexistent/s
both "unknown filter" match --filter ssdh
for file in test/data/config/*.toml; do
    # The image refuses to become another user: test/e2e/privileges.sh.
    sed '/^user = "/d' "$file" > "$work/${file##*/}"
    both "check $file" check --config "$work/${file##*/}"
done
both "missing configuration" run --config /nonexistent
printf '[jails.x]\nfilter = "sshd"\nlogpath = ["%s"]\nmaxretry = 2\n' "$PWD/test/data/filter/mixed.log" > "$work/once.toml"
both "run --once --dry-run" run --once --dry-run --config "$work/once.toml"
for second in 00 07 14; do
    echo "192.0.2.8 - - [24/Nov/2020:10:00:$second +0000] \"GET /.env HTTP/1.1\" 404 153 \"-\" \"x\""
done > "$work/access.log"
printf '[jails.x]\nfilter = "nginx-botsearch"\nlogpath = ["%s"]\nmaxretry = 3\n' "$work/access.log" > "$work/once.toml"
both "run --once over an old access log" run --once --dry-run --config "$work/once.toml"
check "it bans by its dates" grep -q '2020-11-24 11:00:14 .*ban 192.0.2.8' "$work/n"
$native match --filter sshd --json test/data/filter/mixed.log > /dev/full 2>"$work/full"
same "a full disk is an error" 1 $?
finish
