#!/bin/sh
# `make run`, twice: it bans before one's eyes and ends by itself. As root the bans are real, in a network namespace of its own;
# for anybody else it is a dry run, and says so.
. "$(dirname "$0")/../lib/check.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL CC
shows() { grep -q -e "$1" "$work/out"; }
shows_not() { ! shows "$1"; }

demo() { # WHO COMMAND...
    who=$1
    shift
    "$@" make run > "$work/out" 2>&1 < /dev/null
    same "make run as $who ends well" 0 $?
    check "$who sees the log being written" shows '^   log: .* sshd-session\['
    check "$who sees the status table" shows '^sshd  *sshd  '
    check "$who sees the list of bans" shows '^203.0.113.7  *sshd '
    check "the address in a user name is not banned for $who" sh -c "! grep -q '^203.0.113.99 ' '$work/out'"
    check "nothing is left to build for $who" shows_not '^javac\|^teavm\|^cc\|^jlink'
}

if [ "$(id -u)" != 0 ]; then
    demo "$(id -un)"
    check "it is a dry run" shows '--dry-run'
    check "which says what it would do" shows 'would ban 203.0.113.7'
    skip "make run as root" root
    finish
    exit
fi

for time in first second; do
    if unshare -n true 2>/dev/null && command -v nft >/dev/null; then
        nft list ruleset > "$work/before" 2>&1
        demo "root, the $time time"
        check "the bans are real" shows 'ban 203.0.113.7 for'
        check "the kernel's set is shown" shows '203.0.113.7 timeout 10m'
        nft list ruleset > "$work/after" 2>&1
        check "the machine's own firewall is as before" cmp "$work/before" "$work/after"
    else
        skip "make run as root" "network namespaces and nft"
    fi
done

# nobody owns nothing: the build must not need to write where all is built.
if ! command -v setpriv >/dev/null; then
    skip "make run as nobody" setpriv
elif ! setpriv --reuid=65534 --regid=65534 --clear-groups test -r Makefile -a -x build/banjo; then
    skip "make run as nobody" "a folder that others can read"
else
    demo nobody setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent
    check "it is a dry run" shows '--dry-run'
    check "which says what it would do" shows 'would ban 203.0.113.7'
fi
finish
