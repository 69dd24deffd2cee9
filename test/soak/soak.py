#!/usr/bin/env python3
"""Endurance: banjo under attack at full speed, with rotation, reloads, a firewall that others flush, and hostile lines.

Usage, in a network namespace of its own: soak.py BANJO SECONDS

Every line that is written is counted here; at the end the daemon must have read each of them exactly once, hold what the kernel
holds, and use no more memory and no more descriptors than after its first seconds.
"""
import ipaddress
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

banjo, seconds = os.path.abspath(sys.argv[1]), float(sys.argv[2])
work = tempfile.mkdtemp()
log = os.path.join(work, "auth.log")
config = os.path.join(work, "banjo.toml")
random.seed(int(os.environ.get("SOAK_SEED", "1")))
ADDRESSES = 30_000
BATCH = 2_000
failures = []
passes = []


def check(name, good, detail=""):
    print(f"{'ok' if good else 'FAILED'}: {name}" + ("" if good or not detail else f"\n{detail}"), flush=True)
    (passes if good else failures).append(name)


def write_config(bantime, maxretry=3, port="", slow=True):
    with open(config, "w") as out:
        out.write(f"""[global]
socket = "{work}/banjo.sock"
state_dir = "{work}/state"
memory_ceiling = "16M"
log_level = "warning"
timezone = "UTC0"
[jails.sshd]
filter = "sshd"
logpath = ["{log}"]
maxretry = {maxretry}
bantime = "{bantime}"
{port}
""" + (f"""[jails.slow]
filter = "sshd"
mode = "aggressive"
logpath = ["{log}"]
maxretry = 5
bantime = "2h"
""" if slow else ""))


def ask(*words):
    answer = subprocess.run([banjo, *words, "--socket", work + "/banjo.sock"], capture_output=True, timeout=30)
    return json.loads(answer.stdout) if "--json" in words else answer


def usage(pid):
    with open(f"/proc/{pid}/status") as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return resident, len(os.listdir(f"/proc/{pid}/fd"))


def address():
    number = random.randrange(ADDRESSES)
    if number % 10 == 0:
        return str(ipaddress.IPv6Address((0x20010DB8 << 96) + number * 7919))
    return f"{20 + number % 100}.{number // 256 % 256}.{number % 251}.9"


def line(stamp):
    """One line and whether it is cut."""
    kind = random.randrange(100)
    if kind < 60:
        return f"{stamp} host sshd[{random.randrange(9999)}]: Failed password for root from {address()} port 22 ssh2".encode(), 0
    if kind < 75:
        return f"{stamp} host sshd[7]: Failed password for invalid user x from 192.0.2.9 port 1 ssh2 from {address()} port 9 ssh2".encode(), 0
    if kind < 90:
        return f"{stamp} host CRON[1]: pam_unix(cron:session): session opened for user root".encode(), 0
    if kind < 95:
        return f"{stamp} host sshd[7]: ".encode() + random.randbytes(random.randrange(300)).replace(b"\n", b"?") + b"x", 0
    if kind < 97:
        return b"\0" * random.randrange(1, 300), 0
    if random.randrange(400) == 0:
        return f"{stamp} host sshd[7]: Invalid user ".encode() + b"A" * random.choice([20_000, 100_000, 1_000_000]), 1
    return b"", 0


def sets(names=("banned4", "banned6")):
    """What the kernel holds, or None where the table is not there."""
    held = set()
    for name in names:
        shown = subprocess.run(["nft", "-j", "list", "set", "inet", "banjo", name], capture_output=True)
        if shown.returncode != 0:
            return None
        for item in json.loads(shown.stdout)["nftables"]:
            for element in item.get("set", {}).get("elem", []):
                held.add(element["elem"]["val"] if isinstance(element, dict) else element)
    return held


def rotate():
    """Four former files are kept, as logrotate does where nobody says otherwise: what is deleted unread nobody can read."""
    if os.path.exists(log + ".4"):
        os.unlink(log + ".4")
    for number in 3, 2, 1:
        if os.path.exists(f"{log}.{number}"):
            os.rename(f"{log}.{number}", f"{log}.{number + 1}")
    os.rename(log, log + ".1")


