#!/bin/sh
# The binaries of other CPUs under qemu-user print what this machine's prints. They are built here: BANJO_CPUS names them.
. "$(dirname "$0")/../lib/check.sh"
for cpu in ${BANJO_CPUS:-mips}; do
    case $cpu in armv7) qemu="qemu-arm-static -cpu cortex-a7" ;; arm) qemu="qemu-arm-static -cpu arm926" ;; mips) qemu="qemu-mips-static -cpu 24Kc" ;;
        mipsel) qemu="qemu-mipsel-static -cpu 24Kc" ;; *) qemu=qemu-$cpu-static ;; esac
    command -v ${qemu%% *} >/dev/null || { skip "$cpu" "${qemu%% *}"; continue; }
    make -s native TARGET=$cpu > "$work/make" 2>&1 || { fail "$cpu builds" "$(tail -5 "$work/make")"; continue; }
    for arguments in "match --filter sshd --option mode=aggressive --tz UTC0 --now 1795000000 --json test/data/filter/mixed.log" "run --once --dry-run --config $work/once.toml"; do
        printf '[global]\ntimezone = "UTC0"\n[jails.x]\nfilter = "sshd"\nlogpath = ["%s"]\nmaxretry = 2\n' "$PWD/test/data/filter/mixed.log" > "$work/once.toml"
        same "$cpu: ${arguments%% *}" "$(build/banjo $arguments 2>&1)" "$($qemu build/native/$cpu/banjo $arguments 2>&1)"
    done
done
finish
