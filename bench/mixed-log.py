#!/usr/bin/env python3
"""mixed-log.py LINES FILE: writes the log of a busy server, many programs in one file, the same every time; 1 line in 20 is an attack."""
import random, sys, time

lines, path = int(sys.argv[1]), sys.argv[2]
rng = random.Random(4)
now = time.time()
USERS = ["root", "admin", "alice", "bob", "git", "postgres", "info@example.org", "test user"]
PAGES = ["/", "/index.html", "/css/site.css", "/js/app.min.js", "/img/logo.png", "/api/v1/items?page=2", "/blog/2026/05/a-longer-title-of-a-post/", "/favicon.ico"]
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "curl/8.5.0"]
QUEUE = "0123456789ABCDEF"


def address():
    return f"{rng.randrange(20, 220)}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"


def port():
    return rng.randrange(1024, 65536)


def user():
    return rng.choice(USERS)


def queue():
    return "".join(rng.choice(QUEUE) for _ in range(10))


def syslog(message):
    return lambda second: time.strftime("%b %e %H:%M:%S", time.localtime(second)) + " host " + message()


def access(status, page):
    return lambda second: (f'{address()} - - [{time.strftime("%d/%b/%Y:%H:%M:%S %z", time.localtime(second))}] '
                           f'"GET {page()} HTTP/1.1" {status} {rng.randrange(100, 90000)} "-" "{rng.choice(AGENTS)}"')


def nginx_error(message):
    return lambda second: (time.strftime("%Y/%m/%d %H:%M:%S", time.localtime(second))
                           + f" [error] {rng.randrange(900, 999)}#{rng.randrange(900, 999)}: *{rng.randrange(99999)} " + message())


def apache_error(message):
    return lambda second: (time.strftime("[%a %b %d %H:%M:%S.123456 %Y]", time.localtime(second))
                           + f" {message()[0]} [pid {rng.randrange(9999)}:tid {rng.randrange(99999)}] [client {address()}:{port()}] {message()[1]}")


def asterisk(message):
    return lambda second: time.strftime("[%Y-%m-%d %H:%M:%S]", time.localtime(second)) + f" {message()}"


def pid():
    return rng.randrange(300, 32000)


