#!/bin/sh
# Where the build finds its JDK: JAVA_HOME, then the newest of a folder, then apt, else a message. Without a network: the JDKs, apt
# and the user are stand-ins.
. "$(dirname "$0")/../lib/check.sh"
finder=$PWD/src/build/find-jdk.sh
bin=$work/bin
mkdir -p "$bin"

jdk() { # FOLDER VERSION: a stand-in that knows its version
    mkdir -p "$1/bin"
    printf '#!/bin/sh\necho "javac %s" >&2\n' "$2" > "$1/bin/javac"
    printf '#!/bin/sh\n' > "$1/bin/jlink"
    chmod +x "$1/bin/javac" "$1/bin/jlink"
}
tool() { # NAME SCRIPT
    printf '#!/bin/sh\n%s\n' "$2" > "$bin/$1"
    chmod +x "$bin/$1"
}
find_jdk() { # JAVA_HOME FOLDER
    env -i PATH="$bin" JAVA_HOME="$1" /bin/sh "$finder" "$2" 2>"$work/err" | tr '\n' ' '
}
for needed in sed mkdir chmod; do ln -s "$(command -v $needed)" "$bin/$needed"; done
tool id 'echo 1000'

jdk "$work/old/17" 17.0.15
jdk "$work/many/17" 17.0.15
jdk "$work/many/21" 21.0.9
jdk "$work/many/25" 25.0.1
jdk "$work/home" 22
jdk "$work/early" 26-ea
mkdir -p "$work/jre/21/bin" "$work/empty"
allow='JDK_FLAGS := --sun-misc-unsafe-memory-access=allow '

same "JAVA_HOME comes first" "JDK_VERSION := 22 JAVA_HOME := $work/home " "$(find_jdk "$work/home" "$work/many")"
same "a JAVA_HOME that is too old is passed over for the newest" "JDK_VERSION := 25 JAVA_HOME := $work/many/25 $allow" "$(find_jdk "$work/old/17" "$work/many")"
same "so is one that is not there" "JDK_VERSION := 25 JAVA_HOME := $work/many/25 $allow" "$(find_jdk "$work/nothing" "$work/many")"
same "without JAVA_HOME the newest is taken" "JDK_VERSION := 25 JAVA_HOME := $work/many/25 $allow" "$(find_jdk "" "$work/many")"
same "an early-access version counts" "JDK_VERSION := 26 JAVA_HOME := $work/early $allow" "$(find_jdk "$work/early" "$work/many")"
for folder in old jre empty; do
    same "no JDK in $folder: nothing is printed" "" "$(find_jdk "" "$work/$folder")"
    check "and what to install is said" grep -q 'install temurin-25-jdk .* or' "$work/err"
done
tool apt-get 'echo "$*" >> "'"$work"'/apt"'
same "apt is left alone by those who are not root" "" "$(find_jdk "" "$work/empty")"
check "not even asked" test ! -e "$work/apt"

tool id 'echo 0'
same "apt that has none leads to the message" "" "$(find_jdk "" "$work/empty")"
check "which says what to install" grep -q 'install temurin-25-jdk .* or' "$work/err"
check "after the lists were fetched" grep -q '^update' "$work/apt"
tool apt-get 'case "$*" in *openjdk-21*) mkdir -p "'"$work"'/apt-jdk/21/bin"
for tool in javac jlink; do printf "#!/bin/sh\necho javac 21.0.9 >&2\n" > "'"$work"'/apt-jdk/21/bin/$tool"; chmod +x "'"$work"'/apt-jdk/21/bin/$tool"; done ;;
update) ;; *) exit 100 ;; esac'
mkdir -p "$work/apt-jdk"
same "root gets what apt has" "JDK_VERSION := 21 JAVA_HOME := $work/apt-jdk/21 " "$(find_jdk "" "$work/apt-jdk")"
finish
