#!/bin/sh
# image.sh JAVA_HOME VERSION BUILD: makes BUILD/image, a jlinked runtime with banjo and its libraries in one jar, an archive of
# loaded classes for a fast start (AOT cache from JDK 25 on) and a launcher.
set -eu
java_home=$1
version=$2
build=$3
image=$build/image
rm -rf "$image"
mkdir -p "$image/bin" "$image/lib"
"$java_home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported --strip-debug --no-header-files --no-man-pages \
    --compress zip-9 --output "$image/runtime" 2>/dev/null
"$java_home/bin/jar" --create --file "$build/classes/banjo.jar" -C "$build/classes/jvm" banjo -C "$build/classes/jvm" tinylog.properties \
    -C "$build/generated" banjo/filters.bin
"$java_home/bin/java" -cp "$build/classes/build:$build/lib/runtime/*" banjo.build.MergeJars "$image/lib/banjo.jar" "$(uname -m)" \
    "$image/lib/libjffi-1.2.so" "$build/classes/banjo.jar" "$build"/lib/runtime/*.jar

# Serial: one thread, little garbage, the smallest collector. No PerfData: no file in /tmp. native-access, unsafe: jnr-ffi needs
# them. boot.library.path: jffi's library is a file here. useNativeAccessorOnly: reflection, which only starts things, without
# classes spun at run time for it. Xmn: 4 MB of young objects cost the least memory (2 MB below the default). Xmx: tables lie in the heap
# here and memory_ceiling goes up to 1G; what is not used costs nothing (64m is resident as much). TrimNativeHeapInterval, ms: what the
# compilers of the start have left is given back, 14 MB.
options='-XX:+UseSerialGC -Xms8m -Xmn4m -Xmx1200m -XX:TrimNativeHeapInterval=2000 -Xss512k -XX:-UsePerfData --enable-native-access=ALL-UNNAMED'
[ "$version" -lt 24 ] || options="$options --sun-misc-unsafe-memory-access=allow"
options="$options -Djdk.reflect.useNativeAccessorOnly=true"
launcher() { # OPTION... of the AOT cache
    cat > "$image/bin/banjo" <<END
#!/bin/sh
[ "\$1" != run ] || trap '' HUP
home=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
exec "\$home/runtime/bin/java" $* $options "-Djffi.boot.library.path=\$home/lib" -cp "\$home/lib/banjo.jar" banjo.cli.Main "\$@"
END
    chmod +x "$image/bin/banjo"
}

# The cache is made from a daemon that starts, reads a log and bans, so that it holds what `run` loads and how it ran.
if [ "$version" -ge 25 ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    awk 'BEGIN { for (i = 0; i < 20000; i++) printf "Nov 24 00:%02d:%02d h sshd[%d]: %s\n", i / 600 % 60, i / 10 % 60, i,
        i % 4 ? "Failed password for root from 192.0." i % 250 "." i % 199 " port 1 ssh2" : "Connection closed by 192.0.2.1 port 1" }' > "$work/log"
    printf '[global]\nsocket = "%s/socket"\n[jails.sshd]\nfilter = "sshd"\nlogpath = ["%s/log"]\n' "$work" "$work" > "$work/banjo.toml"
    launcher '-XX:AOTCacheOutput="$home/lib/banjo.aot"'
    "$image/bin/banjo" run --once --dry-run --config "$work/banjo.toml" > "$work/out" 2>&1 || cat "$work/out" >&2
fi
if [ -f "$image/lib/banjo.aot" ]; then
    launcher '-XX:AOTCache="$home/lib/banjo.aot"'
else
    launcher
fi
