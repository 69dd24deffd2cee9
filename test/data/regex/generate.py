#!/usr/bin/env python3
"""Writes python-more.tsv: what Python's re gives for constructs that java.util.regex lacks or fail2ban's filters lean on.

    python3 test/data/regex/generate.py > test/data/regex/python-more.tsv

Fields: pattern, text, verdict, spans of a and b in bytes. Texts are matched as characters and the spans turned to bytes."""
import random
import re
import sys

SEED = 20261124

FIXED = [
    # conditionals
    (r'^(?P<x><)?(?P<a>\w+)(?(x)>|$)', ['<abc>', 'abc', '<abc', 'abc>', '']),
    (r'^(\()?(?P<a>[^()]+)(?(1)\))$', ['(x)', 'x', '(x', 'x)']),
    (r'^user (?P<a>\S+)(?P<p> port)?(?: from)?(?(p) (?P<b>\d+)| none)$',
     ['user bob port 22', 'user bob none', 'user bob port none', 'user bob from none', 'user bob port from 22']),
    (r'(?:(?P<x>a)|b)*(?(x)c|d)', ['abc', 'bd', 'bbabd', 'ad', 'bbd c']),
    (r'^(?:(?P<x>error)|(?P<y>info)) (?(x)(?P<a>.*)|(?(y)(?P<b>\d+)|z))$', ['error abc', 'info 12', 'info x', 'error ']),
    (r'(?P<x>a)?(?P<a>b*?)(?(x)c|bd)', ['abbc', 'bbbd', 'bbd', 'abbd', 'c']),
    (r'^(?P<a>.*?)(?P<q>")?x(?(q)"|\b)(?P<b>.*)$', ['say "x" y', 'say x y', 'say "x y', 'xx x']),
    # lookahead and lookbehind of several bytes
    (r'^(?P<a>(?:(?! from ).)*) from (?P<b>\S+)', ['x from y from z', ' from 1', 'x fromy from 2', 'none']),
    (r'(?P<a>(?!ip=)\w+)=(?P<b>\S+)', ['ip=1 user=2', 'ip=1', 'xip=3', 'ip= a=b']),
    (r'^(?!error|info)(?P<a>[\w-]+): (?=file|script)(?P<b>\S+)', ['warn: file1', 'error: file', 'infox: script', 'w-x: script.php', 'w: other']),
    (r'(?<=user=)(?P<a>\w+)', ['user=bob', 'ser=bob', 'user=', 'xuser=a user=b']),
    (r'(?<!in)valid (?P<a>\w+)', ['invalid x valid y', 'valid z', 'invalid q', 'nvalid r']),
    (r'(?<=^ab)(?P<a>c+)', ['abcc', 'xabcc', 'abab']),
    (r'(?P<a>\d+)(?=(?: ms)?$)', ['12 ms', '12 13', '12 msx', '5 6 ms']),
    (r'^(?=.*secret)(?P<a>\S+) (?P<b>.*)$', ['tell secret', 'tell other', 'secretly told', 'secret']),
    (r'^(?P<a>\w+)(?!.*deny) (?P<b>.*)', ['bob allow', 'bob deny', 'bob allow then deny x', 'denyx y']),
    (r'(?P<a>a(?!b(?!c)).)', ['abc', 'abd', 'ad', 'ab', 'abdabc']),
    # lazy quantifiers and counted repeats
    (r'^(?P<a>.+?)(?: from (?P<b>\S+))?$', ['x from y', 'x', 'x from y from z', ' from ']),
    (r'(?P<a>a{2,3}?)(?P<b>a*)', ['aaaaa', 'aa', 'a']),
    (r'(?P<a>(?:ab){1,2})(?P<b>a?)', ['ababab', 'aba', 'ab', 'ba']),
    (r'^(?P<a>[^:]{,3}):(?P<b>.{2,})$', ['abc:de', 'abcd:ef', ':xy', 'a:b', 'a:::']),
    # a round that consumes nothing ends a loop
    (r'^(?:a*|b)+(?P<a>.*)', ['ab', 'aab b', 'ba', '']),
    (r'^(?P<a>a*)+x', ['aax', 'x', 'aa']),
    (r'^(?:[^x]a*?|.b)+?(?P<a>.*?)(?P<b>\d)', ['aab1', 'xb1', 'xbaa12']),
    (r'^(?P<a>a|b*?)*c(?P<b>.*)', ['abc', 'c', 'abbac-']),
    (r'^(?:(?:a?|b)*|c)+(?P<a>.*)', ['abca', 'cab', 'bbc']),
    # flags, comments, escapes
    (r'(?i)(?s)USER (?P<a>\w+)(?# a comment)', ['user bob', 'USER BOB', 'usr x']),
    (r'(?x) ^ user \s (?P<a> \w+ )  # the user' '\x01' r' \ (?P<b>[ #]+)', ['user bob ##', 'userbob #', 'user b  #']),
    (r'(?i:USER) (?P<a>x)(?-i:Y)(?P<b>z)?', ['user xY', 'USER xYz', 'USER XY', 'user xy']),
    (r'(?m)^(?P<a>\w+)$', ['ab cd', 'ab', 'a\x01bc', 'a b\x01cd\x01e f']),
    (r'(?m)a.(?P<a>b)?', ['a\x01b', 'axb', 'a']),
    (r'\A(?P<a>\w)\x41\t?(?P<b>[\x30-\x39\-\]]+)\Z', ['xA1]-', 'xA\t5', 'xA', 'xA5 ']),
    (r'(?P<a>\bfoo\b)|(?P<b>\Boo\B)', ['foo', 'a foo b', 'xfoox', 'foox fooz']),
    (r'[[:alpha:](?P<a>\w)', ['a]x', ':]y', '[z', 'b]']),
    # backreferences
    (r'^(?P<a>\w+) (?P=a)$', ['bob bob', 'bob bobx', 'bob bo']),
    (r'^user=(?P<a>\S+), ruser=(?P<b>\S*) user=(?P=a)$', ['user=x, ruser=y user=x', 'user=x, ruser=y user=z', 'user=a=b, ruser= user=a=b']),
    (r'''^(?P<q>['"])(?P<a>[^'"]*)\1 (?P<b>.*)$''', ['"x" y', "'x' y", '"x\' y', '"" ']),
    (r'(?i)^(?P<a>\w+):(?P=a);', ['Bob:bOB;', 'bob:bab;', 'x:X;']),
    (r'^(?:(?P<a>x)|y)-(?P=a)?$', ['x-x', 'x-', 'y-', 'y-x']),
    # an address, as <HOST> is expanded
    (r'^(?P<a>.*) from (?:\[?(?:(?:::f{4,6}:)?(?P<b>(?:\d{1,3}\.){3}\d{1,3})|\[?[0-9a-f:]+\]?)\]?)(?: port \d+)?$',
     ['x from 1.2.3.4', 'x from ::ffff:1.2.3.4 port 2', 'from from [::1]', 'x from 1.2.3.4 from 5.6.7.8 port 1']),
]

