package banjo.time;

/**
 * Searches a line for a date template, with the priorities of a backtracking matcher such as Python's. Where loops without
 * bound could try the same continuation again, they remember it; and a search has a budget that grows with the line, which only
 * a pattern with many parts that may be absent can exceed.
 */
final class DateMatcher
{
    /** Lines may be so long (the largest {@code max_line}) for loops to remember. */
    private static final int MEMO_BYTES = 65536;

    private static final int STEPS_PER_BYTE = 16;
    private static final int STEPS_AT_LEAST = 32_000;

    private static final int RESTORE = 0;
    private static final int BRANCH = 1;
    private static final int FEWER = 2;
    private static final int MORE = 3;

    /** Where groups begin and end, -1 for a group that took no part; valid behind a match. */
    final int[] slots;
    /** Bytes before this index decided the outcome of all searches since it was set; more than the end: the end did too. */
    int inspected;
    /** Where the match begins. */
    int matchFrom;
    /** How many searches were given up because a pattern tried too much. */
    long abandoned;

    private final int[] stack;
    private final long[] memo;
    private DateProgram program;
    private byte[] text;
    private int begin;
    private int end;
    private boolean remembers;
    private int budget;

    DateMatcher(DateProgram[] programs)
    {
        int slotCount = 2;
        int depth = 1;
        int memos = 0;
        for (DateProgram each : programs)
        {
            slotCount = Math.max(slotCount, each.slots);
            // Lookarounds run above what is there, at most one level of the program deep each.
            depth = Math.max(depth, each.depth);
            memos = Math.max(memos, each.memos);
        }
        slots = new int[slotCount];
        stack = new int[(depth + 1) * 4];
        memo = new long[memos * (MEMO_BYTES >> 6)];
    }

    /**
     * Searches from an index of the line on.
     *
     * @param lineBegin where {@code ^} matches; @param to where the line ends for this search.
     * @return the index behind the match, or -1.
     */
    int search(DateProgram wanted, byte[] line, int lineBegin, int from, int to)
    {
        program = wanted;
        text = line;
        begin = lineBegin;
        end = to;
        remembers = wanted.memos > 0 && to - lineBegin < MEMO_BYTES;
        if (remembers)
        {
            clearMemo(wanted.memos, to - lineBegin);
        }
        int last = wanted.onlyAtBegin ? Math.min(lineBegin, to) : to;
        long[] first = wanted.first;
        budget = STEPS_AT_LEAST + Math.min(to - lineBegin, MEMO_BYTES) * STEPS_PER_BYTE;
        for (int start = from; start <= last && budget >= 0; start++)
        {
            if (first != null && (start == to || (first[(line[start] & 0xFF) >> 6] >>> (line[start] & 63) & 1) == 0))
            {
                continue;
            }
            for (int i = 0; i < wanted.slots; i++)
            {
                slots[i] = -1;
            }
            int matched = run(0, start, 0);
            if (matched >= 0 && budget >= 0)
            {
                matchFrom = start;
                return matched;
            }
        }
        abandoned += budget < 0 ? 1 : 0;
        inspect(last);
        return -1;
    }

    private void clearMemo(int loops, int length)
    {
        int words = (length >> 6) + 1;
        for (int loop = 0; loop < loops; loop++)
        {
            int base = loop * (MEMO_BYTES >> 6);
            for (int i = 0; i < words; i++)
            {
                memo[base + i] = 0;
            }
        }
    }

    private void inspect(int at)
    {
        if (at >= inspected)
        {
            inspected = at + 1;
        }
    }

    private boolean inSet(int set, int c)
    {
        return (program.sets[set * 4 + ((c & 0xFF) >> 6)] >>> (c & 63) & 1) != 0;
    }

    /** @return true when this loop has failed from here before. */
    private boolean isKnown(int loop, int at)
    {
        if (loop < 0 || !remembers)
        {
            return false;
        }
        int word = loop * (MEMO_BYTES >> 6) + (at - begin >> 6);
        long bit = 1L << (at - begin & 63);
        boolean known = (memo[word] & bit) != 0;
        memo[word] |= bit;
        return known;
    }

    private boolean isWordAt(int at)
    {
        return at >= begin && at < end && DateFields.isWord(text[at]);
    }

    private int push(int top, int kind, int a, int b, int c)
    {
        stack[top] = kind;
        stack[top + 1] = a;
        stack[top + 2] = b;
        stack[top + 3] = c;
        return top + 4;
    }

