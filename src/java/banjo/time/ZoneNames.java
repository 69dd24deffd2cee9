package banjo.time;

/** Zone abbreviations of which every reader makes the same offset (RFC 2822, 4.3, and those of Europe). */
final class ZoneNames
{
    private ZoneNames()
    {
    }

    /**
     * @param name three lower-case letters, the first in bits 16 to 23.
     * @param fourth the fourth letter, 0 without one.
     * @return hours east of UTC, or {@link DateFields#LOCAL} for a name that is not known.
     */
    static int hours(int name, int fourth)
    {
        if (fourth != 0)
        {
            switch (name)
            {
                case 'c' << 16 | 'e' << 8 | 's': return fourth == 't' ? 2 : DateFields.LOCAL;
                case 'e' << 16 | 'e' << 8 | 's': return fourth == 't' ? 3 : DateFields.LOCAL;
                case 'w' << 16 | 'e' << 8 | 's': return fourth == 't' ? 1 : DateFields.LOCAL;
                default: return DateFields.LOCAL;
            }
        }
        switch (name)
        {
            case 'u' << 16 | 't' << 8 | 'c':
            case 'g' << 16 | 'm' << 8 | 't':
            case 'w' << 16 | 'e' << 8 | 't': return 0;
            case 'c' << 16 | 'e' << 8 | 't': return 1;
            case 'e' << 16 | 'e' << 8 | 't': return 2;
            case 'm' << 16 | 's' << 8 | 'k': return 3;
            case 'e' << 16 | 'd' << 8 | 't': return -4;
            case 'e' << 16 | 's' << 8 | 't':
            case 'c' << 16 | 'd' << 8 | 't': return -5;
            case 'c' << 16 | 's' << 8 | 't':
            case 'm' << 16 | 'd' << 8 | 't': return -6;
            case 'm' << 16 | 's' << 8 | 't':
            case 'p' << 16 | 'd' << 8 | 't': return -7;
            case 'p' << 16 | 's' << 8 | 't': return -8;
            default: return DateFields.LOCAL;
        }
    }
}
