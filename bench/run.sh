#!/bin/sh
# The measurements of bench/README.md, in one run so that they can be compared. Called by `make bench`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
config() { printf '[global]\nsocket = "%s/s"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["%s"]\nbantime = "1h"\n' "$work" "$1" > "$work/c.toml"; }
measure() { # NAME LINES BANJO
    /usr/bin/env python3 - "$1" "$2" "$3" "$work/c.toml" <<'EOF'
import os, subprocess, sys, resource
name, lines, banjo, config = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
best = None
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.execv(banjo, [banjo, "run", "--once", "--dry-run", "--config", config])
    _, status, usage = os.wait4(pid, 0)
    cpu = usage.ru_utime + usage.ru_stime
    if best is None or cpu < best[0]:
        best = (cpu, usage.ru_maxrss)
print(f"{name}: {best[0]:.3f} CPU s, {lines / best[0] / 1e6:.2f} M lines per CPU second, {best[1] / 1024:.1f} MB resident at most")
EOF
}
python3 bench/attack-log.py 2000000 75 8000 "$work/attack.log"
python3 bench/attack-log.py 2000000 5 8000 "$work/quiet.log"
python3 - "$work/unique.log" <<'EOF'
import sys, time
stamp = time.strftime("%b %e %H:%M:%S")
with open(sys.argv[1], "w") as out:
    for round in range(5):
        for n in range(50000):
            out.write(f"{stamp} host sshd[7]: Failed password for root from {30 + n // 65536}.{n // 256 % 256}.{n % 256}.9 port {round + 1024} ssh2\n")
EOF
for banjo in build/banjo build/image/bin/banjo; do
    config "$work/attack.log"; measure "$banjo, 75% attacks" 2000000 $banjo
    config "$work/quiet.log"; measure "$banjo, 5% attacks" 2000000 $banjo
    config "$work/unique.log"; measure "$banjo, 50,000 addresses x 5" 250000 $banjo
    $banjo run --once --dry-run --config "$work/c.toml" 2>/dev/null
done
echo "matcher alone, native:"; build/bench/matcher | tail -3
echo "matcher alone, JVM:"; $BANJO_JAVA -cp "$BANJO_JAVA_PATH" banjo.bench.MatcherBench | tail -3
echo "worst cases, JVM, nanoseconds a byte by the length of the line:"; $BANJO_JAVA -cp "$BANJO_JAVA_PATH" banjo.bench.RegexWorstCase
python3 bench/start.py build/banjo build/image/bin/banjo
if [ "$(id -u)" = 0 ]; then
    python3 bench/latency.py build/banjo build/image/bin/banjo
else
    echo "skipped: log line to kernel set needs root"
fi
ls -l build/banjo | awk '{print "binary: " $5 " bytes"}'
