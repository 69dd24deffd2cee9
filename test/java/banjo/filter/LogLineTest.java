package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.text.Utf8;
import banjo.time.Zone;
import org.junit.Test;

/** Every usual syslog header gives the program and the message; a message cannot pretend to be one. */
public final class LogLineTest
{
    private static final long NOW = 1_795_478_400L;

    private final LogLine line = new LogLine(Zone.utc());

    private void assertLine(String program, String message, String text)
    {
        // The line lies amid bytes that must not be read.
        byte[] bytes = Utf8.encode("sshd[1]: " + text + "sshd[1]: ");
        line.read(bytes, 9, bytes.length - 9, NOW);
        assertEquals(text, program, Utf8.decode(bytes, line.programFrom, line.programTo));
        assertEquals(text, message, Utf8.decode(bytes, line.messageFrom, line.messageTo));
    }

    @Test
    public void readsTheUsualHeaders()
    {
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router sshd[123]: Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 sshd[123]: Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router sshd: Hello");
        assertLine("sshd", "Hello", "Nov  4 00:10:19  router  sshd[123]:  Hello");
        assertLine("sshd", "Hello", "  Nov 24 00:10:19 router sshd[123]: Hello \t");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router /usr/sbin/sshd[123]: Hello");
        assertLine("sshd-session", "Hello", "Nov 24 00:10:19 router sshd-session[123]: Hello");
        assertLine("dropbear", "Hello", "Tue Nov 24 00:10:19 2026 authpriv.warn dropbear[123]: Hello");
        assertLine("sshd", "Hello", "2026-11-24T00:10:19.123456+01:00 router sshd[123]: Hello");
        assertLine("sshd", "Hello", "<38>1 2026-11-24T00:10:19Z router sshd 123 - - Hello");
        assertLine("sshd", "Hello", "<38>1 2026-11-24T00:10:19Z router sshd 123 - [a@1 b=\"]\\\"x\"][c d=\"e\"] Hello");
        assertLine("sshd", "Hello", "router sshd[123]: Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 [sshd] Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router [sshd]: Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router sshd[123]: [ID 800047 auth.info] Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 router sshd[123]: kernel: [ 769570.846956]: Hello");
    }

    /** @return the last byte of a line whose message was made as long as told, from the program's name on. */
    private int last(String header, int length, String end)
    {
        String message = "luci: failed login on / for " + "x".repeat(Math.max(0, length - 28 - end.length())) + end;
        byte[] bytes = Utf8.encode(header + message);
        line.read(bytes, 0, bytes.length, NOW);
        assertEquals(bytes.length, line.messageTo);
        return bytes[bytes.length - 1];
    }

    /** What fills the buffer of busybox's syslogd (256 bytes) or of OpenWrt's logd (1,024), less priority and date. */
    @Test
    public void whatItsLoggerMayHaveCutEndsInANul()
    {
        String busybox = "Nov 24 00:10:19 gateway auth.info ";
        String logd = "Tue Nov 24 00:10:19 2026 user.info ";
        String logdWithUptime = "Tue Nov 24 00:10:19 2026 [1700000000.123] user.info ";
        String end = " from 192.0.2.1";
        for (int length = 220; length < 1100; length++)
        {
            // Those 16 longer are without a date of the program's.
            boolean cut = length == 235 || length == 251 || length == 1003 || length == 1019;
            assertEquals("length " + length, cut ? 0 : '1', last(busybox, length, end));
        }
        assertEquals("a number of three digits", 0, last("Nov 24 00:10:19 gateway local0.info ", 234, end));
        assertEquals("a number of three digits", '1', last("Nov 24 00:10:19 gateway local0.info ", 235, end));
        assertEquals("a number of two digits", 0, last("Nov 24 00:10:19 gateway lpr.info ", 235, end));
        assertEquals("a number of one digit", 0, last("Nov 24 00:10:19 gateway user.alert ", 236, end));
        assertEquals("a number of one digit", 0, last("Nov 24 00:10:19 gateway kern.info ", 236, end));
        assertEquals("control characters are two bytes", 0, last(busybox, 256, "^I^I^I^I^I" + end));
        assertEquals("control characters are two bytes", '1', last(busybox, 241, "^I^I^I^I^I" + end));
        assertEquals('1', last(logd, 235, end));
        assertEquals('1', last(logd, 1002, end));
        for (int length = 1003; length <= 1004; length++)
        {
            assertEquals(0, last(logd, length, end));
            assertEquals(0, last(logdWithUptime, length, end));
            assertEquals("white space is not the end", 0, last(logd, length, end + "  "));
        }
        assertEquals("no logger of small systems", '1', last("Nov 24 00:10:19 host ", 235, end));
        assertEquals("no logger of small systems", '1', last("Nov 24 00:10:19 host ", 1003, end));
    }

    @Test
    public void readsTheHeadersOfSmallSystems()
    {
        // busybox syslogd; logread -t
        assertLine("sshd", "Hello", "Nov 24 00:10:19 gateway auth.info sshd[123]: Hello");
        assertLine("sshd", "Hello", "Nov 24 00:10:19 gateway local7.emerg sshd: Hello");
        assertLine("sshd", "Hello", "Tue Nov 24 00:10:19 2026 [1700000000.123] auth.info sshd[123]: Hello");
        assertEquals("auth.info sshd[123]: Hello", Utf8.decode(line.text, line.from, line.to));
        // No priority, so no program behind it.
        assertLine("", "gateway auth.inform sshd[123]: Hello", "Nov 24 00:10:19 gateway auth.inform sshd[123]: Hello");
        assertLine("", "a b.info sshd[123]: Hello", "a b.info sshd[123]: Hello");
    }

    @Test
    public void aContainersOutputHasNoHeader()
    {
        assertLine("", "Failed password for x", "Failed password for x");
        assertLine("", "Failed password for x", "2026-11-24T00:10:19Z Failed password for x");
        // dropbear names its process
        assertLine("", "[123] Nov 24 00:10:19 Bad password", "[123] Nov 24 00:10:19 Bad password");
    }

    @Test
    public void onlyTheFirstHeaderCounts()
    {
        assertLine("CRON", "sshd[1]: Failed", "Nov 24 00:10:19 router CRON[123]: sshd[1]: Failed");
        assertLine("CRON", "router sshd[1]: Failed", "Nov 24 00:10:19 CRON[123]: router sshd[1]: Failed");
        byte[] bytes = Utf8.encode("Nov 24 00:10:19 router last message from sshd[1]: Failed");
        line.read(bytes, 0, bytes.length, NOW);
        assertFalse(line.isProgram(Utf8.encode("sshd")));
    }

    @Test
    public void takesTheTimeOfArrivalWithoutADate()
    {
        byte[] bytes = Utf8.encode("router sshd[123]: Hello");
        line.read(bytes, 0, bytes.length, NOW);
        assertFalse(line.dated());
        assertEquals(NOW, line.seconds());
    }

    @Test
    public void survivesShortLines()
    {
        for (String text : new String[] {"", " ", ":", "[", "]", "[]", "[]:", "a:", "<", "<1>1 ", "k", "x: k", "x: kernel:", "x: kernel:[", "x: [ID", "\t\r"})
        {
            byte[] bytes = Utf8.encode(text);
            line.read(bytes, 0, bytes.length, NOW);
            assertTrue(text, line.messageFrom <= bytes.length && line.messageTo <= bytes.length);
        }
    }
}
