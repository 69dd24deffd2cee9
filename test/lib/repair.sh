# What others do to the firewall is undone, and one who fights is left alone. Sourced by scripts that have $run, $work, start, stop and fail_at, and
#   intact           whether the bans and the rules are there, each rule once
#   member ADDRESS   whether it is banned

repairs() { "$run" stats --json --socket "$work/s" | grep -o 'firewall_repairs_total":[0-9]*' | cut -d: -f2; }
repaired_since() { [ "$(repairs)" -gt "$1" ]; }

# undone COMMAND...: each is damage, repaired within 2 s, counted, and repaired once
undone() {
    for command; do
        before=$(repairs)
        check "$command" sh -c "$command"
        began=$(date +%s%N)
        check "  is undone" within 3 intact
        took=$((($(date +%s%N) - began) / 1000000))
        check "  in time ($took ms)" [ "$took" -lt 2200 ]
        check "  and told" within 1 repaired_since "$before"
    done
}

# harmless COMMAND...: none is taken for damage
harmless() {
    before=$(repairs)
    for command; do check "$command" sh -c "$command"; done
    sleep 2.5
    same "  is no damage" "$before" "$(repairs)"
}

# fought COMMAND ADDRESS REPAIRS: somebody does it ten times a second
fought() {
    stop
    : > "$work/err"
    rm -f "$work/peace"
    if start; then pass "starts before the fight"; else fail "starts before the fight" "$(cat "$work/err")"; fi
    within 3 intact
    (while [ ! -e "$work/peace" ]; do sh -c "$1" 2>/dev/null; sleep 0.1; done) &
    fighter=$!
    check "a fight is told" within 15 grep -q 'again and again' "$work/err"
    check "by status too" within 5 sh -c "'$run' status --socket '$work/s' | grep -q 'bans may not hold: .* the next repair comes in [0-9]'"
    check "and by a metric" within 5 sh -c "'$run' stats --json --socket '$work/s' | grep -q 'repair_wait_seconds\":[1-9]'"
    fail_at "$2" 5
    sleep 4
    check "and not answered every time ($(repairs) repairs)" [ "$(repairs)" -le "$3" ]
    check "with few words" [ "$(wc -l < "$work/err")" -le 24 ]
    touch "$work/peace"
    wait "$fighter"
    check "afterwards the bans are back" within 20 intact
    check "and nothing waits" within 20 sh -c "'$run' status --json --socket '$work/s' | grep -q '\"repairWait\":0,'"
    check "with the one that came meanwhile" within 2 member "$2"
}
