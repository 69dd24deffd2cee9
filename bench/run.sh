#!/bin/sh
# The measurements of bench/README.md, in one run so that they can be compared. Called by `make bench`.
set -eu
native=build/banjo
image=build/image/bin/banjo
root=$([ "$(id -u)" = 0 ] && command -v unshare >/dev/null && echo yes || echo no)

echo "machine: $(nproc) CPUs, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo; echo "matcher alone, native:"; build/bench/matcher | tail -3
echo "matcher alone, JVM after warm-up:"; $BANJO_JAVA -cp "$BANJO_JAVA_PATH" banjo.bench.MatcherBench | tail -3
echo; echo "worst cases, JVM, nanoseconds a byte by the length of the line:"; $BANJO_JAVA -cp "$BANJO_JAVA_PATH" banjo.bench.RegexWorstCase
echo; echo "whole pipeline:"; python3 bench/pipeline.py $native $image
echo; echo "many filters on one mixed log:"; python3 bench/filters.py $native $image
echo; echo "start:"; python3 bench/start.py $native $image
echo; echo "memory:"; python3 bench/memory.py $native $image
echo; echo "latency:"
if [ "$root" = yes ]; then
    python3 bench/latency.py $native $image
else
    echo "skipped: log line -> kernel set needs root and unshare"
fi
echo; echo "binary: $(wc -c < $native) bytes, $(ldd $native 2>&1 | sed 's/^[[:space:]]*//' | head -1)"
echo "load at the end $(cut -d ' ' -f 1-3 /proc/loadavg)"
