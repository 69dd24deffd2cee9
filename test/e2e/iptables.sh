#!/bin/sh
# The back end iptables: see test/lib/backend.sh.
backend=iptables
. "$(dirname "$0")/../lib/backend.sh"
