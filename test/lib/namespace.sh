# Goes on as root in a network namespace of its own. Sourced with $title, what is skipped where that cannot be, and the $tools it needs.
. "$(dirname "$0")/../lib/check.sh"
if [ -z "${INSIDE:-}" ]; then
    for tool in $tools unshare; do
        command -v "$tool" >/dev/null || { skip "$title" "$tool"; finish; exit; }
    done
    if [ "$(id -u)" != 0 ] || ! unshare -n true 2>/dev/null; then
        skip "$title" "root and network namespaces"
        finish
        exit
    fi
    INSIDE=1 exec unshare -n sh "$0"
fi
