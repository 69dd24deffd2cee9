package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.ConfigurationReader;
import banjo.text.Utf8;
import banjo.time.Zone;
import org.junit.Before;
import org.junit.Test;

/** Lines of one process tell together what none tells alone; the spelling is the same for operators' filters and ours. */
public class ConnectionsTest
{
    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();
    private Filter filter;

    @Before
    public void compile() throws Exception
    {
        filter = filter("'^<F-MLFID/>wrong code(?: of <F-USER>.*</F-USER>)?$', '^wrong key from <ADDR>$', "
            + "'^<F-NOFAIL>hello</F-NOFAIL> <ADDR>$', '^<F-NOFAIL><F-MLFFORGET>bye</F-MLFFORGET></F-NOFAIL> <ADDR>$', '^<F-MLFGAINED>open</F-MLFGAINED>$'");
    }

    private static Filter filter(String patterns) throws Exception
    {
        return FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode("[filters.door]\nprogram = [\"doord\"]\nfailregex = ["
            + patterns + "]\n")).get(0), null, FilterContext.of(Zone.utc(), 0, 8192));
    }

    private String judge(String text)
    {
        byte[] bytes = Utf8.encode(text);
        line.read(bytes, 0, bytes.length, 1_795_478_400L);
        return filter.match(line, failure) ? Address.toString(failure.address[0], failure.address[1]) : "no";
    }

    private String at(String time, String process, String message)
    {
        return judge("2026-11-24T" + time + "Z " + process + ": " + message);
    }

    @Test
    public void aFailureTakesTheAddressThatItsProcessNamed()
    {
        assertEquals("no", at("10:00:00", "a doord[7]", "hello 192.0.2.1"));
        assertEquals("no", at("10:00:00", "a doord[8]", "hello 192.0.2.2"));
        assertEquals("192.0.2.1", at("10:00:01", "a doord[7]", "wrong code of joe"));
        assertEquals("192.0.2.2", at("10:00:01", "a doord[8]", "wrong code"));
        assertEquals("no", at("10:00:02", "a doord[7]", "bye 192.0.2.1"));
        assertEquals("forgotten", "no", at("10:00:03", "a doord[7]", "wrong code"));
    }

    @Test
    public void aFailureWaitsForItsAddress()
    {
        assertEquals("no", at("10:00:00", "a doord[7]", "wrong code of joe"));
        assertEquals("192.0.2.1", at("10:00:01", "a doord[7]", "bye 192.0.2.1"));
        assertEquals("joe", Utf8.decode(failure.userText, failure.userFrom, failure.userTo));
        assertEquals("no", at("10:00:00", "a doord[8]", "wrong code"));
        assertEquals("no", at("10:00:01", "a doord[8]", "open"));
        assertEquals("made good", "no", at("10:00:02", "a doord[8]", "bye 192.0.2.1"));
    }

    @Test
    public void noOtherConnectionsAddressIsTaken()
    {
        at("10:00:00", "a doord[7]", "hello 192.0.2.1");
        assertEquals("another process", "no", at("10:00:01", "a doord[77]", "wrong code"));
        assertEquals("another machine", "no", at("10:00:01", "b doord[7]", "wrong code"));
        assertEquals("no process", "no", at("10:00:01", "a doord", "wrong code"));
        assertEquals("no header", "no", judge("wrong code"));
        assertEquals("the number is used again", "no", at("10:05:02", "a doord[7]", "wrong code"));
        assertEquals("no", judge("<38>1 2026-11-24T10:06:00Z a doord 9 - [x y=\"1\"] hello 192.0.2.9"));
        assertEquals("192.0.2.9", judge("<38>1 2026-11-24T10:06:01Z a doord 9 - [x y=\"2\"] wrong code"));
        assertEquals("no", judge("<38>1 2026-11-24T10:06:00Z a doord - - - hello 192.0.2.9"));
        assertEquals("no", judge("<38>1 2026-11-24T10:06:01Z a doord - - - wrong code"));
    }

    @Test
    public void aLineWithAnAddressCountsForItsOwn()
    {
        at("10:00:00", "a doord[7]", "wrong code");
        assertEquals("192.0.2.1", at("10:00:01", "a doord[7]", "wrong key from 192.0.2.1"));
        assertEquals("2001:db8::1", at("10:00:02", "a doord[7]", "wrong key from 2001:db8::1"));
        assertEquals("and the last is remembered", "2001:db8::1", at("10:00:03", "a doord[7]", "wrong code"));
        assertEquals("no", at("10:00:04", "a doord[7]", "wrong key from 999.1.1.1"));
        assertEquals("no process", "192.0.2.3", at("10:00:04", "doord", "wrong key from 192.0.2.3"));
    }

    @Test
    public void othersAreForgottenAndCountedWhenThereIsNoRoom()
    {
        for (int i = 0; i < 1000; i++)
        {
            at("10:00:00", "a doord[" + i + "]", "hello 192.0.2.1");
        }
        assertTrue(filter.evictedConnections() >= 1000 - 256);
        assertEquals("192.0.2.1", at("10:00:01", "a doord[999]", "wrong code"));
        filter.clear();
        assertEquals("no", at("10:00:01", "a doord[999]", "wrong code"));
    }

    @Test
    public void theFirstFailureWithoutAnAddressTakesTheOneOfAFailureBefore()
    {
        assertEquals("192.0.2.1", at("10:00:00", "a doord[1207]", "wrong key from 192.0.2.1"));
        assertEquals("2001:db8::2", at("10:00:01", "a doord[1208]", "wrong key from 2001:db8::2"));
        assertEquals("192.0.2.1", at("10:00:02", "a doord[1207]", "wrong code of joe"));
        assertEquals("not twice", "no", at("10:00:03", "a doord[1207]", "bye 192.0.2.1"));
        assertEquals("2001:db8::2", at("10:05:01", "a doord[1208]", "wrong code"));
        assertEquals("and again", "2001:db8::2", at("10:05:02", "a doord[1208]", "wrong code"));
    }

    @Test
    public void noOtherProcessesFailureLendsItsAddress()
    {
        at("10:00:00", "a doord[1207]", "wrong key from 192.0.2.1");
        assertEquals("another process", "no", at("10:00:01", "a doord[11207]", "wrong code"));
        assertEquals("another machine", "no", at("10:00:01", "b doord[1207]", "wrong code"));
        filter.clear();
        assertEquals("forgotten", "no", at("10:00:01", "a doord[1207]", "wrong code"));
        filter.clear();
        at("10:00:00", "a doord[1207]", "wrong key from 192.0.2.1");
        assertEquals("too long ago", "no", at("10:05:01", "a doord[1207]", "wrong code"));
        filter.clear();
        at("10:00:00", "a doord[1207]", "wrong key from 192.0.2.1");
        at("10:00:01", "a doord[1207]", "bye 192.0.2.1");
        assertEquals("the connection has ended", "no", at("10:00:02", "a doord[1207]", "wrong code"));
    }

    @Test
    public void failuresOfManyProcessesInTurnAreAllRemembered()
    {
        for (int i = 0; i < 200; i++)
        {
            at("10:00:00", "a doord[" + (9900 + i) + "]", "wrong key from 192.0.2." + i);
        }
        for (int i = 0; i < 200; i++)
        {
            assertEquals("192.0.2." + i, at("10:00:01", "a doord[" + (9900 + i) + "]", "wrong code"));
        }
    }

    @Test
    public void aPatternWithoutAnAddressMustSayWhoseItIs()
    {
        assertTrue(assertThrows(FilterException.class, () -> filter("'^wrong code$'")).getMessage().contains("the pattern has no host"));
        assertTrue(assertThrows(FilterException.class, () -> filter("'^wrong <F-MLFID/>code$'")).getMessage().contains("unknown tag <F-MLFID/>"));
    }

    @Test
    public void anExcuseThatMayTakeNoPartExcusesNoOtherLine() throws Exception
    {
        filter = filter("'^(?:<F-NOFAIL>key</F-NOFAIL>|code) from <ADDR>$', '^<F-NOFAIL>a</F-NOFAIL> <ADDR>$|^b <ADDR>$'");
        assertEquals("no", at("10:00:00", "a doord[7]", "key from 192.0.2.1"));
        assertEquals("192.0.2.1", at("10:00:00", "a doord[7]", "code from 192.0.2.1"));
        assertEquals("no", at("10:00:00", "a doord[7]", "a 192.0.2.1"));
        assertEquals("192.0.2.1", at("10:00:00", "a doord[7]", "b 192.0.2.1"));
    }
}
