#!/bin/sh
# Runs every test; the last line is "N passed, N failed, N skipped". Called by `make test`, from the repository's root, with
# BANJO_JAVA = the java command that runs the unit tests.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# These wait for repairs more than they work: they run beside the others.
for name in ipset iptables; do
    sh "test/e2e/$name.sh" > "$work/$name" 2>&1 &
    eval "beside_$name=$!"
done
echo "== unit tests"
$BANJO_JAVA banjo.TestMain build/classes/test > "$work/unit" 2>"$work/unit.err"
[ $? = 0 ] || tail -n 40 "$work/unit.err"
cat "$work/unit"
grep -q ' passed, ' "$work/unit" || echo "0 passed, 1 failed, 0 skipped" >> "$work/unit"
for suite in test/e2e/*.sh; do
    echo "== $suite"
    name=$(basename "$suite" .sh)
    case $name in
        ipset) wait "$beside_ipset" ;;
        iptables) wait "$beside_iptables" ;;
        *) sh "$suite" > "$work/$name" 2>&1 ;;
    esac
    cat "$work/$name"
    tail -n 1 "$work/$name" | grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' >> "$work/totals" || echo "0 passed, 1 failed, 0 skipped" >> "$work/totals"
done
tail -n 1 "$work/unit" >> "$work/totals"
total=$(awk '{p += $1; f += $3; s += $5} END {print p " passed, " f " failed, " s " skipped"}' "$work/totals")
echo
echo "$total"
case "$total" in *" 0 failed,"*) exit 0 ;; *) exit 1 ;; esac
