#!/bin/sh
# How a process ends that met what nothing handles: one line on stderr and exit code 1, on both runtimes; the image logs it
# through tinylog, which is not even loaded otherwise.
. "$(dirname "$0")/../lib/check.sh"
printf '[global]\nmemory_ceiling = "900M"\n[jails.x]\nfilter = "sshd"\nlogpath = ["%s"]\n' "$PWD/test/data/filter/mixed.log" > "$work/big.toml"
message="banjo: error: out of memory at start; lower memory_ceiling
exit 1"
ended() { "$@" 2>&1; echo "exit $?"; }
same "the native binary without memory says so" "$message" "$(ulimit -v 200000; ended build/banjo run --once --dry-run --config "$work/big.toml")"
sed "s|^home=.*|home='$PWD/build/image'|; s/-Xmx[0-9]*m/-Xmx64m/" build/image/bin/banjo > "$work/small"
same "the image says the same" "$message" "$(ended sh "$work/small" run --once --dry-run --config "$work/big.toml")"
# A filter of its own each: jails with the same one share it.
awk 'BEGIN { for (i = 0; i < 2000; i++) printf "[filters.f%d]\nfailregex = [\"^%d bad .* from <ADDR> .*( x| y).*$\"]\n[jails.j%d]\nfilter = \"f%d\"\nlogpath = \"/nowhere\"\n", i, i, i, i }' > "$work/many.toml"
same "too many jails for the native heap are no crash" "banjo: error: out of memory; fewer jails, filters or files exit 1" \
    "$(ended build/banjo check --config "$work/many.toml" | tail -n 2 | tr '\n' ' ' | sed 's/ $//')"

# The image's classes without jnr-ffi.
ended build/image/runtime/bin/java -cp "build/classes/jvm:$(ls build/lib/runtime/tinylog-*.jar | tr '\n' ':')" banjo.cli.Main version > "$work/broken"
check "an image that cannot start says why" sh -c "head -n 1 '$work/broken' | grep -q '^banjo: internal error: .*jnr'"
check "with a trace" grep -q '^.at banjo\.' "$work/broken"
same "and ends with 1" "exit 1" "$(tail -n 1 "$work/broken")"

JAVA_TOOL_OPTIONS=-verbose:class build/image/bin/banjo version > "$work/classes" 2>&1
check "the image loads banjo's classes" grep -q 'banjo\.cli\.Main ' "$work/classes"
check "but not tinylog's when nothing is logged" sh -c "! grep -q 'org\.tinylog' '$work/classes'"
finish
