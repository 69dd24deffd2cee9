#!/bin/sh
# The back end ipset: see test/lib/backend.sh.
backend=ipset
. "$(dirname "$0")/../lib/backend.sh"
