package banjo.regex;

import banjo.coding.RangeDecoder;
import banjo.coding.RangeEncoder;
import java.util.Arrays;
import org.teavm.interop.Unmanaged;

/**
 * Compiled patterns: one deterministic automaton with registers, or several that are tried in order. The tables do not
 * change; the registers do, so one thread at a time.
 */
public final class Automaton
{
    private static final int MAXIMUM_PARTS = 1024;

    private final int captureCount;
    private final int patternCount;
    /** Null where a pattern runs without tables. */
    private final Tables[] parts;
    private final OnDemand[] onDemand;
    /** Per part what is added to the indices of its patterns. */
    private final int[] firstPattern;
    /** The parts that may match a text, in their order: first those of the texts that begin with byte 0, and so on. */
    private final short[] candidates;
    /** By its first byte where a text's candidates begin; those of the next byte follow. */
    private final int[] candidatesFrom = new int[257];

    private final PatternReport[] reports;
    private RequiredLiterals literals;

    Automaton(int captureCount, Tables[] parts, OnDemand[] onDemand, PatternReport[] reports)
    {
        this(captureCount, reports.length, parts, onDemand, reports, new int[parts.length]);
    }

    private Automaton(int captureCount, int patternCount, Tables[] parts, OnDemand[] onDemand, PatternReport[] reports, int[] firstPattern)
    {
        this.captureCount = captureCount;
        this.patternCount = patternCount;
        this.parts = parts;
        this.onDemand = onDemand;
        this.reports = reports;
        this.firstPattern = firstPattern;
        short[] found = new short[256 * parts.length];
        int count = 0;
        for (int first = 0; first < 256; first++)
        {
            for (int i = 0; i < parts.length; i++)
            {
                if (parts[i] == null || parts[i].mayBegin(first))
                {
                    found[count++] = (short)i;
                }
            }
            candidatesFrom[first + 1] = count;
        }
        candidates = Arrays.copyOf(found, count);
    }

    /** @return one that tries these patterns and then the other's, which has the same captures; their indices go on. */
    public Automaton followedBy(Automaton other)
    {
        Tables[] all = Arrays.copyOf(parts, parts.length + other.parts.length);
        OnDemand[] allOnDemand = Arrays.copyOf(onDemand, all.length);
        int[] first = Arrays.copyOf(firstPattern, all.length);
        for (int i = 0; i < other.parts.length; i++)
        {
            all[parts.length + i] = other.parts[i];
            allOnDemand[parts.length + i] = other.onDemand[i];
            first[parts.length + i] = patternCount + other.firstPattern[i];
        }
        PatternReport[] allReports = Arrays.copyOf(reports, patternCount + other.patternCount);
        System.arraycopy(other.reports, 0, allReports, patternCount, other.patternCount);
        return new Automaton(captureCount, patternCount + other.patternCount, all, allOnDemand, allReports, first)
            .requiring(RequiredLiterals.either(literals, other.literals));
    }

    /** Says what every match contains, null for nothing known; {@link #toBytes} leaves it out. @return this. */
    public Automaton requiring(RequiredLiterals known)
    {
        literals = known;
        return this;
    }

    /** @return texts of which every match contains one; null for nothing known. */
    public RequiredLiterals literals()
    {
        return literals;
    }

    /** How many patterns it was made of. */
    public int patternCount()
    {
        return patternCount;
    }

    /** How many captures {@link #match} fills. */
    public int captureCount()
    {
        return captureCount;
    }

