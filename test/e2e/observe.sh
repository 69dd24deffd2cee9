#!/bin/sh
# What banjo tells of itself: metrics, status over HTTP, its log as JSON in a file that is rotated.
. "$(dirname "$0")/../lib/check.sh"
tools=build/tools/prometheus-client-0.21.1
[ -n "${BANJO_NAMESPACE:-}" ] || {
    if [ "$(id -u)" != 0 ]; then skip "observe" "root"; finish; exit; fi
    # The parser is fetched while there is a network.
    [ -d $tools ] || python3 -m pip install -q --no-deps --target $tools prometheus-client==0.21.1 >/dev/null 2>&1 || rm -rf $tools
    BANJO_NAMESPACE=1 exec unshare -n sh "$0"
}
ip link set lo up
fetch() { python3 - "$@" <<'PY'
import sys, urllib.request, urllib.error
method, path = sys.argv[1:3]
try:
    with urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:9191" + path, method=method), timeout=5) as answer:
        print(answer.status, answer.headers["Content-Type"], answer.read().decode(), end="")
except urllib.error.HTTPError as e:
    print(e.code, end="")
PY
}
for banjo in build/banjo build/image/bin/banjo; do
    rm -rf "$work"/* && : > "$work/auth.log" > "$work/other.log"
    cat > "$work/c.toml" <<TOML
[global]
socket = "$work/s"
state_dir = "none"
metrics_port = 9191
log_target = "$work/banjo.log"
log_format = "json"
timezone = "UTC0"
[jails.sshd]
filter = "sshd"
logpath = ["$work/auth.log"]
maxretry = 2
[jails.other]
filter = "dropbear"
logpath = ["$work/auth.log", "$work/other.log", "$work/oth*.log"]
TOML
    $banjo run --config "$work/c.toml" 2>"$work/stderr" &
    daemon=$!
    within 5 grep -q watching "$work/stderr"
    check "$banjo: ready on stderr, whatever log_target is" grep -q '^banjo .* watching 2 jails' "$work/stderr"
    for port in 1 2 3; do echo "$(date -u '+%b %e %H:%M:%S') h sshd[1]: Failed password for root from 192.0.2.7 port $port ssh2"; done >> "$work/auth.log"
    within 5 grep -q '"event":"ban"' "$work/banjo.log"
    fetch GET /metrics > "$work/metrics"
    check "metrics are there" grep -q '^200 text/plain; version=0.0.4' "$work/metrics"
    check "with a jail's ban" grep -q '^banjo_bans_total{jail="sshd"} 1$' "$work/metrics"
    check "and a source's lines, those of each reader" grep -q "^banjo_source_lines_total{source=\"$work/auth.log\"} 6\$" "$work/metrics"
    if [ -d $tools ]; then
        check "Prometheus' own parser reads them" env PYTHONPATH=$tools python3 - "$work/metrics" <<'PY'
import sys
from prometheus_client.parser import text_string_to_metric_families
text = open(sys.argv[1]).read().split("utf-8 ", 1)[1]
families = list(text_string_to_metric_families(text))
assert len(families) > 20 and all(family.documentation for family in families)
for family in families:
    assert family.samples, family.name
    assert len({tuple(sorted(sample.labels.items())) for sample in family.samples}) == len(family.samples), family.name
    assert (family.type == "counter") == family.samples[0].name.endswith("_total"), family.name
PY
    else
        skip "Prometheus' own parser reads them" "prometheus-client"
    fi
    check "the status is JSON" sh -c "python3 -c 'import json,sys; json.loads(sys.argv[1].split(\"application/json \",1)[1])[\"jails\"][1]' '$(fetch GET /api/status)'"
    same "it lives" "200 text/plain; charset=utf-8 ok" "$(fetch GET /healthz)"
    same "HEAD has no body" "200 text/plain; charset=utf-8 " "$(fetch HEAD /healthz)"
    python3 - <<'PY' > "$work/crowd"
import socket, time
idle = [socket.create_connection(("127.0.0.1", 9191)) for i in range(24)]
for client in idle[::2]: client.send(b"GET /met")
start = time.time()
monitor = socket.create_connection(("127.0.0.1", 9191))
monitor.sendall(b"GET http://127.0.0.1:9191/healthz HTTP/1.1\r\nHost: x\r\n\r\n")
answer = b"".join(iter(lambda: monitor.recv(4096), b""))
print(answer.split()[1].decode(), "in time" if time.time() - start < 3 else time.time() - start)
PY
    same "a monitor is answered while 24 idle clients wait" "200 in time" "$(cat "$work/crowd")"
    same "what is not there is 404" "404" "$(fetch GET /other)"
    same "and nothing can be changed" "405" "$(fetch POST /metrics)"
    check "events are JSON" python3 -c 'import json,sys
events = [json.loads(line) for line in open(sys.argv[1])]
assert [e["event"] for e in events] == ["start", "ban"], events
assert events[1]["ip"] == "192.0.2.7" and events[1]["jail"] == "sshd" and events[1]["seconds"] == 600 and events[1]["failures"] == 2' "$work/banjo.log"
    mv "$work/banjo.log" "$work/banjo.log.1"
    sleep 1.1
    $banjo unban 192.0.2.7 --socket "$work/s" >/dev/null
    within 5 grep -q '"event":"unban".*"reason":"by hand"' "$work/banjo.log"
    check "a rotated log is begun again" grep -q '"event":"unban".*"reason":"by hand"' "$work/banjo.log"
    rm "$work/s"
    check "a socket that somebody removes is made anew" within 5 $banjo ping --socket "$work/s"
    same "it is the owner's alone" 600 "$(stat -c %a "$work/s")"
    same "told once" 1 "$(grep -c 'socket was gone: made anew' "$work/banjo.log")"
    kill $daemon; wait $daemon
    same "it ends with 0" 0 $?
    daemon=
done
sed -i 's/^metrics_port.*/metrics_port = 9191\nmetrics_bind = "0.0.0.0"/' "$work/c.toml"
check "other machines see metrics only when that is asked for" sh -c "! build/banjo check --config $work/c.toml >$work/out 2>&1 && grep -q metrics_allow_remote $work/out"
finish
