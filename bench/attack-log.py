#!/usr/bin/env python3
"""attack-log.py LINES PERCENT ADDRESSES FILE: writes an auth.log of now with that share of failed logins, spread over the addresses."""
import sys, time, random

lines, percent, addresses, path = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random.seed(1)
now = time.time()
with open(path, "w") as out:
    for i in range(lines):
        stamp = time.strftime("%b %e %H:%M:%S", time.localtime(now - 30 + 30 * i / lines))
        n = random.randrange(addresses)
        ip = f"{20 + n // 65536}.{n // 256 % 256}.{n % 256}.7"
        if random.randrange(100) < percent:
            out.write(f"{stamp} host sshd[{1000 + i % 9000}]: Failed password for root from {ip} port {1024 + i % 60000} ssh2\n")
        else:
            out.write(f"{stamp} host systemd[1]: Started Session {i} of user alice, nothing to see here at all.\n")
