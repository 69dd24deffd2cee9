#!/usr/bin/env python3
"""An attack from more addresses than fit: resident memory, counters, and CPU time a line against that of 10,000 addresses.

    python3 bench/ten-million.py [--addresses N] [--ceiling SIZE] build/banjo [build/image/bin/banjo ...]

One daemon for each policy and maxretry (`run --dry-run`, bans not told) reads from a pipe-like folder of logs: first N lines of
10,000 addresses, then as many lines of N different ones. With maxretry 5 those are attempts that give way, with maxretry 1 bans.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

FEW = 10_000
PIECE = 1_000_000
SECONDS_AT_MOST = 300


def cpu_seconds(pid):
    return time.clock_gettime(~pid << 3 | 2)


def status(pid, field):
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def stats(banjo, socket):
    asked = subprocess.run([banjo, "stats", "--json", "--socket", socket], capture_output=True, text=True)
    return {name: int(value) for name, value in re.findall(r'"banjo_(\w+)":(\d+)', asked.stdout)}


def write(path, first, count, addresses):
    """A multiplication by an odd number visits every address of 2^24 once, in an order that looks random."""
    stamp = time.strftime("%b %e %H:%M:%S")
    with open(path + ".part", "w") as out:
        for n in range(first, first + count):
            a = (n % addresses) * 0x9E3779B1 & 0xFFFFFF
            out.write(f"{stamp} h sshd[7]: Failed password for root from 30.{a >> 16}.{a >> 8 & 255}.{a & 255} port 1024 ssh2\n")
    os.rename(path + ".part", path)


def feed(banjo, daemon, work, lines, count, addresses, tag):
    """CPU seconds that the daemon takes for some lines, in pieces that are written while it waits."""
    used = 0.0
    for first in range(0, count, PIECE):
        piece = min(PIECE, count - first)
        held = os.path.join(work, f"{tag}{first}")
        write(held, first, piece, addresses)
        before = cpu_seconds(daemon.pid)
        target = os.path.join(work, "logs", f"{tag}{first}.log")
        os.rename(held, target)
        lines += piece
        deadline = time.monotonic() + SECONDS_AT_MOST
        while stats(banjo, work + "/s").get("lines_total", 0) < lines:
            if daemon.poll() is not None or time.monotonic() > deadline:
                sys.exit("ten-million: the daemon ended or did not read all: " + open(work + "/err").read()[-400:])
            time.sleep(0.05)
        used += cpu_seconds(daemon.pid) - before
        os.unlink(target)
    return used, lines


def measure(banjo, policy, retries, addresses, ceiling):
    with tempfile.TemporaryDirectory() as work:
        os.mkdir(work + "/logs")
        with open(work + "/c.toml", "w") as out:
            out.write(f'[global]\nsocket = "{work}/s"\nstate_dir = "none"\nmemory_ceiling = "{ceiling}"\neviction = "{policy}"\n'
                      f'log_level = "warning"\n[jails.sshd]\nfilter = "sshd"\nmaxretry = {retries}\nbantime = "4h"\nfindtime = "4h"\n'
                      f'read_from = "start"\nlogpath = "{work}/logs/*.log"\n')
        daemon = subprocess.Popen([banjo, "run", "--dry-run", "--config", work + "/c.toml"], stderr=open(work + "/err", "w"))
        try:
            while "lines_total" not in stats(banjo, work + "/s"):
                time.sleep(0.05)
            few, lines = feed(banjo, daemon, work, 0, min(addresses, 2 * PIECE), FEW, "few")
            few /= lines
            many, total = feed(banjo, daemon, work, lines, addresses, addresses, "many")
            many /= total - lines
            now = stats(banjo, work + "/s")
            peak = status(daemon.pid, "VmHWM:")
        finally:
            daemon.terminate()
            daemon.wait()
    # Every new address is in the table, gave way, or found no room; each of the first 10,000 as well.
    known = min(addresses, 1 << 24)
    shared = now["attempts_total"] == now["matches_total"] == now["lines_total"] == total
    if policy == "evict-oldest":
        shared &= now["evictions_total"] + now["tracked_addresses"] >= known and now["no_room_total"] == 0
    else:
        shared &= now["tracked_addresses"] == now["table_capacity"] and now["no_room_total"] + now["evictions_total"] >= known - 2 * now["table_capacity"]
    print(f"{banjo} {policy}, maxretry {retries}, {ceiling}: {many * 1e9:.0f} ns a line of {addresses} addresses, {few * 1e9:.0f} of {FEW} "
          f"({few / many:.2f} of the throughput); {peak:.1f} MB at most; {now['table_capacity']} fit, {now['tracked_addresses']} tracked, "
          f"{now['evictions_total']} gave way, {now['no_room_total']} without room; counters {'agree' if shared else 'DISAGREE'}", flush=True)
    return shared and few / many >= 0.5


def main():
    arguments = sys.argv[1:]
    options = {"--addresses": "10000000", "--ceiling": "16M"}
    for option in options:
        if option in arguments:
            at = arguments.index(option)
            options[option] = arguments[at + 1]
            del arguments[at:at + 2]
    good = True
    for banjo in arguments or ["build/banjo", "build/image/bin/banjo"]:
        for policy, retries in (("evict-oldest", 5), ("evict-oldest", 1), ("drop-oldest-unbanned", 1), ("ban-all-and-alert", 5)):
            good &= measure(banjo, policy, retries, int(options["--addresses"]), options["--ceiling"])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
