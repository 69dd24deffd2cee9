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
completed() { bash -c '. "$1"; shift; COMP_WORDS=(banjo "$@"); COMP_CWORD=$#; _banjo; echo ${COMPREPLY[@]}' - "$work/bash" "$@"; }
if command -v bash >/dev/null; then
    same "bash completes commands" "match" "$(completed ma)"
    same "options of the command" "--alone" "$(completed match --al)"
    same "filters" "nginx-bad-request nginx-botsearch" "$(completed match --filter nginx-b)"
    same "files to match" "$work/bash" "$(completed match "$work/ba")"
else
    skip "bash completes" bash
fi
if command -v fish >/dev/null; then
    same "fish completes filters" "sshd" "$(fish -c "source $work/fish; complete -C 'banjo match --filter ssh'")"
else
    skip "fish completes filters" fish
fi
finish
