# Sourced by the end-to-end tests: counts checks and prints "N passed, N failed, N skipped" at the end.
passed=0
failed=0
skipped=0
work=$(mktemp -d)
daemon=

pass() { passed=$((passed + 1)); echo "ok: $1"; }
fail() { failed=$((failed + 1)); echo "FAILED: $1"; [ -z "${2:-}" ] || echo "$2"; }
skip() { skipped=$((skipped + 1)); echo "skipped: $1: needs $2"; }

# check NAME COMMAND...: passes when the command succeeds.
check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then pass "$name"; else fail "$name" "$output"; fi
}

# same NAME EXPECTED ACTUAL
same() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "expected: $2
     got: $3"; fi; }

# within SECONDS COMMAND...: tries until it succeeds.
within() {
    tries=$(($1 * 20))
    shift
    while [ "$tries" -gt 0 ]; do
        if "$@" >/dev/null 2>&1; then return 0; fi
        tries=$((tries - 1))
        sleep 0.05
    done
    "$@"
}

finish() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null
    rm -rf "$work"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}