LEAVES = ['a', 'b', 'c', '[ab]', '[^a]', '.', r'\d', r'\w', r'\b', '(?=ab)', '(?!bc)', '(?<=ab)', '(?<!ca)', 'ab', '1', '(?!a.*c)', '(?=.*b)']
REPEATS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?']


def leaf(rng):
    return rng.choice(LEAVES)


def part(rng, depth):
    kind = rng.randrange(6) if depth else 0
    if kind == 1:
        return part(rng, depth - 1) + part(rng, depth - 1)
    if kind == 2:
        return '(?:' + part(rng, depth - 1) + '|' + part(rng, depth - 1) + ')'
    if kind == 3:
        return '(?:' + rng.choice(LEAVES[:8]) + rng.choice(LEAVES[:3]) + ')' + rng.choice(REPEATS)
    if kind == 4:
        return rng.choice(LEAVES[:8]) + rng.choice(REPEATS)
    return leaf(rng)


def conditional(rng):
    """Optional groups, then branches that ask for them."""
    head = '(?P<x>' + part(rng, 1) + ')' + rng.choice(['?', '??', '']) if rng.random() < 0.7 else \
        '(?:(?P<x>' + part(rng, 1) + ')|' + part(rng, 1) + ')' + rng.choice(['', '*', '+'])
    middle = '(?P<a>' + part(rng, 2) + ')'
    tail = '(?(x)' + part(rng, 2) + rng.choice(['', '|' + part(rng, 1)]) + ')'
    if rng.random() < 0.3:
        tail = '(?:' + tail + ')' + rng.choice(['?', '{1,2}'])
    return rng.choice(['', '^']) + head + middle + tail + rng.choice(['', '$', '(?P<b>' + part(rng, 1) + ')'])


def bytes_span(text, match, name):
    if name not in match.re.groupindex or match.start(name) < 0:
        return '-'
    return '%d,%d' % (len(text[:match.start(name)].encode()), len(text[:match.end(name)].encode()))


def write(pattern, texts):
    compiled = re.compile(pattern.replace('\x01', '\n'), re.ASCII)
    for text in texts:
        text = text.replace('\x01', '\n')
        match = compiled.search(text)
        row = [pattern, text, 'match' if match else 'none']
        row += [bytes_span(text, match, name) if match else '-' for name in 'ab']
        print('\t'.join(field.replace('\t', '<TAB>').replace('\n', '<NL>').replace('\x01', '<NL>') for field in row))


def main():
    print('# made by generate.py with Python %d.%d, seed %d' % (sys.version_info[0], sys.version_info[1], SEED))
    for pattern, texts in FIXED:
        write(pattern, texts)
    rng = random.Random(SEED)
    for _ in range(300):
        write(conditional(rng), [''.join(rng.choice('aabbc1 ') for _ in range(rng.randrange(9))) for _ in range(5)])


main()
