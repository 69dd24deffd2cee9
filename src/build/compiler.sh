#!/bin/sh
# compiler.sh TARGET: prints the C compiler command for a CPU: $CC when given, else zig cc (PyPI's ziglang, put into
# build/tools), else musl-gcc for the machine's own CPU. compiler.sh TARGET cold: prints its flags for code that shall be small.
set -eu
here=$(dirname "$0")
target=$1
if [ "${2:-}" = cold ]; then
    # The outliner, which makes functions of instructions that several have alike, is 4 %; clang has it for some CPUs only.
    # Places in a frame are named shorter with a frame pointer, which a function without calls can do without.
    frames="-fno-omit-frame-pointer -momit-leaf-frame-pointer"
    case "$(sh "$0" "$target")$target" in
        *"zig cc"*x86_64) echo "-Os $frames -mllvm -enable-machine-outliner=always" ;;
        *"zig cc"*) echo "-Os $frames" ;;
        *) echo "-Os" ;;
    esac
    exit
fi
if [ -n "${CC:-}" ]; then
    echo "$CC"
    exit
fi
tools=$(cd "$here/../.." && pwd)/build/tools
zig=$tools/zig-0.14.1/ziglang/zig
if [ ! -x "$zig" ] && command -v python3 >/dev/null; then
    echo "installing ziglang 0.14.1 (a C compiler for every target) into build/tools" >&2
    rm -rf "$tools/zig-0.14.1"
    mkdir -p "$tools"
    if python3 -m pip install -q --no-deps --target "$tools/zig-0.14.1" ziglang==0.14.1 >&2; then :; else
        rm -rf "$tools/zig-0.14.1"
    fi
fi
if [ -x "$zig" ]; then
    echo "$zig cc $(sh "$here/native-flags.sh" "$target") -fomit-frame-pointer -fno-strict-float-cast-overflow -fno-sanitize=undefined"
elif [ "$target" = "$(uname -m)" ] && command -v musl-gcc >/dev/null; then
    echo "musl-gcc"
else
    echo "no C compiler for $target: give CC=, or install python3-pip (for ziglang), or musl-tools for this machine's own CPU" >&2
    exit 1
fi