write_config("1h")
open(log, "w").close()
with open(work + "/stderr", "wb") as stderr:
    daemon = subprocess.Popen([banjo, "run", "--config", config], stderr=stderr)
for _ in range(100):
    if ask("ping").returncode == 0:
        break
    time.sleep(0.05)

out = open(log, "ab", buffering=0)
started = time.monotonic()
lines = cut = rotations = flushes = reloads = 0
next_rotation, next_flush, next_reload = 1.0, 2.0, 0.5
settled = (0, 0)
most = (0, 0)
while time.monotonic() - started < seconds and daemon.poll() is None:
    stamp = time.strftime("%b %e %H:%M:%S", time.gmtime())
    written = [line(stamp) for _ in range(BATCH)]
    out.write(b"".join(text + b"\n" for text, _ in written))
    lines += len(written)
    cut += sum(was_cut for _, was_cut in written)
    now = time.monotonic() - started
    if now > next_rotation:
        next_rotation = now + random.uniform(1.5, 4)
        rotations += 1
        rotate()
        former, out = out, open(log, "ab", buffering=0)
        # The writer has not noticed at once.
        former.write(b"late\n")
        former.close()
        lines += 1
    if now > next_flush:
        next_flush = now + random.uniform(2, 6)
        flushes += 1
        subprocess.run(["nft", random.choice(["flush ruleset", "delete table inet banjo"])], capture_output=True)
    if now > next_reload:
        next_reload = now + random.uniform(0.1, 2)
        reloads += 1
        write_config(random.choice(["30m", "1h"]), random.randint(2, 4), random.choice(["", "port = 22"]), random.random() < 0.7)
        if random.random() < 0.1:
            with open(config, "a") as broken:
                broken.write("nonsense = 1\n")
        daemon.send_signal(signal.SIGHUP)
    sample = usage(daemon.pid)
    if now < min(seconds / 2, 60):
        # Of what size tables are depends on the configuration that is in force.
        settled = max(settled[0], sample[0]), max(settled[1], sample[1])
    else:
        most = max(most[0], sample[0]), max(most[1], sample[1])
out.close()
write_config("1h")

check("the daemon lives", daemon.poll() is None, open(work + "/stderr").read()[-2000:])
if daemon.poll() is None:
    check("a last reload", ask("reload").returncode == 0)
    stats = {}
    for _ in range(300):
        stats = ask("stats", "--json")
        if stats["banjo_lines_total"] >= lines:
            break
        time.sleep(0.1)
    print(f"{lines} lines in {seconds:.0f} s, {rotations} rotations, {flushes} flushes, {reloads} reloads, "
          f"{stats['banjo_bans_total']} bans, {stats['banjo_evictions_total']} evictions")
    check("every line was read once", stats["banjo_lines_total"] == lines, f"written {lines}, read {stats['banjo_lines_total']}")
    check("long lines were cut and counted", stats["banjo_truncated_lines_total"] == cut, f"{cut}: {stats['banjo_truncated_lines_total']}")
    agree = False
    # Somebody who deletes the table every few seconds is fought ever more seldom, every 64 s at last.
    ended = time.monotonic()
    while time.monotonic() - ended < 300:
        held, banned = sets(), {each["ip"] for each in ask("list", "--json")}
        agree = held == banned
        if agree:
            break
        time.sleep(0.1)
    check(f"kernel and daemon hold the same {len(banned)} addresses", agree,
          "no table" if held is None else f"only kernel: {sorted(held - banned)[:5]}, only daemon: {sorted(banned - held)[:5]}")
    check("nobody chose the banned address", "192.0.2.9" not in banned)
    check(f"memory does not grow ({settled[0]} kB, later at most {most[0]} kB)", most[0] <= settled[0] * 1.1 + 512)
    # Each of two readers has up to eight former files open when it is behind; what leaks does so with each of hundreds of reloads.
    check(f"nor descriptors ({settled[1]}, later at most {most[1]})", most[1] <= settled[1] + 16)
    daemon.send_signal(signal.SIGTERM)
    check("it ends with 0", daemon.wait(10) == 0)
if failures:
    print(open(work + "/stderr", errors="replace").read()[-3000:])
print(f"{len(passes)} passed, {len(failures)} failed, 0 skipped")
sys.exit(1 if failures else 0)
