package banjo.time;

/**
 * Remembers the line before by the bytes that decided its date, so that a line with the same, or with another time of the same
 * day, costs a comparison: see {@link DateRepeat}.
 */
final class DateMemory
{
    private static final int MAXIMUM_LENGTH = 64;
    /** The comparison goes by words of eight bytes. */
    private static final int MINIMUM_LENGTH = 8;

    /** What is known, by the indices of {@link DateRepeat}; LENGTH is 0 when nothing can be repeated. */
    final long[] state = new long[DateRepeat.SIZE];
    /** The bytes that decided, and which of them must be the same. */
    final byte[] last = new byte[MAXIMUM_LENGTH];
    final byte[] mask = new byte[MAXIMUM_LENGTH];

    void forget()
    {
        state[DateRepeat.LENGTH] = 0;
    }

    /**
     * Keeps the first bytes of a line; the rest of the state is the caller's.
     *
     * @param timeFrom where {@code HH:MM:SS} begins that may change, -1 without.
     * @param fractionFrom where digits begin that may change, up to fractionTo.
     * @param secondOfDay of that time of day.
     */
    void keep(byte[] text, int from, int length, int timeFrom, int fractionFrom, int fractionTo, int secondOfDay)
    {
        if (length < MINIMUM_LENGTH || length > MAXIMUM_LENGTH)
        {
            return;
        }
        System.arraycopy(text, from, last, 0, length);
        for (int i = 0; i < length; i++)
        {
            int inTime = timeFrom < 0 ? -1 : from + i - timeFrom;
            boolean timeDigit = inTime >= 0 && inTime < 8 && inTime != 2 && inTime != 5;
            boolean fractionDigit = from + i >= fractionFrom && from + i < fractionTo;
            mask[i] = (byte)(timeDigit || fractionDigit ? 0 : -1);
        }
        state[DateRepeat.LENGTH] = length;
        state[DateRepeat.TIME_FROM] = timeFrom < 0 ? -1 : timeFrom - from;
        state[DateRepeat.FRACTION_FROM] = fractionFrom - from;
        state[DateRepeat.FRACTION_TO] = fractionTo - from;
        state[DateRepeat.TIME_OF_DAY] = 0;
        state[DateRepeat.MIDNIGHT] = state[DateRepeat.SECONDS] - secondOfDay;
    }
}
