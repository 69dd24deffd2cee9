#!/bin/sh
# The tarball of generated C builds in an empty folder with a plain make and gcc, with no Java in reach, and the result prints what
# the product prints. gcc is not the compiler of the product: what only one of the two compilers allows shows here.
. "$(dirname "$0")/../lib/check.sh"
if ! sh src/build/need.sh gcc gcc 2>/dev/null; then
    skip "sources that need no JDK" "gcc"
    finish
    exit
fi
tarball=$(ls "$PWD"/build/dist/banjo-*-c.tar.xz)
mkdir "$work/bin" "$work/empty"
for tool in sh make gcc as ld rm install; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
check "it unpacks into one folder" sh -c "cd '$work/empty' && tar -xJf '$tarball' && test \$(ls | wc -l) = 1"
name=$(basename "$tarball" .tar.xz)
bare="env -i PATH=$work/bin make -C $work/empty/$name"
check "there is no Java in reach" sh -c "! env -i PATH='$work/bin' /bin/sh -c 'command -v java'"
check "make CC=gcc builds it" $bare CC=gcc
check "make again does nothing" sh -c "$bare CC=gcc | grep -q 'up to date'"
check "make install installs it" $bare install DESTDIR="$work/root"
built=$work/root/usr/sbin/banjo
same "banjo version" "$(build/banjo version)" "$("$built" version 2>&1)"
cp test/data/filter/mixed.log "$work/lines.log"
if [ -d ../shared/corpus ] && command -v python3 >/dev/null; then
    python3 test/lib/corpus-lines.py ../shared/corpus sshd dropbear >> "$work/lines.log"
else
    skip "the corpus" "../shared/corpus and python3"
fi
for filter in "sshd --option mode=aggressive" dropbear; do
    for banjo in build/banjo "$built"; do
        "$banjo" match --filter $filter --tz Europe/Zurich --now 1124013600 --json "$work/lines.log" 2>&1
        echo "exit $?"
    done > "$work/both"
    half=$(($(wc -l < "$work/both") / 2))
    head -n $half "$work/both" > "$work/first"
    tail -n $half "$work/both" > "$work/second"
    check "match $filter prints the same $half lines" cmp "$work/first" "$work/second"
done
finish
