#!/usr/bin/env python3
"""Exec -> "watching" (median, best of 9) and resident memory when idle.

    python3 bench/start.py build/banjo [build/image/bin/banjo ...]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time


def resident_kilobytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def start(banjo, folder):
    config = os.path.join(folder, "banjo.toml")
    open(os.path.join(folder, "auth.log"), "w").close()
    with open(config, "w") as out:
        out.write(f'[global]\nsocket = "{folder}/socket"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{folder}/auth.log"]\n')
    began = time.monotonic()
    daemon = subprocess.Popen([banjo, "run", "--dry-run", "--config", config], stderr=subprocess.PIPE)
    while b" watching " not in daemon.stderr.readline():
        pass
    took = time.monotonic() - began
    time.sleep(0.5)
    memory = resident_kilobytes(daemon.pid)
    daemon.terminate()
    daemon.wait()
    return took, memory


for banjo in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        runs = [start(banjo, folder) for _ in range(9)]
    times = sorted(took * 1000 for took, _ in runs)
    print(f"{banjo}: exec to watching {statistics.median(times):.1f} ms median, {times[0]:.1f} ms best of 9; "
          f"idle {statistics.median(memory for _, memory in runs) / 1024:.1f} MB resident")
