#!/usr/bin/env python3
"""Log line written -> address in the kernel set: median, 95th percentile and worst of 500 lines.

    python3 bench/latency.py build/banjo [build/image/bin/banjo ...] [--lines N]

Starts `banjo run` in a network namespace of its own, appends one line with a fresh address at a time, and takes the time from
just before write(2) until the kernel tells the nf_tables notify group that a transaction with this address has been committed.
The measuring process asks for that without sleeping (for a part of a millisecond a line), so that its own being woken, which
on a virtual machine takes as long as everything else, is no part of the figure; being woken by inotify is the daemon's and is.
How long that alone takes here is told as "woken": a child that sleeps in poll(2) on inotify and answers through a pipe.
Needs root.
"""
import ctypes
import os
import select
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

NETLINK_NETFILTER = 12
SOL_NETLINK = 270
NETLINK_ADD_MEMBERSHIP = 1
NFNLGRP_NFTABLES = 7
NEW_SET_ELEMENT = 0x0A0C
IN_MODIFY = 2
SECONDS_AT_MOST = 5
PAUSE_SECONDS = 0.004


def listen():
    events = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    events.bind((0, 0))
    events.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NFNLGRP_NFTABLES)
    events.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    return events


def forget(events):
    while select.select([events], [], [], 0)[0]:
        events.recv(65536)


def wait_for(events, address):
    """Returns the time at which the kernel told of a set element that holds these bytes; None when it does not in time."""
    deadline = time.perf_counter_ns() + SECONDS_AT_MOST * 10**9
    now = 0
    while now < deadline:
        try:
            data = events.recv(65536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            now = time.perf_counter_ns()
            continue
        now = time.perf_counter_ns()
        at = 0
        while at + 16 <= len(data):
            length, kind = struct.unpack_from("=IH", data, at)
            if kind == NEW_SET_ELEMENT and data.find(address, at + 20, at + length) >= 0:
                return now
            at += max(16, (length + 3) & ~3)
    return None


def spread(took):
    took.sort()
    return "median %.3f ms, p95 %.3f ms, worst %.3f ms" % (
        statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.95))], took[-1])


def measure_waking(lines, work):
    """The part of the way that no daemon can shorten: write(2) to a watched file, until a sleeping process runs."""
    log = os.path.join(work, "woken.log")
    open(log, "w").close()
    answers, answer = os.pipe()
    os.set_blocking(answers, False)
    child = os.fork()
    if child == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        watch = libc.inotify_init1(0)
        libc.inotify_add_watch(watch, log.encode(), IN_MODIFY)
        poll = select.poll()
        poll.register(watch, select.POLLIN)
        os.write(answer, b"r")
        while True:
            poll.poll()
            os.write(answer, b"w")
            os.read(watch, 4096)
    took = []
    writer = os.open(log, os.O_WRONLY | os.O_APPEND)
    for n in range(lines + 1):
        time.sleep(PAUSE_SECONDS)
        begin = time.perf_counter_ns()
        if n > 0:
            os.write(writer, b"line\n")
        while True:
            try:
                os.read(answers, 1)
                break
            except BlockingIOError:
                pass
        if n > 0:
            took.append((time.perf_counter_ns() - begin) / 1e6)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("woken by inotify on this machine (a process that does nothing else): " + spread(took), flush=True)


def measure(banjo, lines):
    """In a folder of its own: a daemon would take over what the one before it has banned, and ban none of it again."""
    with tempfile.TemporaryDirectory() as work:
        return measure_in(work, banjo, lines)


def measure_in(work, banjo, lines):
    log = os.path.join(work, "auth.log")
    open(log, "w").close()
    config = os.path.join(work, "banjo.toml")
    with open(config, "w") as out:
        out.write(f'[global]\nsocket = "{work}/socket"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{log}"]\nmaxretry = 1\nbantime = "1h"\n')
    subprocess.run(["nft", "delete", "table", "inet", "banjo"], stderr=subprocess.DEVNULL, check=False)
    with open(os.path.join(work, "errors"), "w+") as errors:
        daemon = subprocess.Popen([banjo, "run", "--config", config], stdout=subprocess.DEVNULL, stderr=errors)
        try:
            deadline = time.monotonic() + 20
            while "watching" not in open(errors.name).read():
                if daemon.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{banjo} did not start: {open(errors.name).read()}")
                time.sleep(0.01)
            events = listen()
            writer = os.open(log, os.O_WRONLY | os.O_APPEND)
            took = []
            missed = 0
            for n in range(lines):
                address = (30 + (n >> 16), (n >> 8) & 255, n & 255, 77)
                line = "%s host sshd[%d]: Failed password for root from %d.%d.%d.%d port 4000 ssh2\n" % (
                    (time.strftime("%b %e %H:%M:%S"), n + 1) + address)
                time.sleep(PAUSE_SECONDS)
                forget(events)
                begin = time.perf_counter_ns()
                os.write(writer, line.encode())
                told = wait_for(events, bytes(address))
                if told is None:
                    missed += 1
                else:
                    took.append((told - begin) / 1e6)
            os.close(writer)
            events.close()
        finally:
            daemon.terminate()
            daemon.wait()
    if not took:
        sys.exit(f"{banjo}: no ban arrived: {open(errors.name).read()}")
    print("%s, line written -> address in the kernel set: %s, %d of %d lines%s" % (
        banjo, spread(took), len(took), lines, ", %d MISSED" % missed if missed else ""), flush=True)
    return missed == 0


def main():
    arguments = sys.argv[1:]
    lines = 500
    if "--lines" in arguments:
        at = arguments.index("--lines")
        lines = int(arguments[at + 1])
        del arguments[at:at + 2]
    if os.environ.get("BANJO_LATENCY_INSIDE") is None:
        if os.geteuid() != 0 or shutil.which("unshare") is None:
            print("latency: skipped: needs root and unshare")
            return 0
        os.environ["BANJO_LATENCY_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory() as work:
        measure_waking(lines, work)
    good = [measure(banjo, lines) for banjo in arguments or ["build/banjo", "build/image/bin/banjo"]]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
