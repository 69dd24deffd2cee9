package banjo.regex;

/** Prints programs and automata for golden tests. */
final class Listing
{
    private static final String[] NAMES = {"bytes", "split", "tag", "behind", "ahead", "match"};

    private Listing()
    {
    }

    static String of(Program program)
    {
        StringBuilder text = new StringBuilder("start ").append(program.start).append('\n');
        for (int i = 0; i < program.size(); i++)
        {
            int kind = program.kind[i];
            text.append(i).append(' ').append(NAMES[kind]).append(' ');
            if (kind == Program.SPLIT)
            {
                text.append(program.x[i]).append(' ').append(program.y[i]);
            }
            else if (kind == Program.TAG || kind == Program.MATCH)
            {
                text.append(program.y[i]).append(kind == Program.TAG ? " -> " + program.x[i] : "");
            }
            else
            {
                text.append(set(program.sets[program.y[i]])).append(" -> ").append(program.x[i]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String of(Dfa dfa)
    {
        StringBuilder text = new StringBuilder();
        for (int state = 0; state < dfa.stateCount; state++)
        {
            text.append(state);
            if (dfa.accept[state] >= 0)
            {
                int[] accept = dfa.accepts[dfa.accept[state]];
                text.append(" accept pattern ").append(accept[0]);
                for (int i = 1; i < accept.length; i += 2)
                {
                    text.append(i % 4 == 1 ? ", " : "..").append(source(accept[i])).append(accept[i + 1] == 0 ? "" : signed(accept[i + 1]));
                }
            }
            text.append('\n');
            for (int byteClass = 0; byteClass < dfa.classCount; byteClass++)
            {
                int at = state * dfa.classCount + byteClass;
                if (dfa.next[at] == Dfa.DEAD)
                {
                    continue;
                }
                if (!firstOfItsKind(dfa, state, byteClass))
                {
                    continue;
                }
                ByteSet set = new ByteSet();
                for (int b = 0; b < 256; b++)
                {
                    int other = state * dfa.classCount + (dfa.classOf[b] & 0xFF);
                    if (dfa.next[other] == dfa.next[at] && dfa.operation[other] == dfa.operation[at])
                    {
                        set.add(b);
                    }
                }
                text.append("  ").append(set(set)).append(" -> ").append(dfa.next[at]);
                for (int move : dfa.operations[dfa.operation[at]])
                {
                    text.append(" r").append(move >>> 16).append("=").append((move & 0xFFFF) == Dfa.HERE ? "here" : "r" + (move & 0xFFFF));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static boolean firstOfItsKind(Dfa dfa, int state, int byteClass)
    {
        int row = state * dfa.classCount;
        for (int i = 0; i < byteClass; i++)
        {
            if (dfa.next[row + i] == dfa.next[row + byteClass] && dfa.operation[row + i] == dfa.operation[row + byteClass])
            {
                return false;
            }
        }
        return true;
    }

    private static String signed(int number)
    {
        return number > 0 ? "+" + number : String.valueOf(number);
    }

    private static String source(int code)
    {
        return code >= 0 ? "r" + code : code == Dfa.FROM ? "from" : code == Dfa.TO ? "to" : "unset";
    }

    private static String set(ByteSet set)
    {
        StringBuilder text = new StringBuilder(set.containsEdge() ? "[edge " : "[");
        for (int first = 0; first < 256; first++)
        {
            if (set.contains(first))
            {
                int last = first;
                while (last < 255 && set.contains(last + 1))
                {
                    last++;
                }
                text.append(name(first)).append(last > first ? "-" + name(last) : "");
                first = last;
            }
        }
        return text.append(']').toString();
    }

    private static String name(int b)
    {
        boolean plain = b > ' ' && b < 0x7F && b != '-' && b != ']' && b != '[';
        return plain ? String.valueOf((char)b) : "\\x" + Integer.toHexString(b >> 4) + Integer.toHexString(b & 15);
    }
}
