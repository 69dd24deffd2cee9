#!/bin/sh
# image.sh JAVA_HOME VERSION BUILD: makes BUILD/image, a jlinked runtime with banjo's jars, an archive of loaded classes for a
# fast start (AOT cache from JDK 25 on) and a launcher.
set -eu
java_home=$1
version=$2
build=$3
image=$build/image
rm -rf "$image"
mkdir -p "$image/bin" "$image/lib"
"$java_home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported --strip-debug --no-header-files --no-man-pages \
    --compress zip-9 --output "$image/runtime" 2>/dev/null
"$java_home/bin/jar" --create --file "$image/lib/banjo.jar" -C "$build/classes/jvm" banjo -C "$build/classes/jvm" tinylog.properties -C "$build/generated" banjo/filters.bin
cp "$build"/lib/runtime/*.jar "$image/lib/"
classpath=$(cd "$image/lib" && printf '$home/lib/%s:' *.jar)
classpath=${classpath%:}
allow=
[ "$version" -lt 24 ] || allow=--sun-misc-unsafe-memory-access=allow
cat > "$image/bin/banjo" <<EOF
#!/bin/sh
home=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
exec "\$home/runtime/bin/java" -XX:AOTCache="\$home/lib/banjo.aot" -XX:+UseSerialGC -Xms8m -Xmx64m -Xss512k \\
    -XX:-UsePerfData --enable-native-access=ALL-UNNAMED $allow -cp "$classpath" banjo.cli.Main "\$@"
EOF
chmod +x "$image/bin/banjo"
if [ "$version" -ge 25 ]; then
    home=$(readlink -f "$image")
    full=$(echo "$classpath" | sed "s#\$home/#$home/#g")
    echo "Nov 24 00:00:00 h sshd[1]: Failed password for root from 192.0.2.1 port 1 ssh2" |
        "$home/runtime/bin/java" -XX:AOTCacheOutput="$home/lib/banjo.aot" -XX:+UseSerialGC -XX:-UsePerfData \
        --enable-native-access=ALL-UNNAMED $allow -cp "$full" banjo.cli.Main match --filter sshd --json >/dev/null 2>&1 || true
fi
[ -f "$image/lib/banjo.aot" ] || sed -i 's/-XX:AOTCache="[^"]*" //' "$image/bin/banjo"
