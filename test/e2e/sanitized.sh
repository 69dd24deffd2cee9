#!/bin/sh
# The generated C with gcc's address and undefined-behaviour checks, over the corpus and hostile input: a finding ends the program,
# and what it prints is byte for byte what the product prints.
#
# Checked: shifts, array bounds of C arrays, null, alignment, division by zero, float to integer, what the C library is handed, the
# stack and global data. Not checked: sums that wrap (Java says they do: -fwrapv), and objects of the managed heap against
# each other (it is one mapping; the generated code checks every index itself).
. "$(dirname "$0")/../lib/check.sh"
corpus=../shared/corpus
product=build/banjo
checked=build/sanitized/banjo
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1

if ! sh src/build/need.sh gcc gcc 2>"$work/why"; then
    skip "run-time checks" "gcc"
    finish
    exit
fi
printf 'int main(void) { return 0; }\n' > "$work/probe.c"
if ! gcc -fsanitize=address,undefined "$work/probe.c" -o "$work/probe" 2>/dev/null || ! "$work/probe"; then
    skip "run-time checks" "gcc with libasan and libubsan"
    finish
    exit
fi
if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s sanitized > "$work/make" 2>&1; then
    fail "the generated C compiles with run-time checks" "$(tail -n 5 "$work/make")"
    finish
    exit
fi

both() { # NAME ARGUMENTS...
    name=$1
    shift
    "$product" "$@" > "$work/p" 2>&1 < /dev/null
    echo "exit $?" >> "$work/p"
    "$checked" "$@" > "$work/c" 2>&1 < /dev/null
    echo "exit $?" >> "$work/c"
    # A line without a date is read now: so are the bans that end by then. The checks take memory of their own.
    sed -i 's/^[-0-9]* [:0-9]* \(.* would unban .*\)/NOW \1/; /^  [0-9]*K /d' "$work/p" "$work/c"
    if grep -aq 'runtime error:\|AddressSanitizer' "$work/c"; then
        fail "$name" "$(grep -a -A 12 'runtime error:\|AddressSanitizer' "$work/c" | head -n 15)"
    elif cmp -s "$work/p" "$work/c"; then
        pass "$name"
    else
        fail "$name" "$(diff "$work/p" "$work/c" | head -6)"
    fi
}

over() { # NAME LOG: the log through every built-in filter, then through the daemon
    for mode in normal ddos extra aggressive; do
        both "$1: match sshd $mode" match --filter sshd --option mode=$mode --tz Europe/Zurich --now 1124013600 --json "$2"
    done
    both "$1: match dropbear" match --filter dropbear --tz Europe/Zurich --now 1124013600 --json "$2"
    both "$1: match alone" match --filter sshd --alone --max-line 200 --json --now 1124013600 "$2"
    printf '[global]\ntimezone = "UTC0"\n[jails.x]\nfilter = "sshd"\nmode = "aggressive"\nlogpath = ["%s"]\nmaxretry = 2\n[jails.y]\nfilter = "dropbear"\nlogpath = ["%s"]\nmaxretry = 1\n' \
        "$2" "$2" > "$work/once.toml"
    both "$1: run --once --dry-run" run --once --dry-run --config "$work/once.toml"
}

# The corpus is not part of the repository: where it is absent the repository's own lines must do.
if [ -d "$corpus" ] && command -v python3 >/dev/null; then
    python3 test/lib/corpus-lines.py "$corpus" sshd dropbear > "$work/corpus.log"
    over "corpus, $(wc -l < "$work/corpus.log") lines" "$work/corpus.log"
else
    skip "the corpus" "../shared/corpus and python3"
fi
over "mixed log" test/data/filter/mixed.log

{
    head -c 300000 build/banjo
    printf '\n\0\0\0\na\0b\377\n\n\r\n'
    head -c 1000000 /dev/zero | tr '\0' x
    printf '\nNov 20 10:00:00 h sshd[1]: Failed password for '
    head -c 1000000 /dev/zero | tr '\0' '\377'
    printf ' from 192.0.2.1 port 1 ssh2\n'
    cat test/data/filter/mixed.log
    printf 'Nov 20 10:00:00 h sshd[1]: Failed password for root from'
} > "$work/hostile.log"
over "hostile bytes" "$work/hostile.log"
# Every prefix of an attack: what a line cut anywhere does.
awk '{ for (i = 1; i <= length($0); i++) print substr($0, 1, i) }' test/data/filter/mixed.log > "$work/prefixes.log"
over "every prefix" "$work/prefixes.log"

for file in test/data/config/*.toml; do
    both "check $file" check --config "$file"
done
head -c 20000 build/banjo > "$work/noise.toml"
both "check noise" check --config "$work/noise.toml"
for log in "$work/hostile.log" test/data/filter/mixed.log; do
    head -c 3000 "$log" > "$work/cut.toml"
    both "check a log" check --config "$work/cut.toml"
done
both "help" help
both "filters" filters --json
both "unreachable daemon" ping --socket /nonexistent/s
finish
