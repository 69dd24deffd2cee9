#!/bin/sh
# `banjo completions`: the shells themselves run the scripts.
. "$(dirname "$0")/../lib/check.sh"
PATH=$PWD/build:$PATH
for shell in bash zsh fish; do
    banjo completions $shell > "$work/$shell"
    if command -v $shell >/dev/null; then
        check "$shell reads its script" $shell -n "$work/$shell"
    else
        skip "$shell reads its script" "$shell"
    fi
done
# Jails are asked of a daemon at another socket than the default one.
mkdir "$work/bin"
printf '#!/bin/sh\ncase $1 in jails) set -- "$@" --socket "%s/s" ;; esac\nexec "%s/build/banjo" "$@"\n' "$work" "$PWD" > "$work/bin/banjo"
chmod +x "$work/bin/banjo"
PATH=$work/bin:$PATH
printf '[global]\nsocket = "%s/s"\nbanaction = "log-only"\n[jails.sshd]\nfilter = "sshd"\nlogpath = "/none"\n[jails.web]\nfilter = "uhttpd"\nlogpath = "/none"\n' "$work" > "$work/c.toml"
watch() { banjo run --config "$work/c.toml" 2>"$work/err" & daemon=$!; within 10 grep -q watching "$work/err"; }
unwatch() { kill "$daemon"; wait "$daemon"; daemon=; }
completed() { bash -c '. "$1"; shift; COMP_WORDS=(banjo "$@"); COMP_CWORD=$#; _banjo; echo ${COMPREPLY[@]}' - "$work/bash" "$@"; }
fished() { fish -c "source $work/fish; complete -C 'banjo $*'"; }
if command -v bash >/dev/null; then
    same "bash completes commands" "match" "$(completed ma)"
    same "options of the command" "--alone" "$(completed match --al)"
    same "filters" "nginx-bad-request nginx-botsearch" "$(completed match --filter nginx-b)"
    same "files to match" "$work/bash" "$(completed match "$work/bas")"
    same "back ends" "nftables ipset iptables log-only" "$(completed run --backend "")"
    same "nothing where anything may stand" "" "$(completed ban --for "")"
    same "no jails without a daemon" "" "$(completed unban --jail "" 2>&1)"
    watch
    same "jails" "sshd web" "$(completed unban --jail "")"
    same "jails to look at" "web" "$(completed status w)"
    same "and to ban in" "sshd" "$(completed ban s)"
    unwatch
else
    skip "bash completes" bash
fi
if command -v zsh >/dev/null; then
    # In fpath, and typed: the first completion has to read the script.
    mkdir "$work/fpath" && cp "$work/zsh" "$work/fpath/_banjo"
    cat > "$work/type" <<'EOF2'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "TERM=dumb; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; PS1=be''gin"
zpty -r shell out '*begin*'
zpty -w -n shell "banjo ma"$'\t'" --filter nginx-bo"$'\t'" --al"$'\t'$'\x15'"print en''d"$'\n'
zpty -r shell out '*end*'
print -r -- "$out"
EOF2
    check "zsh completes commands, filters and options" sh -c "timeout 20 zsh -f '$work/type' '$work/fpath' | grep -q 'banjo match --filter nginx-botsearch --alone'"
else
    skip "zsh completes" zsh
fi
if command -v fish >/dev/null; then
    same "fish completes filters" "sshd" "$(fished match --filter ssh)"
    same "back ends" "ipset iptables log-only nftables" "$(fished run --backend "" | sort | xargs)"
    same "no jails without a daemon" "" "$(fished unban --jail "" 2>&1)"
    watch
    same "jails" "sshd web" "$(fished unban --jail "" | sort | xargs)"
    same "jails to look at" "web" "$(fished status w)"
    same "and to ban in" "sshd" "$(fished ban s)"
    unwatch
else
    skip "fish completes filters" fish
fi
finish
