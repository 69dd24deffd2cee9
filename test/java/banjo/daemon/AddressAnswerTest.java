package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.Configuration;
import banjo.config.ConfigurationReader;
import banjo.control.ControlHandler;
import banjo.control.ControlServer;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.List;
import org.junit.After;
import org.junit.Test;

public final class AddressAnswerTest
{
    private static final long NOW = 1_800_000_000L;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final long V6 = 0x20010DB800000000L;

    private final FaultySys sys = new FaultySys(Platform.sys());
    private Daemon daemon;
    private String padding = "";

    @After
    public void close()
    {
        daemon.files.close();
    }

    private void start(String jail) throws Exception
    {
        sys.clocks(5000_000_000_000L, NOW * 1_000_000_000L);
        Configuration configuration = ConfigurationReader.read("f", Utf8.encode("[global]\nstate_dir = 'none'\nlog_level = 'error'\n"
            + "[jails.a]\nfilter = 'x'\nlogpath = '/l'\nmaxretry = 3\nignorelan = false\nignoreself = false\n" + jail + "\n[filters.x]\nfailregex = '<HOST>'\n"));
        daemon = new Daemon(sys.sys(), new Prepared(configuration, List.of(List.of()), new int[] {100}, 0, Zone.utc()), new IdleFirewall(), false);
    }

    /** A failure whose line is kept. */
    private void fail(long high, long low, long seconds)
    {
        byte[] line = Utf8.encode("line of " + seconds + padding);
        daemon.bans().attempt(daemon.jails.get(0), high, low, NOW + seconds);
        daemon.bans().lines.note(daemon.jails.get(0), high, low, NOW + seconds, line, 0, line.length);
    }

    private void pass(long seconds)
    {
        sys.clocks((5000 + seconds) * 1_000_000_000L, (NOW + seconds) * 1_000_000_000L);
        daemon.clocks.read();
    }

    /** @return the whole answer, of pieces that are never longer than a client's. */
    private String answer(long high, long low)
    {
        AddressAnswer answers = new AddressAnswer(daemon);
        TextBuffer piece = new TextBuffer(ControlServer.PIECE_BYTES);
        StringBuilder all = new StringBuilder();
        for (long cursor = 0; cursor != ControlHandler.DONE;)
        {
            cursor = answers.answer(high, low, cursor, piece.clear());
            all.append(piece.toString());
            assertTrue("comes to no end", all.length() < 1_000_000);
        }
        return all.substring(ControlServer.OK.length()).replace('"', '\'');
    }

    private String lines(String ip, long... seconds)
    {
        String lines = "";
        for (long each : seconds)
        {
            lines += (lines.isEmpty() ? "" : ",") + "{'time':" + (NOW + each) + ",'jail':'a','ip':'" + ip + "','line':'line of " + each + padding + "','cut':false}";
        }
        return "],'lines':[" + lines + "]}";
    }

    @Test
    public void failuresThatCountNoMoreAreLeftOut() throws Exception
    {
        start("");
        fail(0, V4 | 7, 0);
        fail(0, V4 | 8, 0);
        pass(500);
        fail(0, V4 | 7, 500);
        pass(601);
        assertEquals("{'ip':'192.0.2.7','jails':[{'jail':'a','ip':'192.0.2.7','banned':false,'failures':1,'maxretry':3,'findtime':600,'last':"
            + (NOW + 500) + "}" + lines("192.0.2.7", 0, 500), answer(0, V4 | 7));
        assertEquals("{'ip':'192.0.2.9','jails':[" + lines(""), answer(0, V4 | 9));
    }

    @Test
    public void aBanTellsItsBeginningAndItsEnd() throws Exception
    {
        start("bantime = 50");
        for (int i = 0; i < 3; i++)
        {
            fail(V6, 1, i);
        }
        pass(20);
        String ban = "{'ip':'2001:db8::1','jails':[{'jail':'a','ip':'2001:db8::1','banned':true,'failures':3,'maxretry':3,'findtime':600,'since':";
        assertEquals(ban + NOW + ",'until':" + (NOW + 50) + "}" + lines("2001:db8::1", 0, 1, 2), answer(V6, 1));
        daemon.bans().byHand.ban(daemon.jails.get(0), V6, 1, -1);
        assertEquals(ban.replace("3,'max", "0,'max") + (NOW + 20) + ",'until':-1}" + lines("2001:db8::1", 0, 1, 2), answer(V6, 1));
    }

    @Test
    public void aPrefixIsToldForEachOfItsAddressesAndWhyItIsNeverBannedOnce() throws Exception
    {
        start("prefix_v6 = 56\nprefix_escalate = 2\nbantime = 'forever'\nignoreip = ['2001:db8:0:900::/64']");
        for (int i = 0; i < 6; i++)
        {
            fail(V6 | i & 1, 1, i);
        }
        assertEquals("{'ip':'2001:db8:0:7::5','jails':[{'jail':'a','ip':'2001:db8::/56','banned':true,'failures':2,'maxretry':2,'findtime':314496000,'since':"
            + NOW + ",'until':-1}" + lines(""), answer(V6 | 7, 5));
        assertEquals("{'ip':'2001:db8:0:900::1','jails':[{'jail':'a','ip':'2001:db8:0:900::1','banned':false,'failures':0,'maxretry':3,'findtime':600,"
            + "'ignored':'ignoreip 2001:db8:0:900::/64'}" + lines(""), answer(V6 | 0x900, 1));
    }

    @Test
    public void manyLinesComeInPiecesEachOnce() throws Exception
    {
        start("");
        padding = "x".repeat(200);
        for (int i = 0; i < 300; i++)
        {
            fail(0, V4 | 7, i);
            fail(0, V4 | 8, i);
        }
        long[] last = new long[128];
        for (int i = 0; i < last.length; i++)
        {
            last[i] = 300 - last.length + i;
        }
        String answer = answer(0, V4 | 7);
        assertEquals(lines("192.0.2.7", last), answer.substring(answer.indexOf("],'lines'")));
    }
}
