package banjo.regex;

/**
 * Finds the states in which an exact pattern of IPv4 addresses has seen the first digit: up to two more, and three times a dot and
 * one to three digits, lead to states that depend on nothing but the length of the last number. A loop that compares 16 bytes at
 * once passes all of it in one go.
 */
final class DottedQuad
{
    private static final int NUMBERS = 4;

    private DottedQuad()
    {
    }

    /** @return the row behind a text that ends in a dot and one digit, each more digit leads one row on; or -1. */
    static int behind(TablesBuilder tables, int row)
    {
        int one = row;
        if (tables.plainWay(row, '.') < 0)
        {
            return -1;
        }
        for (int number = 1; ; number++)
        {
            int two = digit(tables, one);
            int three = two < 0 ? -1 : digit(tables, two);
            // Where a digit more changes nothing, any text will do: no number of an address.
            if (three < 0 || one == two)
            {
                return -1;
            }
            if (number == NUMBERS)
            {
                return one;
            }
            int dot = tables.plainWay(one, '.');
            if (dot < 0 || dot != tables.plainWay(two, '.') || dot != tables.plainWay(three, '.'))
            {
                return -1;
            }
            one = digit(tables, dot);
            if (one < 0)
            {
                return -1;
            }
        }
    }

    /** @return where every digit leads, or -1. */
    private static int digit(TablesBuilder tables, int row)
    {
        int target = tables.plainWay(row, '0');
        for (int b = '1'; b <= '9' && target >= 0; b++)
        {
            target = tables.plainWay(row, b) == target ? target : -1;
        }
        return target;
    }
}
