package banjo.time;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/**
 * What is known of the line before, as numbers by the indices below, and the step to a line with the same date or another time
 * of the same day. The native twin: ranges are the caller's
 * duty, nothing allocates, so addresses stay valid.
 */
final class DateRepeat
{
    /** Bytes up to the end of the date; 0: nothing is known. */
    static final int LENGTH = 0;
    /** Where the date begins and ends, and where the line goes on behind a bracket, counted from the line's beginning. */
    static final int DATE_FROM = 1;
    static final int DATE_TO = 2;
    static final int BEHIND = 3;
    /** Where {@code HH:MM:SS} begins; -1 when another time of day needs a closer look. */
    static final int TIME_FROM = 4;
    static final int SECOND_OF_DAY = 5;
    /** Where the digits of a fraction begin and end: they change nothing. */
    static final int FRACTION_FROM = 6;
    static final int FRACTION_TO = 7;
    /** The span of time of arrival for which the date means the same. */
    static final int VALID_FROM = 8;
    static final int VALID_UNTIL = 9;
    /** The date's instant. */
    static final int SECONDS = 10;
    static final int SIZE = 11;

    private DateRepeat()
    {
    }

    /**
     * Moves the state to a line.
     *
     * @param text with from and to in its range.
     * @param last the bytes of the line before, as many as LENGTH says.
     * @return the index at which the line goes on, or -1 when the line must be read anew; the state is unchanged then.
     */
    @Unmanaged
    static int next(byte[] text, int from, int to, long nowSeconds, byte[] last, long[] state)
    {
        Address line = Address.ofData(text).add(from);
        Address former = Address.ofData(last);
        Address known = Address.ofData(state);
        int length = (int)known.add(LENGTH << 3).getLong();
        if (length == 0 || to - from < length || nowSeconds < known.add(VALID_FROM << 3).getLong() || nowSeconds >= known.add(VALID_UNTIL << 3).getLong())
        {
            return -1;
        }
        int behind = (int)known.add(BEHIND << 3).getLong();
        if (length == to - from)
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
        int index = length - 1;
        while (index >= 0)
        {
            int c = line.add(index).getByte();
            if (c != former.add(index).getByte() && (index < fractionFrom || index >= fractionTo || c < '0' || c > '9'))
            {
                break;
            }
            index--;
        }
        if (index < 0)
        {
            return from + behind;
        }
        // The difference must lie within the time of day, and all before that be the same.
        if (timeFrom < 0 || index < timeFrom || index >= timeFrom + 8)
        {
            return -1;
        }
        int before = timeFrom - 1;
        while (before >= 0 && line.add(before).getByte() == former.add(before).getByte())
        {
            before--;
        }
        int tensOfHours = line.add(timeFrom).getByte() - '0';
        int hours = line.add(timeFrom + 1).getByte() - '0';
        int tensOfMinutes = line.add(timeFrom + 3).getByte() - '0';
        int minutes = line.add(timeFrom + 4).getByte() - '0';
        int tensOfSeconds = line.add(timeFrom + 6).getByte() - '0';
        int seconds = line.add(timeFrom + 7).getByte() - '0';
        if (before >= 0 || (tensOfHours | hours | tensOfMinutes | minutes | tensOfSeconds | seconds) < 0
            || hours > 9 || minutes > 9 || seconds > 9 || tensOfHours * 10 + hours > 23 || tensOfMinutes > 5 || tensOfSeconds > 5
            || line.add(timeFrom + 2).getByte() != ':' || line.add(timeFrom + 5).getByte() != ':')
        {
            return -1;
        }
        int secondOfDay = (tensOfHours * 10 + hours) * 3600 + (tensOfMinutes * 10 + minutes) * 60 + tensOfSeconds * 10 + seconds;
        known.add(SECONDS << 3).putLong(known.add(SECONDS << 3).getLong() + secondOfDay - known.add(SECOND_OF_DAY << 3).getLong());
        known.add(SECOND_OF_DAY << 3).putLong(secondOfDay);
        index = timeFrom + 7;
        while (index >= timeFrom)
        {
            former.add(index).putByte(line.add(index).getByte());
            index--;
        }
        return from + behind;
    }
}
