#!/bin/sh
# dist-c.sh BUILD VERSION: packs the generated C with a plain Makefile: builds with any C11 compiler and no JDK.
set -eu
build=$1
name=banjo-$2-c
rm -rf "$build/dist/$name"
mkdir -p "$build/dist/$name/src" "$build/dist/$name/include"
cp -r "$build/c/." "$build/dist/$name/src/"
rm -f "$build/dist/$name/src/callsites.json"
cp "$build"/generated/include/*.h "$build/dist/$name/include/"
cp LICENSE README.md "$build/dist/$name/"
cat > "$build/dist/$name/Makefile" <<'EOF'
# banjo from C sources that TeaVM 0.16.0 wrote. Any C11 compiler that knows -fwrapv will do.
CC ?= cc
CFLAGS ?= -O2
REQUIRED = -std=gnu11 -fwrapv -fno-strict-aliasing -fno-delete-null-pointer-checks -w -ffunction-sections -fdata-sections

banjo: src/all.c
	$(CC) $(CPPFLAGS) $(CFLAGS) $(REQUIRED) -I include -o $@ src/all.c $(LDFLAGS) -Wl,--gc-sections -lm

install: banjo
	install -D -m 0755 banjo $(DESTDIR)/usr/sbin/banjo

clean:
	rm -f banjo
EOF
tar --sort=name --mtime='2026-01-01 00:00Z' --owner=0 --group=0 --numeric-owner -C "$build/dist" -cf - "$name" | xz -9 > "$build/dist/$name.tar.xz"
rm -rf "$build/dist/$name"
