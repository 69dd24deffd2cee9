#!/bin/sh
# The native twin of the matching loop agrees with plain Java, pattern by pattern: on this CPU and, under qemu-user, on one that is
# big-endian, has 32 bits and faults on unaligned words. So do a concatenation
# of many parts and the fault that a null reference is.
. "$(dirname "$0")/../lib/check.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL

agree() { # CPU PATTERNS COMMAND...
    cpu=$1 patterns=$2
    shift 2
    if make -s "build/twins/$cpu" > "$work/make" 2>&1; then
        same "loop twins on $cpu" "the twins agree" "$("$@" "build/twins/$cpu" 20261128 "$patterns" 2>&1)"
        same "a concatenation on $cpu" "a/nullc1 -5000000000-1truea1cnulla/" "$("$@" "build/twins/$cpu" a 2>&1)"
        same "a null reference on $cpu ends the program with its message" "banjo: internal error: null reference
exit 1" \
            "$("$@" "build/twins/$cpu" 2>&1; echo "exit $?")"
    else
        fail "loop twins on $cpu" "$(tail -n 5 "$work/make")"
    fi
}

agree "$(uname -m | sed s/armv7l/armv7/)" 3000
unset CC
if ! command -v qemu-mips-static >/dev/null; then
    skip "loop twins on mips" "qemu-mips-static (package qemu-user-static)"
elif ! sh src/build/compiler.sh mips >/dev/null 2>"$work/compiler"; then
    skip "loop twins on mips" "a C compiler: $(tail -n 1 "$work/compiler")"
else
    agree mips 300 qemu-mips-static -cpu 24Kc
fi
finish
