#!/bin/sh
# find-jdk.sh [FOLDER]: prints the make variables of a usable JDK (21 or later, with jlink): $JAVA_HOME's when it is one, else the
# newest below FOLDER (/usr/lib/jvm). Where there is none it installs one with apt, or says on stderr what to install and fails.
set -eu
folder=${1:-/usr/lib/jvm}

major() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] || return 1
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

newest() {
    best=0
    for home in ${JAVA_HOME:+"$JAVA_HOME"} "$folder"/*; do
        version=$(major "$home") || continue
        if [ "$home" = "${JAVA_HOME:-}" ] && [ "${version:-0}" -ge 21 ]; then
            echo "$version $home"
            return
        fi
        if [ "${version:-0}" -ge 21 ] && [ "$version" -gt "$best" ]; then
            best=$version
            found=$home
        fi
    done
    [ "$best" = 0 ] || echo "$best $found"
}

jdk=$(newest)
if [ -z "$jdk" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "no JDK 21 or later found: installing one" >&2
    apt-get update >&2 || true
    for package in temurin-25-jdk openjdk-25-jdk-headless openjdk-21-jdk-headless; do
        if apt-get install -y --no-install-recommends "$package" >&2; then break; fi
    done
    jdk=$(newest)
fi
if [ -z "$jdk" ]; then
    echo "banjo is built with a JDK, 21 or later (25 recommended): install temurin-25-jdk (from https://adoptium.net) or" >&2
    echo "openjdk-21-jdk, or set JAVA_HOME to one." >&2
    exit 1
fi
echo "JDK_VERSION := ${jdk%% *}"
echo "JAVA_HOME := ${jdk#* }"
# JDK 24 and later warn about the memory access that jnr-ffi needs unless it is allowed.
if [ "${jdk%% *}" -ge 24 ]; then
    echo "JDK_FLAGS := --sun-misc-unsafe-memory-access=allow"
fi
