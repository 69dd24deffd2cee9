#!/usr/bin/env python3
"""filters.py BANJO...: what 1, 10 and 40 filters cost on one log of many programs: user CPU time, the least of five runs, in turn."""
import os, subprocess, sys, tempfile

LINES = 500_000
COUNTS = (1, 10, 40)
ORDER = ["sshd", "dropbear", "postfix", "dovecot", "nginx-http-auth", "nginx-botsearch", "apache-auth", "asterisk", "exim", "vsftpd"]

work = tempfile.mkdtemp()
log = os.path.join(work, "mixed.log")
subprocess.run([sys.executable, os.path.join(os.path.dirname(__file__), "mixed-log.py"), str(LINES), log], check=True)
names = [line.split()[0] for line in subprocess.run([sys.argv[1], "filters"], check=True, capture_output=True, text=True).stdout.splitlines()]
names = ORDER + [name for name in names if os.path.exists(f"src/filters/{name}.toml") and name not in ORDER]


def config(count):
    path = os.path.join(work, f"{count}.toml")
    with open(path, "w") as out:
        out.write(f'[global]\nsocket = "{work}/s"\n')
        for name in names[:count]:
            out.write(f'[jails.{name}]\nfilter = "{name}"\nlogpath = ["{log}"]\n')
    return path


def seconds(banjo, path):
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.execv(banjo, [banjo, "run", "--once", "--dry-run", "--config", path])
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{banjo} failed with {path}")
    return usage.ru_utime


try:
    for banjo in sys.argv[1:]:
        best = {count: float("inf") for count in COUNTS}
        for _ in range(5):
            for count in COUNTS:
                best[count] = min(best[count], seconds(banjo, config(count)))
        for count in COUNTS:
            print(f"{banjo}, {count:2} filters: {best[count] / LINES * 1e9:4.0f} ns a line, {LINES / best[count] / 1e6:.2f} M lines"
                  f" per CPU second, {best[count] / best[1]:.2f} times one filter (goal for 40: 3)")
finally:
    subprocess.run(["rm", "-rf", work], check=True)
