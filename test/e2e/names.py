"""A name server for test/e2e/lockout.sh: answers rightly or, by the name that is asked for, in one of the wrong ways."""
import socket
import struct
import sys

ADDRESSES = {
    "good.test": ["203.0.113.50", "203.0.113.51", "2001:db8::50"],
    "late.test": ["203.0.113.60"],
    "wrongfirst.test": ["203.0.113.61"],
    "evil.test": ["198.51.100.77", "2001:db8:bad::77"],
}


def question(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


def record(owner, kind, data, ttl=60):
    return owner + struct.pack(">HHIH", kind, 1, ttl, len(data)) + data


def reply(query, asked, records, flags=0x8180, identity=None, code=0):
    identity = query[:2] if identity is None else identity
    return identity + struct.pack(">HHHHH", flags | code, 1, len(records), 0, 0) + asked + b"".join(records)


def answers(query):
    name, kind, asked = question(query)
    here = b"\xc0\x0c"
    found = [record(here, 28 if ":" in each else 1, socket.inet_pton(socket.AF_INET6 if ":" in each else socket.AF_INET, each))
             for each in ADDRESSES.get(name, []) if (":" in each) == (kind == 28)]
    if name == "silent.test":
        return []
    if name == "alias.test":
        target = b"\x04good\x04test\x00"
        data = socket.inet_pton(socket.AF_INET, "203.0.113.50")
        return [reply(query, asked, [record(target, 1, data), record(here, 5, target)] if kind == 1 else [record(here, 5, target)])]
    wrong = record(here, 1, socket.inet_pton(socket.AF_INET, "192.0.2.99"))
    if name == "wrongid.test":
        return [reply(query, asked, [wrong], identity=bytes([query[0] ^ 1, query[1]]))]
    if name == "wrongfirst.test":
        return [reply(query, asked, [wrong], identity=bytes([query[0] ^ 1, query[1]])), reply(query, asked, found)]
    if name == "othername.test":
        return [reply(query, b"\x05other\x04test\x00" + asked[-4:], [wrong])]
    if name == "truncated.test":
        return [reply(query, asked, [wrong], flags=0x8380)]
    if name == "cut.test":
        return [reply(query, asked, [wrong])[:-2]]
    if name == "loop.test":
        return [reply(query, asked, [record(b"\xc0" + bytes([12 + len(asked)]), 1, b"\xc0\x00\x02\x63")])]
    if name == "circle.test":
        return [reply(query, asked, [record(here, 5, here)])]
    return [reply(query, asked, found, code=0 if name in ADDRESSES else 3)]


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
print("ready", flush=True)
while True:
    query, client = server.recvfrom(2048)
    for each in answers(query):
        server.sendto(each, client)
