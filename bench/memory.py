#!/usr/bin/env python3
"""Resident memory of a daemon: when idle, at most while it works, and when every one of 50,000 addresses is banned.

    python3 bench/memory.py build/banjo [build/image/bin/banjo ...] [--addresses N]

Starts `banjo run` in a network namespace of its own, so that the bans go into the kernel's nf_tables and the memory for that
counts, writes 5 lines for each address, and waits for the bans. Without root it uses --dry-run and says so. The figures are
VmRSS and VmHWM of /proc/PID/status: the ru_maxrss of a child also holds what its parent's image took before exec.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SECONDS_AT_MOST = 60
# The image gives back what its start took within some seconds.
IDLE_SECONDS = 5
ATTEMPTS = 5


def megabytes(pid, field):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field)) / 1024


def write_log(log, addresses):
    stamp = time.strftime("%b %e %H:%M:%S")
    with open(log, "a") as out:
        for attempt in range(ATTEMPTS):
            for n in range(addresses):
                out.write(f"{stamp} host sshd[7]: Failed password for root from {30 + n // 65536}.{n // 256 % 256}.{n % 256}.9 "
                          f"port {attempt + 1024} ssh2\n")


def wait_for(what, daemon):
    deadline = time.monotonic() + SECONDS_AT_MOST
    while not what():
        if daemon.poll() is not None or time.monotonic() > deadline:
            sys.exit("memory: the daemon ended or did not get there")
        time.sleep(0.02)


def in_kernel():
    listed = subprocess.run(["nft", "list", "set", "inet", "banjo", "banned4"], capture_output=True, text=True, check=True).stdout
    return len(re.findall(r"\d+\.\d+\.\d+\.\d+", listed))


def measure(banjo, addresses, kernel, work):
    log = os.path.join(work, "auth.log")
    open(log, "w").close()
    config = os.path.join(work, "banjo.toml")
    with open(config, "w") as out:
        out.write(f'[global]\nsocket = "{work}/socket"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{log}"]\nbantime = "1h"\n')
    events = os.path.join(work, "events")
    with open(events, "w") as errors:
        daemon = subprocess.Popen([banjo, "run", "--config", config, *([] if kernel else ["--dry-run"])], stderr=errors)
        try:
            wait_for(lambda: "watching" in open(events).read(), daemon)
            time.sleep(IDLE_SECONDS)
            idle = megabytes(daemon.pid, "VmRSS:")
            write_log(log, addresses)
            wait_for(lambda: len(re.findall(r"ban \d", open(events).read())) >= addresses, daemon)
            time.sleep(IDLE_SECONDS)
            banned = in_kernel() if kernel else len(re.findall(r"would ban \d", open(events).read()))
            print(f"{banjo}{'' if kernel else ' (dry run)'}: resident {idle:.1f} MB idle; {megabytes(daemon.pid, 'VmRSS:'):.1f} MB "
                  f"({megabytes(daemon.pid, 'VmHWM:'):.1f} at most) after {addresses} addresses x {ATTEMPTS}, "
                  f"{banned} banned{' in the kernel' if kernel else ''}", flush=True)
            if kernel:
                subprocess.run(["nft", "delete", "table", "inet", "banjo"], check=True)
        finally:
            daemon.terminate()
            daemon.wait()
    return banned == addresses


def main():
    arguments = sys.argv[1:]
    addresses = 50_000
    if "--addresses" in arguments:
        at = arguments.index("--addresses")
        addresses = int(arguments[at + 1])
        del arguments[at:at + 2]
    kernel = os.geteuid() == 0 and shutil.which("unshare") is not None and shutil.which("nft") is not None
    if kernel and os.environ.get("BANJO_BENCH_INSIDE") is None:
        os.environ["BANJO_BENCH_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", sys.executable, *sys.argv])
    good = True
    for banjo in arguments or ["build/banjo", "build/image/bin/banjo"]:
        with tempfile.TemporaryDirectory() as work:
            good &= measure(banjo, addresses, kernel, work)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
