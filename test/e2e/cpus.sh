#!/bin/sh
# The binaries of other CPUs, under qemu-user, print byte for byte what this machine's prints. They are built here from the same
# generated C, two at a time; the first build for a CPU also builds its C library. BANJO_CPUS="arm riscv64" names others.
. "$(dirname "$0")/../lib/check.sh"
# The settings of the make that runs this test are for this machine: CC would be the wrong compiler for another.
unset MAKEFLAGS MFLAGS MAKELEVEL CC

emulator() {
    case $1 in
        aarch64) echo "qemu-aarch64-static -cpu cortex-a53" ;;
        armv7)   echo "qemu-arm-static -cpu cortex-a7" ;;
        arm)     echo "qemu-arm-static -cpu arm926" ;;
        mips)    echo "qemu-mips-static -cpu 24Kc" ;;
        mipsel)  echo "qemu-mipsel-static -cpu 24Kc" ;;
        *)       echo "qemu-$1-static" ;;
    esac
}

cpus=
for cpu in ${BANJO_CPUS:-aarch64 armv7 mipsel mips}; do
    qemu=$(emulator "$cpu")
    if ! command -v "${qemu%% *}" >/dev/null; then
        skip "$cpu" "${qemu%% *} (package qemu-user-static)"
    elif ! sh src/build/compiler.sh "$cpu" >/dev/null 2>"$work/compiler"; then
        skip "$cpu" "a C compiler: $(tail -n 1 "$work/compiler")"
    else
        cpus="$cpus $cpu"
    fi
done
[ -z "$cpus" ] || make -s -k -j 2 $(printf 'build/native/%s/banjo ' $cpus) > "$work/make" 2>&1 || cat "$work/make"

# Ordinary lines, no line at all, any bytes, NUL, a line of 1 MB, no newline at the end.
cp test/data/filter/mixed.log "$work/mixed.log"
cp test/data/demo/attack.log "$work/demo.log"
: > "$work/empty.log"
{ head -c 200000 build/banjo; echo; head -c 1000000 /dev/zero | tr '\0' x; printf '\na\0b\377\n'; cat test/data/filter/mixed.log; printf 'Nov'; } > "$work/hostile.log"
printf '[global]\ntimezone = "UTC0"\nmemory_ceiling = "512M"\n[jails.x]\nfilter = "sshd"\nlogpath = ["%s", "%s"]\nmaxretry = 2\n[jails.y]\nfilter = "dropbear"\nlogpath = ["%s"]\n' \
    "$work/mixed.log" "$work/hostile.log" "$work/mixed.log" > "$work/once.toml"
printf '[global]\nmemory_ceilin = 1\n[jails.x]\nfilter = "sshd"\nfindtime = "-3m"\n' > "$work/wrong.toml"

# A line without a date is read now: so are the bans that end by then. What memory is for depends on what is resident, the emulator too.
without_now() { sed 's/^[-0-9]* [:0-9]* \(.* would unban .*\)/NOW \1/; /^  [0-9]*K /d'; }

outputs() { # COMMAND...: everything that a binary says, with its exit codes
    for log in mixed demo empty hostile; do
        for filter in "sshd --option mode=aggressive" dropbear; do
            echo "== match $filter $log"
            "$@" match --filter $filter --tz UTC0 --now 1795000000 --json "$work/$log.log" 2>&1
            echo "exit $?"
        done
    done
    for arguments in "match --filter sshd --tz CET-1CEST,M3.5.0,M10.5.0/3 --now 1795000000 $work/mixed.log" "run --once --dry-run --config $work/once.toml" \
        "check --config $work/once.toml" "check --config $work/wrong.toml" "filters --json" "version" "ping --socket $work/none"; do
        echo "== $arguments"
        "$@" $arguments 2>&1
        echo "exit $?"
    done
}

outputs build/banjo | without_now > "$work/expected"
check "the inputs match and ban" sh -c "grep -q '\"match\":true' '$work/expected' && grep -q 'would ban 192.0.2.44' '$work/expected'"
for cpu in $cpus; do
    if [ ! -x build/native/$cpu/banjo ]; then
        fail "$cpu builds"
        continue
    fi
    pass "$cpu builds"
    outputs $(emulator "$cpu") build/native/$cpu/banjo | without_now > "$work/$cpu"
    if cmp -s "$work/expected" "$work/$cpu"; then
        pass "$cpu prints the same $(wc -c < "$work/expected") bytes"
    else
        fail "$cpu prints the same" "$(diff "$work/expected" "$work/$cpu" | head -6)"
    fi
done
finish
