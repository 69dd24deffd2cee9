"""corpus-lines.py FOLDER FILTER...: prints the corpus's log lines of some filters, as the bytes that they are."""
import base64
import gzip
import json
import sys

folder, filters = sys.argv[1], sys.argv[2:]
for name in ("fail2ban-samples.jsonl.gz", "adversarial.jsonl.gz"):
    with gzip.open(f"{folder}/{name}", "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            if record["filter"] in filters:
                exact = record.get("b64")
                line = base64.b64decode(exact) if exact else record["line"].encode("utf-8", "surrogateescape")
                sys.stdout.buffer.write(line.replace(b"\n", b" ") + b"\n")
