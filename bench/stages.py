#!/usr/bin/env python3
"""Where a line's time goes in the native binary, by stage: perf's samples of a daemon that reads a log, by the functions' classes.

    python3 bench/stages.py BINARY_WITH_SYMBOLS [--lines N] [--percent P]

Called by `make stages`, with build/banjo linked without -s. Needs perf.
"""
import os
import re
import subprocess
import sys
import tempfile

HERTZ = 4000
HERE = os.path.dirname(os.path.abspath(__file__))
# The first that fits; functions are named meth_, the first letters of the packages, the class, the method.
STAGES = (
    ("read (kernel)", r"kernel"),
    ("split into lines", r"meth_bs_(LineStream|ByteScan|Followed|FileSources|ImportedSys)"),
    ("date", r"meth_bt_Date(Repeat|Reader|Fields|Memory)"),
    ("header", r"meth_bf_LogLine"),
    ("filter: matcher", r"meth_br_"),
    ("filter: rest", r"meth_bf_|meth_ba_Address_(parse|isIpv4)"),
    ("state", r"meth_bj_|meth_ba_PrefixList"),
    ("path between them", r"meth_bd_(LinePath|Clocks|Bans)"),
    ("ban: event and order", r"meth_bd_EventLog|meth_bt_TextBuffer|meth_bt_DateWriter|meth_bt_CivilDate|meth_bt_Zone|meth_bc_Durations|meth_ba_Address|meth_bf"),
)


def option(arguments, name, value):
    if name in arguments:
        at = arguments.index(name)
        value = int(arguments[at + 1])
        del arguments[at:at + 2]
    return value


def main():
    arguments = sys.argv[1:]
    lines = option(arguments, "--lines", 4_000_000)
    percent = option(arguments, "--percent", 75)
    with tempfile.TemporaryDirectory() as work:
        log, config, data = (os.path.join(work, name) for name in ("attack.log", "banjo.toml", "perf.data"))
        subprocess.run([sys.executable, os.path.join(HERE, "attack-log.py"), str(lines), str(percent), "8000", log], check=True)
        with open(config, "w") as out:
            out.write(f'[global]\nsocket = "{work}/socket"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["{log}"]\nbantime = "1h"\n')
        subprocess.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", str(HERTZ), "-o", data, os.path.abspath(arguments[0]), "run", "--once", "--dry-run",
                        "--config", config], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        report = subprocess.run(["perf", "report", "-i", data, "--stdio", "--no-children", "-n", "-F", "sample,dso,symbol"],
                                capture_output=True, text=True, check=True).stdout
    samples = dict.fromkeys([name for name, _ in STAGES] + ["start and rest"], 0)
    for line in report.splitlines():
        found = re.match(r"\s*(\d+)\s+(\S+)\s+\[.\]\s+(\S+)", line)
        if found:
            count, where, function = int(found.group(1)), found.group(2), found.group(3)
            text = "kernel" if "kernel" in where else function
            samples[next((name for name, pattern in STAGES if re.match(pattern, text)), "start and rest")] += count
    total = sum(samples.values())
    nanoseconds = 1e9 / HERTZ / lines
    print(f"{lines} lines, {percent} % attacks: {total * nanoseconds:.0f} ns a line")
    for name, count in samples.items():
        print(f"    {name:22} {count * nanoseconds:6.1f} ns  {100 * count / total:4.1f} %")


if __name__ == "__main__":
    main()
