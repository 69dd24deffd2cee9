package banjo.time;

import banjo.sys.Words;

/**
 * What is known of the line before, as numbers by the indices below, and the step to a line with the same date or another time
 * of the same day. The native twin does without the checks of managed code.
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

    /**
     * Moves the state to a line.
     *
     * @param text with from and to in its range.
     * @param last the bytes of a line before, as many as LENGTH says.
     * @param mask 0 for its bytes that may differ, the digits of a time of day and of a fraction, else -1.
     * @return the index at which the line goes on, or -1 when the line must be read anew; the state is unchanged then.
     */
    static int next(byte[] text, int from, int to, long nowSeconds, byte[] last, byte[] mask, long[] state)
    {
        int length = (int)state[LENGTH];
        if (length == 0 || to - from < length || nowSeconds < state[VALID_FROM] || nowSeconds >= state[VALID_UNTIL])
        {
            return -1;
        }
        int behind = (int)state[BEHIND];
        if (length == to - from || state[ENTIRE] != 0)
        {
            if (behind > length)
            {
                return -1;
            }
        }
        else
        {
            int next = text[from + length];
            int second = length + 1 < to - from ? text[from + length + 1] : ' ';
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
                if (second == '2' && length + 2 < to - from && text[from + length + 2] == '0')
                {
                    return -1;
                }
            }
            else if (next != ']' && (next != ':' || second >= '0' && second <= '9') && next != '\t' && next != ';' && next != '|' && next != '"')
            {
                return -1;
            }
        }
        int timeFrom = (int)state[TIME_FROM];
        int fractionFrom = (int)state[FRACTION_FROM];
        int fractionTo = (int)state[FRACTION_TO];
        long different = 0;
        for (int i = 0; i < length; i += 8)
        {
            int at = Math.min(i, length - 8);
            different |= (Words.get(text, from + at) ^ Words.get(last, at)) & Words.get(mask, at);
        }
        if (different != 0)
        {
            return -1;
        }
        for (int i = fractionFrom; i < fractionTo; i++)
        {
            if (text[from + i] < '0' || text[from + i] > '9')
            {
                return -1;
            }
        }
        if (timeFrom < 0)
        {
            return from + behind;
        }
        long time = Words.get(text, from + timeFrom);
        if (time == state[TIME_OF_DAY])
        {
            return from + behind;
        }
        int tensOfHours = text[from + timeFrom] - '0';
        int hours = text[from + timeFrom + 1] - '0';
        int tensOfMinutes = text[from + timeFrom + 3] - '0';
        int minutes = text[from + timeFrom + 4] - '0';
        int tensOfSeconds = text[from + timeFrom + 6] - '0';
        int seconds = text[from + timeFrom + 7] - '0';
        if ((tensOfHours | hours | tensOfMinutes | minutes | tensOfSeconds | seconds) < 0
            || hours > 9 || minutes > 9 || seconds > 9 || tensOfHours * 10 + hours > 23 || tensOfMinutes > 5 || tensOfSeconds > 5)
        {
            return -1;
        }
        int secondOfDay = (tensOfHours * 10 + hours) * 3600 + (tensOfMinutes * 10 + minutes) * 60 + tensOfSeconds * 10 + seconds;
        state[TIME_OF_DAY] = time;
        state[SECONDS] = state[MIDNIGHT] + secondOfDay;
        return from + behind;
    }
}