    /**
     * Searches {@code text[from, to)}, a line without its newline; allocates nothing.
     *
     * @param captures receives start and end of each capture, as indices into {@code text}, -1 when it took no part;
     *                 untouched without a match.
     * @return the index of the pattern that matched, or -1, also when there is no such stretch or no room for the captures.
     */
    @Unmanaged
    public int match(byte[] text, int from, int to, int[] captures)
    {
        if (from < 0 || to > text.length || from > to || captures.length < 2 * captureCount)
        {
            return -1;
        }
        int first = from < to ? text[from] & 0xFF : -1;
        int end = first < 0 ? parts.length : candidatesFrom[first + 1];
        for (int at = first < 0 ? 0 : candidatesFrom[first]; at < end; at++)
        {
            int i = first < 0 ? at : candidates[at];
            if (parts[i] == null)
            {
                if (onDemand[i].match(text, from, to, captures, captureCount))
                {
                    return firstPattern[i] + onDemand[i].pattern.index;
                }
                continue;
            }
            int pattern = DfaLoop.match(parts[i], text, from, to, captures);
            if (pattern >= 0)
            {
                return firstPattern[i] + pattern;
            }
        }
        return -1;
    }

    /** @return whether a pattern was found in the last line that it was looked for in, but for a backreference to another text. */
    public boolean refused()
    {
        boolean refused = false;
        for (OnDemand each : onDemand)
        {
            refused |= each != null && each.refused;
        }
        return refused;
    }

    /** True when every pattern has tables; only then can it be stored, or looked into with {@link AutomatonView}. */
    public boolean hasTables()
    {
        for (Tables part : parts)
        {
            if (part == null)
            {
                return false;
            }
        }
        return true;
    }

    /** @return how a pattern was compiled. */
    public PatternReport report(int pattern)
    {
        return reports[pattern];
    }

    /**
     * A compact form of a compiled list, for {@link #fromBytes}: the same bytes for the same patterns on every machine.
     *
     * @throws IllegalStateException when a pattern has no tables.
     */
    public byte[] toBytes()
    {
        if (!hasTables())
        {
            throw new IllegalStateException("a pattern has no tables");
        }
        RangeEncoder out = new RangeEncoder(RowCodec.CONTEXTS);
        out.number(0, captureCount, 0, PatternCompiler.MAXIMUM_CAPTURES);
        out.number(0, patternCount, 1, 0xFFFF);
        out.number(0, parts.length, 1, MAXIMUM_PARTS);
        for (Tables part : parts)
        {
            DfaCodec.write(part, out);
        }
        return out.finish();
    }

    /**
     * Reads what {@link #toBytes} wrote, checking every number.
     *
     * @throws IllegalArgumentException when the bytes are no automaton.
     */
    public static Automaton fromBytes(byte[] data, int from, int to)
    {
        RangeDecoder in = new RangeDecoder(data, from, to, RowCodec.CONTEXTS, "damaged automaton");
        int captureCount = in.number(0, 0, 0, PatternCompiler.MAXIMUM_CAPTURES);
        int patternCount = in.number(0, 0, 1, 0xFFFF);
        Tables[] parts = new Tables[in.number(0, 0, 1, MAXIMUM_PARTS)];
        for (int i = 0; i < parts.length; i++)
        {
            parts[i] = DfaCodec.read(in, captureCount);
        }
        PatternReport[] reports = new PatternReport[patternCount];
        Arrays.fill(reports, PatternReport.STORED);
        return new Automaton(captureCount, parts, new OnDemand[parts.length], reports);
    }

    /** States of all parts together. */
    public int stateCount()
    {
        int sum = 0;
        for (int i = 0; i < parts.length; i++)
        {
            sum += parts[i] == null ? onDemand[i].states() : parts[i].stateCount();
        }
        return sum;
    }

    /** Byte classes of the part that has most. */
    public int byteClassCount()
    {
        int most = 0;
        for (Tables part : parts)
        {
            most = Math.max(most, part == null ? 0 : part.classCount);
        }
        return most;
    }

    /** Bytes of the tables that matching reads, of all parts together. */
    public int tableBytes()
    {
        int sum = 0;
        for (int i = 0; i < parts.length; i++)
        {
            sum += parts[i] == null ? onDemand[i].bytes() : parts[i].bytes();
        }
        return sum;
    }

    int partCount()
    {
        return parts.length;
    }

    /** What is added to the indices of a part's patterns. */
    int firstPattern(int index)
    {
        return firstPattern[index];
    }

    OnDemand onDemand(int index)
    {
        return onDemand[index];
    }

    Tables part(int index)
    {
        return parts[index];
    }
}
