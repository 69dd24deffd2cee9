#!/bin/sh
# What make does when there is nothing to do, and when one file changes. Runs after a build; -W shows what a change would cause
# without making it.
. "$(dirname "$0")/../lib/check.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL CC
stamps() { find build/banjo build/image/bin build/c/all.c build/classes/*/stamp build/generated -type f -newer "$work/now"; }
would() { make -n -W "$1" all > "$work/would" 2>&1; }
does() { grep -q -e "$1" "$work/would"; }
does_not() { ! does "$1"; }

make > "$work/first" 2>&1
touch "$work/now"
output=$(make 2>&1)
same "a second make says one line" "$(printf 'banjo %s: build/banjo and build/image are up to date' "$(build/banjo version)")" "$output"
same "and writes nothing" "" "$(stamps)"
# What a small router has room for; the native binary of this CPU alone is held to it.
[ "$(uname -m)" != x86_64 ] || check "the binary takes 880 KB at most" test "$(wc -c < build/banjo)" -le 901120

would src/filters/sshd.toml
check "a filter that changes is compiled" does CompileFilters
check "and put into the binary" does 'cc build/banjo'
check "no Java is compiled for it" does_not '/javac '
check "none is translated to C" does_not TranslateToC
would test/java/banjo/TestMain.java
same "a test that changes rebuilds no product" 1 "$(wc -l < "$work/would")"
would src/native/banjo_files.h
check "a C header that changes needs the C compiler" does 'cc build/banjo'
check "alone" does_not '/javac \|TranslateToC\|jlink'
would src/java/banjo/cli/Main.java
check "a source that changes is compiled for both runtimes" sh -c "test \$(grep -c '^echo \"javac ' '$work/would') -ge 2"
finish
