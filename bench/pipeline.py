#!/usr/bin/env python3
"""The whole pipeline, file -> lines -> date -> sshd filter -> state -> ban, in lines per CPU second, cold and warm.

    python3 bench/pipeline.py [--lines N] [--rounds N] build/banjo [build/image/bin/banjo ...]

One daemon (`run --dry-run`) reads a log that is there when it starts (cold: from exec on, start-up and all compiling included),
then further copies of it that are moved into its folder one after the other (warm: the median of those rounds). CPU time is that
of the process, all threads, from its CPU clock. Two logs: 75 % and 5 % failed log-ins of 8,000 addresses.

What the loop allocates shows in the same run: native as memory that grew between the first and the last warm round (nothing is
ever given back without a collection, so any garbage would), on the image as collections of its 4 MB of young objects.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESSES = 8000
SECONDS_AT_MOST = 120


def cpu_seconds(pid):
    """clock_getcpuclockid(3) of another process: its threads together, those that ended included."""
    return time.clock_gettime(~pid << 3 | 2)


def peak_kilobytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


class Daemon:
    def __init__(self, banjo, work):
        self.work = work
        self.logs = os.path.join(work, "logs")
        self.socket = os.path.join(work, "socket")
        self.collections = os.path.join(work, "collections")
        self.banjo = banjo
        config = os.path.join(work, "banjo.toml")
        with open(config, "w") as out:
            out.write(f'[global]\nsocket = "{self.socket}"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{self.logs}/*.log"]\n'
                      f'read_from = "start"\nbantime = "1h"\n')
        environment = dict(os.environ, JDK_JAVA_OPTIONS=f"-Xlog:gc:file={self.collections}")
        self.errors = open(os.path.join(work, "errors"), "w")
        self.process = subprocess.Popen([banjo, "run", "--dry-run", "--config", config], stderr=self.errors, env=environment)

    def counter(self, name):
        asked = subprocess.run(["build/banjo" if os.path.exists("build/banjo") else self.banjo, "stats", "--json", "--socket", self.socket],
                               capture_output=True, text=True)
        found = re.search(f'"{name}":(\\d+)', asked.stdout)
        return int(found.group(1)) if found else 0

    def wait_for_lines(self, lines):
        deadline = time.monotonic() + SECONDS_AT_MOST
        while self.counter("banjo_lines_total") < lines:
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"pipeline: {self.banjo} ended or did not read {lines} lines: {open(self.errors.name).read()[:400]}")
            time.sleep(0.05)
        return cpu_seconds(self.process.pid)

    def collected(self):
        if not os.path.exists(self.collections):
            return None
        return len(re.findall(r"GC\(\d+\)", open(self.collections).read()))

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.errors.close()


def measure(banjo, percent, log, lines, rounds, work):
    logs = os.path.join(work, "logs")
    os.mkdir(logs)
    shutil.copy(log, os.path.join(logs, "0.log"))
    daemon = Daemon(banjo, work)
    try:
        now = cold = daemon.wait_for_lines(lines)
        warm = []
        for number in range(1, rounds + 1):
            copy = os.path.join(work, "next")
            shutil.copy(log, copy)
            if number == 2:
                peak = peak_kilobytes(daemon.process.pid)
                collected = daemon.collected()
            before = cpu_seconds(daemon.process.pid)
            os.rename(copy, os.path.join(logs, f"{number}.log"))
            now = daemon.wait_for_lines(lines * (number + 1))
            warm.append(now - before)
        bans = daemon.counter("banjo_bans_total")
        used = statistics.median(warm)
        print(f"{banjo}, {percent} % attacks: {lines / used / 1e6:.2f} M lines per CPU second warm ({used / lines * 1e9:.0f} ns a line), "
              f"{lines / cold / 1e6:.2f} M cold; {bans} bans", flush=True)
        more = lines * (rounds - 1)
        if collected is None:
            grown = peak_kilobytes(daemon.process.pid) - peak
            print(f"    garbage: at most {grown * 1024 / more:.3f} bytes a line: memory grew by {grown} KB over {more} lines in "
                  f"{rounds - 1} new files, whose line buffers (17 KB each) that holds")
        else:
            print(f"    garbage: {daemon.collected() - collected} collections of 4 MB over {more} lines")
    finally:
        daemon.stop()
    return bans == ADDRESSES


def main():
    arguments = sys.argv[1:]
    numbers = {"--lines": 2_000_000, "--rounds": 4}
    for option in numbers:
        if option in arguments:
            at = arguments.index(option)
            numbers[option] = int(arguments[at + 1])
            del arguments[at:at + 2]
    good = True
    for percent in (75, 5):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "attack.log")
            for banjo in arguments or ["build/banjo", "build/image/bin/banjo"]:
                # Anew each time: attempts that are older than findtime would not count.
                subprocess.run([sys.executable, os.path.join(HERE, "attack-log.py"), str(numbers["--lines"]), str(percent),
                                str(ADDRESSES), log], check=True)
                with tempfile.TemporaryDirectory() as work:
                    good &= measure(banjo, percent, log, numbers["--lines"], numbers["--rounds"], work)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
