package banjo.time;

import banjo.text.TextBuffer;

/** Writes dates for people. */
public final class DateWriter
{
    private DateWriter()
    {
    }

    /** Appends {@code 2026-11-24 00:10:19} in the zone's local time; instants beyond the years 1 to 9999 are cut to them. */
    public static void append(TextBuffer text, long epochSeconds, Zone zone)
    {
        long local = CivilDate.clamp(CivilDate.clamp(epochSeconds) + zone.offsetAt(epochSeconds));
        long day = CivilDate.dayOf(local);
        int date = CivilDate.fromDayNumber(day);
        int second = (int)(local - day * CivilDate.SECONDS_PER_DAY);
        text.putPadded(date >> 9, 4, '0').put('-').putPadded(date >> 5 & 15, 2, '0').put('-').putPadded(date & 31, 2, '0');
        text.put(' ').putPadded(second / 3600, 2, '0').put(':').putPadded(second / 60 % 60, 2, '0');
        text.put(':').putPadded(second % 60, 2, '0');
    }
}
