package banjo.time;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * What is known of the line before, as numbers by the indices below, and the step to a line with the same date or another time
 * of the same day. The native twin: ranges are the caller's
 * duty, nothing allocates, so addresses stay valid.
 */
final class DateRepeat
{
    /** Bytes up to the end of the date, or as many as decided; 0: nothing is known. */
    static final int LENGTH = 0;
    /** Where the date begins and ends, and where the line goes on behind a bracket, counted from the line's beginning. */
    static final int DATE_FROM = 1;
    static final int DATE_TO = 2;
    static final int BEHIND = 3;
    /** Where {@code HH:MM:SS} begins; -1 when another time of day needs a closer look. */
    static final int TIME_FROM = 4;
    /** The date's instant less its time of day. */
    static final int MIDNIGHT = 5;
    /** Where the digits of a fraction begin and end: they change nothing. */
    static final int FRACTION_FROM = 6;
    static final int FRACTION_TO = 7;
    /** The span of time of arrival for which the date means the same. */
    static final int VALID_FROM = 8;
    static final int VALID_UNTIL = 9;
    /** The date's instant. */
    static final int SECONDS = 10;
    /** 1 when the bytes up to LENGTH decide all; 0 when what follows must be unable to belong to the date. */
    static final int ENTIRE = 11;
    /** The eight bytes {@code HH:MM:SS} that {@link #SECONDS} stands for, in whatever order; 0 when they have not been looked at. */
    static final int TIME_OF_DAY = 12;
    static final int SIZE = 13;

    private DateRepeat()
    {
    }

    @Import(name = "banjo_time_word")
    @Include("banjo_time.h")
    @Unmanaged
    private static native long word(Address at);

    @Import(name = "banjo_time_same")
    @Include("banjo_time.h")
    @Unmanaged
    private static native int same(Address text, Address last, Address mask, int length);

    /**
     * Moves the state to a line.
     *
     * @param text with from and to in its range.
     * @param last the bytes of a line before, as many as LENGTH says.
     * @param mask 0 for its bytes that may differ, the digits of a time of day and of a fraction, else -1.
     * @return the index at which the line goes on, or -1 when the line must be read anew; the state is unchanged then.
     */
    @Unmanaged
    static int next(byte[] text, int from, int to, long nowSeconds, byte[] last, byte[] mask, long[] state)
    {
        Address line = Address.ofData(text).add(from);
        Address known = Address.ofData(state);
        int length = (int)known.add(LENGTH << 3).getLong();
        if (length == 0 || to - from < length || nowSeconds < known.add(VALID_FROM << 3).getLong() || nowSeconds >= known.add(VALID_UNTIL << 3).getLong())
        {
            return -1;
        }
        int behind = (int)known.add(BEHIND << 3).getLong();
        if (length == to - from || known.add(ENTIRE << 3).getLong() != 0)
        {
            if (behind > length)
            {
                return -1;
            }
        }
        else
        {
            int next = line.add(length).getByte();
            int second = length + 1 < to - from ? line.add(length + 1).getByte() : ' ';
            if (next == ']' != behind > length)
            {
                return -1;
            }
            if (next == ' ')
            {
                // A zone, blanks before it, or a year might follow.
                if (second == ' ' || second == '+' || second == '-' || second == 'Z' || second == 'U' || second == 'G')
                {
                    return -1;
                }
                if (second == '2' && length + 2 < to - from && line.add(length + 2).getByte() == '0')
                {
                    return -1;
                }
            }
            else if (next != ']' && (next != ':' || second >= '0' && second <= '9') && next != '\t' && next != ';' && next != '|' && next != '"')
            {
                return -1;
            }
        }
        int timeFrom = (int)known.add(TIME_FROM << 3).getLong();
        int fractionFrom = (int)known.add(FRACTION_FROM << 3).getLong();
        int fractionTo = (int)known.add(FRACTION_TO << 3).getLong();
        if (same(line, Address.ofData(last), Address.ofData(mask), length) == 0)
        {
            return -1;
        }
        int fraction = fractionFrom;
        while (fraction < fractionTo && line.add(fraction).getByte() >= '0' && line.add(fraction).getByte() <= '9')
        {
            fraction++;
        }
        if (fraction < fractionTo)
        {
            return -1;
        }
        if (timeFrom < 0)
        {
            return from + behind;
        }
        long time = word(line.add(timeFrom));
        if (time == known.add(TIME_OF_DAY << 3).getLong())
        {
            return from + behind;
        }
        int tensOfHours = line.add(timeFrom).getByte() - '0';
        int hours = line.add(timeFrom + 1).getByte() - '0';
        int tensOfMinutes = line.add(timeFrom + 3).getByte() - '0';
        int minutes = line.add(timeFrom + 4).getByte() - '0';
        int tensOfSeconds = line.add(timeFrom + 6).getByte() - '0';
        int seconds = line.add(timeFrom + 7).getByte() - '0';
        if ((tensOfHours | hours | tensOfMinutes | minutes | tensOfSeconds | seconds) < 0
            || hours > 9 || minutes > 9 || seconds > 9 || tensOfHours * 10 + hours > 23 || tensOfMinutes > 5 || tensOfSeconds > 5)
        {
            return -1;
        }
        int secondOfDay = (tensOfHours * 10 + hours) * 3600 + (tensOfMinutes * 10 + minutes) * 60 + tensOfSeconds * 10 + seconds;
        known.add(TIME_OF_DAY << 3).putLong(time);
        known.add(SECONDS << 3).putLong(known.add(MIDNIGHT << 3).getLong() + secondOfDay);
        return from + behind;
    }
}
