package banjo.daemon;

import banjo.address.Address;
import banjo.text.Json;
import banjo.text.TextBuffer;

/** The last log lines that counted as a failure, of all jails: a ring of fixed places, so that a line costs one copy. */
final class CountedLines
{
    /** Longer lines are cut. */
    static final int LINE_BYTES = 256;
    private static final int PLACES = 256;

    private final byte[] text = new byte[PLACES * LINE_BYTES];
    private final int[] lengths = new int[PLACES];
    private final long[] high = new long[PLACES];
    private final long[] low = new long[PLACES];
    private final long[] seconds = new long[PLACES];
    private final int[] prefixes = new int[PLACES];
    private final byte[][] jails = new byte[PLACES][];
    private long count;

    /** Keeps a line in the place of the oldest. @param timeSeconds the line's own time. */
    void note(JailRuntime jail, long addressHigh, long addressLow, long timeSeconds, byte[] buffer, int from, int to)
    {
        int place = (int)count++ & PLACES - 1;
        lengths[place] = to - from;
        high[place] = addressHigh;
        low[place] = addressLow;
        seconds[place] = timeSeconds;
        prefixes[place] = jail.prefix(Address.isIpv4(addressHigh, addressLow));
        // A reference that stays is not stored again: the collector would have to note it.
        if (jails[place] != jail.name)
        {
            jails[place] = jail.name;
        }
        System.arraycopy(buffer, from, text, place * LINE_BYTES, Math.min(LINE_BYTES, to - from));
    }

    /** @return the number of the first line that is still there; they are numbered in their order. */
    long first()
    {
        return Math.max(0, count - PLACES);
    }

    /** @return the number behind the last line. */
    long end()
    {
        return count;
    }

    /** @param line its number. @return whether it counted for an address, or for the prefix that its jail bans in its stead. */
    boolean concerns(long line, long addressHigh, long addressLow)
    {
        int place = (int)line & PLACES - 1;
        return ((high[place] ^ addressHigh) & Address.upperMask(prefixes[place])) == 0
            && ((low[place] ^ addressLow) & Address.upperMask(prefixes[place] - 64)) == 0;
    }

    /** Appends a line as a JSON object. */
    void append(TextBuffer out, long line)
    {
        int place = (int)line & PLACES - 1;
        int from = place * LINE_BYTES;
        out.put("{\"time\":").putNumber(seconds[place]).put(",\"jail\":");
        Json.appendString(out, jails[place], 0, jails[place].length);
        out.put(",\"ip\":\"");
        Address.append(out, high[place], low[place]);
        out.put("\",\"line\":");
        Json.appendString(out, text, from, from + Math.min(LINE_BYTES, lengths[place]));
        out.put(",\"cut\":").put(lengths[place] > LINE_BYTES ? "true}" : "false}");
    }
}