ORDINARY = [
    (14, syslog(lambda: f"sshd[{pid()}]: Accepted publickey for alice from {address()} port {port()} ssh2: ED25519 SHA256:abcdefghijkl")),
    (8, syslog(lambda: f"sshd[{pid()}]: pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)")),
    (6, syslog(lambda: f"sshd[{pid()}]: Received disconnect from {address()} port {port()}:11: disconnected by user")),
    (3, syslog(lambda: f"dropbear[{pid()}]: Child connection from {address()}:{port()}")),
    (8, syslog(lambda: f"systemd[1]: Started session-{pid()}.scope - Session {pid()} of User alice.")),
    (6, syslog(lambda: f"CRON[{pid()}]: (root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)")),
    (8, syslog(lambda: f"kernel: [{pid()}.{rng.randrange(999999):06}] [UFW BLOCK] IN=eth0 OUT= MAC=00:16:3e:5e:6c:00 SRC={address()} DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=245 ID={pid()} PROTO=TCP SPT={port()} DPT={port()} WINDOW=1024 RES=0x00 SYN URGP=0")),
    (3, syslog(lambda: f"kernel: usb 1-1: new high-speed USB device number {pid()} using xhci_hcd")),
    (7, syslog(lambda: f"postfix/smtpd[{pid()}]: connect from mail.example.net[{address()}]")),
    (7, syslog(lambda: f"postfix/smtpd[{pid()}]: disconnect from mail.example.net[{address()}] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5")),
    (6, syslog(lambda: f"postfix/qmgr[{pid()}]: {queue()}: from=<alice@example.org>, size={pid()}, nrcpt=1 (queue active)")),
    (6, syslog(lambda: f"postfix/smtp[{pid()}]: {queue()}: to=<bob@example.net>, relay=mx.example.net[{address()}]:25, delay=1.2, delays=0.1/0/0.4/0.7, dsn=2.0.0, status=sent (250 2.0.0 OK)")),
    (7, syslog(lambda: f"dovecot: imap-login: Login: user=<alice@example.org>, method=PLAIN, rip={address()}, lip=192.0.2.1, mpid={pid()}, TLS, session=<abcdefgh>")),
    (6, syslog(lambda: f"dovecot: imap(alice@example.org)<{pid()}><abcdefgh>: Disconnected: Logged out in={pid()} out={pid()} deleted=0 expunged=0")),
    (4, syslog(lambda: f"named[{pid()}]: client @0x7f0a {address()}#{port()} (example.org): query: example.org IN A + (192.0.2.1)")),
    (3, syslog(lambda: f"dnsmasq-dhcp[{pid()}]: DHCPACK(br-lan) 192.168.1.{rng.randrange(255)} 3c:22:fb:11:22:33 phone")),
    (3, syslog(lambda: f"openvpn[{pid()}]: {address()}:{port()} TLS: Initial packet from [AF_INET]{address()}:{port()}, sid=abcdef12 34567890")),
    (40, access(200, lambda: rng.choice(PAGES))),
    (8, access(304, lambda: rng.choice(PAGES))),
    (5, access(404, lambda: rng.choice(PAGES))),
    (4, nginx_error(lambda: f'open() "/var/www/html/{pid()}.png" failed (2: No such file or directory), client: {address()}, server: example.org, request: "GET /{pid()}.png HTTP/1.1", host: "example.org"')),
    (3, nginx_error(lambda: f'upstream timed out (110: Connection timed out) while reading response header from upstream, client: {address()}, server: example.org, request: "GET / HTTP/1.1", upstream: "http://127.0.0.1:8080/", host: "example.org"')),
    (4, apache_error(lambda: ("[core:info]", "AH00128: File does not exist: /var/www/html/missing.png"))),
    (3, asterisk(lambda: f"VERBOSE[{pid()}] chan_sip.c: Registered SIP '{pid()}' at {address()}:{port()}")),
    (3, asterisk(lambda: f"NOTICE[{pid()}] res_pjsip/pjsip_options.c: Contact {pid()}/sip:{pid()}@{address()}:5060 has been created")),
]
ATTACKS = [
    (4, syslog(lambda: f"sshd[{pid()}]: Failed password for invalid user {user()} from {address()} port {port()} ssh2")),
    (1, syslog(lambda: f"dropbear[{pid()}]: Bad password attempt for '{user()}' from {address()}:{port()}")),
    (2, syslog(lambda: f"postfix/smtpd[{pid()}]: warning: unknown[{address()}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6")),
    (1, syslog(lambda: f"dovecot: imap-login: Disconnected: Connection closed (auth failed, 3 attempts in 14 secs): user=<{user()}>, method=PLAIN, rip={address()}, lip=192.0.2.1, TLS, session=<abc>")),
    (1, access(404, lambda: "/wp-login.php")),
    (1, nginx_error(lambda: f'user "{user()}": password mismatch, client: {address()}, server: example.org, request: "GET /admin HTTP/1.1", host: "example.org"')),
    (1, apache_error(lambda: ("[auth_basic:error]", f"AH01617: user {user()}: authentication failure for \"/admin\": Password Mismatch"))),
    (1, asterisk(lambda: f"NOTICE[{pid()}] chan_sip.c: Registration from '\"{pid()}\" <sip:{pid()}@192.0.2.1>' failed for '{address()}:5060' - Wrong password")),
]


def table(weighted):
    return [make for weight, make in weighted for _ in range(weight)]


ordinary, attacks = table(ORDINARY), table(ATTACKS)
with open(path, "w") as out:
    for i in range(lines):
        make = rng.choice(attacks if rng.randrange(20) == 0 else ordinary)
        out.write(make(now - 30 + 30 * i / lines) + "\n")
