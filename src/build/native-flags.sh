#!/bin/sh
# native-flags.sh TARGET: prints zig's -target and -mcpu for a CPU (soft float where OpenWrt's packages are soft float).
case "$1" in
    x86_64)  echo "-target x86_64-linux-musl" ;;
    aarch64) echo "-target aarch64-linux-musl" ;;
    armv7)   echo "-target arm-linux-musleabihf -mcpu=cortex_a7" ;;
    arm)     echo "-target arm-linux-musleabi -mcpu=generic+v5t+soft_float" ;;
    mips)    echo "-target mips-linux-musleabi -mcpu=mips32r2" ;;
    mipsel)  echo "-target mipsel-linux-musleabi -mcpu=mips32r2" ;;
    riscv64) echo "-target riscv64-linux-musl" ;;
    *) echo "unknown TARGET '$1': x86_64, aarch64, armv7, arm, mips, mipsel or riscv64" >&2; exit 1 ;;
esac
