#!/usr/bin/env python3
"""Exec -> every saved ban in the kernel again, as `nft list` shows it, after the table was lost: median and best of 5; as root.

    unshare -n python3 bench/restore.py build/banjo [10000 50000 ...]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time


def elements():
    shown = subprocess.run(["nft", "list", "set", "inet", "banjo", "banned4"], capture_output=True, text=True)
    return shown.stdout.count(" timeout ")


def run(banjo, folder):
    return subprocess.Popen([banjo, "run", "--config", f"{folder}/banjo.toml"], stderr=subprocess.DEVNULL)


def stop(daemon):
    daemon.terminate()
    daemon.wait()


def measure(banjo, count, folder):
    with open(f"{folder}/banjo.toml", "w") as out:
        out.write(f'[global]\nsocket = "{folder}/s"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{folder}/log"]\n'
                  "maxretry = 1\nbantime = 86400\nignorelan = false\n")
    open(f"{folder}/log", "w").close()
    daemon = run(banjo, folder)
    while not os.path.exists(f"{folder}/s"):
        time.sleep(0.01)
    time.sleep(0.5)
    stamp = time.strftime("%b %e %H:%M:%S")
    with open(f"{folder}/log", "a") as log:
        for i in range(count):
            log.write(f"{stamp} h sshd[{i}]: Failed password for root from 100.{64 + i // 62500}.{i // 250 % 250}.{i % 250 + 1} port 9 ssh2\n")
    while elements() < count:
        time.sleep(0.2)
    stop(daemon)
    took = []
    there = []
    for _ in range(5):
        subprocess.run(["nft", "delete", "table", "inet", "banjo"], check=True)
        began = time.monotonic()
        daemon = run(banjo, folder)
        asked = began
        shown = 0
        while shown < count:
            asked = time.monotonic()
            shown = elements()
        took.append(time.monotonic() - began)
        there.append(asked - began)
        stop(daemon)
    print(f"{banjo}: exec to {count:,} bans in `nft list`: {statistics.median(took):.2f} s median, {min(took):.2f} s best of 5; "
          f"the listing that shows all began after {statistics.median(there):.2f} s median, {min(there):.2f} s best")


for count in map(int, sys.argv[2:] or [10000, 50000]):
    with tempfile.TemporaryDirectory() as folder:
        measure(sys.argv[1], count, folder)