    /** Runs from an instruction until MATCH. @return the index behind, or -1 when all ways are tried. */
    private int run(int firstInstruction, int from, int base)
    {
        int[] code = program.code;
        int top = base;
        int pc = firstInstruction;
        int at = from;
        while (true)
        {
            boolean matches = true;
            int operation = code[pc];
            int next = pc + DateProgram.length(operation);
            switch (operation)
            {
                case DateProgram.CHAR:
                    matches = at < end && text[at] == code[pc + 1];
                    at++;
                    break;
                case DateProgram.SET:
                    matches = at < end && inSet(code[pc + 1], text[at]);
                    at++;
                    break;
                case DateProgram.LOOP:
                {
                    int lowest = at + code[pc + 2];
                    int highest = code[pc + 3] < end - at ? at + code[pc + 3] : end;
                    while (at < highest && inSet(code[pc + 1], text[at]))
                    {
                        at++;
                    }
                    inspect(at);
                    budget -= at - lowest >> 3;
                    matches = at >= lowest;
                    if (matches && at > lowest)
                    {
                        top = push(top, FEWER, pc, at, lowest);
                    }
                    matches = matches && !isKnown(code[pc + 4], at);
                    break;
                }
                case DateProgram.LAZY:
                {
                    int count = 0;
                    while (count < code[pc + 2] && at < end && inSet(code[pc + 1], text[at]))
                    {
                        at++;
                        count++;
                    }
                    inspect(at);
                    matches = count == code[pc + 2];
                    if (matches && count < code[pc + 3])
                    {
                        top = push(top, MORE, pc, at, count);
                    }
                    matches = matches && !isKnown(code[pc + 4], at);
                    break;
                }
                case DateProgram.SPLIT:
                    top = push(top, BRANCH, pc + code[pc + 1], at, 0);
                    break;
                case DateProgram.SPLIT_LAZY:
                    top = push(top, BRANCH, next, at, 0);
                    next = pc + code[pc + 1];
                    break;
                case DateProgram.JUMP:
                    next = pc + code[pc + 1];
                    break;
                case DateProgram.SAVE:
                    top = push(top, RESTORE, code[pc + 1], slots[code[pc + 1]], 0);
                    slots[code[pc + 1]] = at;
                    break;
                case DateProgram.BEGIN:
                    matches = at == begin;
                    break;
                case DateProgram.END:
                    inspect(at);
                    matches = at == end;
                    break;
                case DateProgram.BOUNDARY:
                    matches = isWordAt(at - 1) != isWordAt(at);
                    break;
                case DateProgram.NO_BOUNDARY:
                    matches = isWordAt(at - 1) == isWordAt(at);
                    break;
                case DateProgram.OUTSIDE:
                    matches = !isWordAt(at - 1) || !isWordAt(at);
                    break;
                case DateProgram.BACK:
                {
                    int length = takenAgain(code[pc + 1], at);
                    matches = length >= 0;
                    at += matches ? length : 0;
                    break;
                }
                case DateProgram.WHEN:
                    next = slots[code[pc + 1] * 2 + 1] >= 0 ? next : pc + code[pc + 2];
                    break;
                case DateProgram.LOOK:
                    matches = code[pc + 1] != (looks(next, at - code[pc + 2], top) ? 1 : 0);
                    next = pc + code[pc + 3];
                    break;
                case DateProgram.NAME:
                {
                    int length = DateNames.length(code[pc + 1], text, at, end);
                    inspect(at + 9 < end ? at + 9 : end);
                    matches = length > 0;
                    at += length;
                    break;
                }
                default:
                    inspect(at);
                    return at;
            }
            if (matches)
            {
                pc = next;
                continue;
            }
            inspect(at < end ? at : end);
            boolean resumed = false;
            while (!resumed)
            {
                if (top == base || budget < 0)
                {
                    return -1;
                }
                budget--;
                top -= 4;
                int kind = stack[top];
                if (kind == RESTORE)
                {
                    slots[stack[top + 1]] = stack[top + 2];
                    continue;
                }
                pc = stack[top + 1];
                at = stack[top + 2];
                resumed = true;
                if (kind == FEWER)
                {
                    at--;
                    if (at > stack[top + 3])
                    {
                        stack[top + 2] = at;
                        top += 4;
                    }
                }
                else if (kind == MORE)
                {
                    resumed = at < end && inSet(code[pc + 1], text[at]);
                    inspect(at);
                    at++;
                    int count = stack[top + 3] + 1;
                    if (resumed && count < code[pc + 3])
                    {
                        stack[top + 2] = at;
                        stack[top + 3] = count;
                        top += 4;
                    }
                }
                if (resumed && kind != BRANCH)
                {
                    resumed = !isKnown(code[pc + 4], at);
                    pc += 5;
                }
            }
        }
    }

    private boolean looks(int instruction, int at, int top)
    {
        return at >= begin && run(instruction, at, top) >= 0;
    }

    /** @return the length of what a group took when it stands here again, else -1. */
    private int takenAgain(int group, int at)
    {
        int groupFrom = slots[group * 2];
        int length = slots[group * 2 + 1] - groupFrom;
        if (groupFrom < 0 || length < 0 || length > end - at)
        {
            return -1;
        }
        for (int i = 0; i < length; i++)
        {
            if (text[groupFrom + i] != text[at + i])
            {
                inspect(at + i);
                return -1;
            }
        }
        return length;
    }
}
