package banjo.config;

/** Text of the user inside a message: quoted, cut, and harmless to a terminal. */
final class Quote
{
    private static final int LIMIT = 60;
    private static final String HEX = "0123456789ABCDEF";

    private Quote()
    {
    }

    static String of(String text)
    {
        StringBuilder quoted = new StringBuilder("\"");
        int at = 0;
        for (int shown = 0; at < text.length() && shown < LIMIT; shown++)
        {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isUnprintable(c))
            {
                quoted.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4)
                {
                    quoted.append(HEX.charAt(c >>> shift & 15));
                }
            }
            else
            {
                quoted.appendCodePoint(c);
            }
        }
        return quoted.append(at < text.length() ? "...\"" : "\"").toString();
    }

    /** Controls, and the marks that change the direction of text or break the line (Unicode 16, 23.2). */
    private static boolean isUnprintable(int c)
    {
        return c < 0x20 || c >= 0x7F && c < 0xA0 || c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0xFEFF;
    }
}
