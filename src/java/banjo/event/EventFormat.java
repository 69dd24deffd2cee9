package banjo.event;

import banjo.text.TextBuffer;

/** How an event is written: each method appends one line without its end. Addresses are banned with a prefix of so many of 128 bits; what is pretended is not carried out. */
interface EventFormat
{
    void ban(TextBuffer out, long nowSeconds, byte[] jail, boolean pretend, long high, long low, int prefix, long banTimeSeconds, int failures);

    /** The end of a ban. @param event one word: unban, evict. @param reason a few words. */
    void unban(TextBuffer out, long nowSeconds, String event, byte[] jail, boolean pretend, long high, long low, int prefix, String reason);

    void attempt(TextBuffer out, long nowSeconds, byte[] jail, long high, long low, int prefix);

    /** @param severity a constant of {@link EventLog}. @param event one word: start, reload, repair, message. */
    void message(TextBuffer out, long nowSeconds, int severity, String event, String message);
}
