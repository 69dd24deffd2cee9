package banjo.prove;

import banjo.regex.AutomatonView;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import banjo.regex.WorkAllowance;
import banjo.regex.WorkSpentException;
import java.util.List;

/** A set of texts as a complete deterministic automaton; state 0 is the start, nothing leads out of it that cannot end well. */
final class Language
{
    static final int DEAD = -1;

    private static final int STATE_BUDGET = 4096;
    /** A row for every byte. */
    private static final int WORK_PER_STATE = 2048;

    final int stateCount;
    private final short[] next;
    private final boolean[] ends;
    /** Bytes of one class lead to the same states; null before it was asked for. */
    private int[] classes;

    private Language(int stateCount)
    {
        this.stateCount = stateCount;
        next = new short[stateCount << 8];
        ends = new boolean[stateCount];
    }

    /** The one text. */
    static Language literal(byte[] text)
    {
        Language language = new Language(text.length + 1);
        for (int i = 0; i < language.next.length; i++)
        {
            language.next[i] = DEAD;
        }
        for (int i = 0; i < text.length; i++)
        {
            language.next[i << 8 | text[i] & 0xFF] = (short)(i + 1);
        }
        language.ends[text.length] = true;
        return language;
    }

    /** What a regular expression matches as a whole; the work is taken off the allowance. */
    static Language of(String pattern, WorkAllowance allowance) throws FormatException
    {
        List<AutomatonView> views;
        try
        {
            views = AutomatonView.of(PatternCompiler.compile(List.of("^(?:" + pattern + ")$"), List.of(), STATE_BUDGET, allowance),
                STATE_BUDGET, allowance);
        }
        catch (PatternException e)
        {
            throw new FormatException(e.getMessage() + " in " + pattern);
        }
        for (int i = 0; views != null && i < views.get(0).stateCount() * 256; i++)
        {
            views = views.get(0).next(i >> 8, views.get(0).byteClass(i & 0xFF)) == AutomatonView.UNKNOWN ? null : views;
        }
        if (views == null)
        {
            if (allowance.exceeded())
            {
                throw new WorkSpentException();
            }
            throw new FormatException("the pattern " + pattern + " has a backreference or needs more than " + STATE_BUDGET + " states");
        }
        AutomatonView view = views.get(0);
        allowance.spend((long)view.stateCount() * WORK_PER_STATE);
        Language language = new Language(view.stateCount());
        for (int i = 0; i < language.next.length; i++)
        {
            language.next[i] = (short)view.next(i >> 8, view.byteClass(i & 0xFF));
        }
        for (int state = 0; state < language.stateCount; state++)
        {
            language.ends[state] = view.accept(state) >= 0;
        }
        return language;
    }

    /** @return the state behind a byte, or {@link #DEAD}. */
    int next(int state, int value)
    {
        return next[state << 8 | value];
    }

    /** True when a text may end in the state. */
    boolean ends(int state)
    {
        return ends[state];
    }

    /** True when some text has this many bytes. */
    boolean hasLength(int length)
    {
        boolean[] now = new boolean[stateCount];
        now[0] = true;
        boolean any = true;
        for (int i = 0; i < length && any; i++)
        {
            boolean[] then = new boolean[stateCount];
            any = false;
            for (int at = 0; at < next.length; at++)
            {
                if (now[at >> 8] && next[at] >= 0)
                {
                    then[next[at]] = true;
                    any = true;
                }
            }
            now = then;
        }
        return any;
    }

    /** Those texts, addresses, whose last bit is the given one: the parity of the last digit, a colon being even. */
    Language withLastBit(int bit)
    {
        Language language = new Language(2 * stateCount);
        for (int state = 0; state < language.stateCount; state++)
        {
            for (int value = 0; value < 256; value++)
            {
                int target = next(state >> 1, value);
                int last = value >= '0' && value <= '9' ? value & 1 : value > '9' + 1 ? (value | 0x20) - 'a' & 1 : 0;
                language.next[state << 8 | value] = (short)(target < 0 ? DEAD : target << 1 | last);
            }
            language.ends[state] = ends[state >> 1] && (state & 1) == bit;
        }
        return language;
    }

    /** Divides the letters of an alphabet so that bytes of one letter are alike here. */
    void refine(Alphabet alphabet)
    {
        if (classes == null)
        {
            Alphabet own = new Alphabet();
            int[] column = new int[256];
            for (int state = 0; state < stateCount; state++)
            {
                for (int value = 0; value < 256; value++)
                {
                    column[value] = next[state << 8 | value] + 1;
                }
                own.refine(column);
            }
            classes = own.classes();
        }
        alphabet.refine(classes);
    }
}
