package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.event.EventLog;
import banjo.filter.Library;
import banjo.firewall.LogOnlyFirewall;
import banjo.jail.Jail;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.Before;
import org.junit.Test;

/** Clocks that jump, stand still or say the same time twice: nobody is banned or freed for that. maxretry 5, findtime and bantime 10 m. */
public class ClockJumpTest
{
    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);
    private static final long HOST = Address.IPV4_MARK | 0xC0000207L;
    private static final long YEAR = 366 * 86_400L;

    private final FaultySys sys = new FaultySys(Platform.sys());
    private Clocks clocks;
    private Bans bans;
    private LinePath path;
    private Jail jail;
    private ZoneId logZone = ZoneOffset.UTC;
    private long wall;
    private long monotonic = 5000;

    @Before
    public void start() throws Exception
    {
        start(Zone.utc(), ZoneOffset.UTC);
    }

    private void start(Zone zone, ZoneId id) throws Exception
    {
        logZone = id;
        clock(Instant.parse("2026-11-25T12:00:00Z").getEpochSecond());
        String text = "[jails.sshd]\nfilter='sshd'\nlogpath='/log'\n";
        Configuration configuration = ConfigurationReader.read("test.toml", Utf8.encode(text));
        JailConfiguration each = configuration.enabledJails().get(0);
        clocks = new Clocks(sys.sys(), false);
        jail = new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(), each.banTimeSeconds(), new PrefixList(0), 1000, 7,
            clocks.banSeconds());
        JailRuntime runtime = new JailRuntime(each, new ArrayList<>(List.of(new Library(Platform.builtinFilters()).load("sshd", null, null))), jail);
        List<JailRuntime> jails = new ArrayList<>(List.of(runtime));
        bans = new Bans(new JailList(jails), new LogOnlyFirewall(), clocks, EventLog.open(sys.sys(), "stderr", false, zone, EventLog.ERROR), false);
        path = new LinePath(null, new JailRuntime[][] {{runtime}}, zone, clocks, bans, false);
    }

    /** Sets the wall clock; the monotonic one goes on as it did. */
    private void clock(long epochSeconds)
    {
        wall = epochSeconds;
        sys.clocks(monotonic * NANOS, wall * NANOS);
        if (clocks != null)
        {
            clocks.read();
        }
    }

    private void clock(String instant)
    {
        clock(Instant.parse(instant).getEpochSecond());
    }

    /** Both clocks go on, and the loop takes a turn. */
    private void pass(long seconds)
    {
        monotonic += seconds;
        clock(wall + seconds);
        bans.expire();
    }

    private void line(String date, String host)
    {
        byte[] bytes = Utf8.encode(date + " router sshd[1]: Failed password for root from " + host + " port 22 ssh2");
        path.line(0, bytes, 0, bytes.length, false);
    }

    private String now()
    {
        return SYSLOG.format(Instant.ofEpochSecond(wall).atZone(logZone));
    }

    /** Failures now, one a second, as syslog writes them. */
    private void attack(int count)
    {
        for (int i = 0; i < count; i++)
        {
            line(now(), "192.0.2.7");
            pass(1);
        }
    }

    private boolean banned()
    {
        return jail.banned(0, HOST);
    }

    private long remaining()
    {
        return jail.remainingSeconds(0, HOST, clocks.banSeconds());
    }

    private void jumpTakesNothingAndGivesNothing(String before, String after)
    {
        clock(before);
        attack(4);
        clock(after);
        attack(1);
        assertFalse("four failures long ago and one now", banned());
        attack(3);
        assertFalse(banned());
        attack(2);
        assertTrue("whoever goes on is banned", banned());
    }

    private void aBanLivesThroughTheJump(String before, String after)
    {
        clock(before);
        attack(5);
        assertTrue(banned());
        clock(after);
        bans.expire();
        assertTrue(banned());
        assertEquals("one second was spent", 599, remaining());
        pass(598);
        assertTrue(banned());
        pass(1);
        assertFalse(banned());
    }

    /** What people and actions are told of a ban: its beginning as the clock would have said then, and how long it was to last. */
    @Test
    public void aBanOf1970TellsTheRightDateAndLengthOnceTheClockIsSet()
    {
        clock("1970-01-01T00:00:05Z");
        attack(5);
        assertEquals(9, clocks.wallSecondsAt(jail.beginningSeconds(jail.find(0, HOST))));
        clock("2026-11-25T08:30:01Z");
        assertEquals("a second ago", wall - 1, clocks.wallSecondsAt(jail.beginningSeconds(jail.find(0, HOST))));
        assertEquals(wall + 599, clocks.wallSecondsAt(clocks.banSeconds() + remaining()));
        clock(wall + 10 * YEAR);
        pass(599);
        assertFalse(banned());
        assertEquals(600, jail.liftedSeconds());
    }

    @Test
    public void theDatesOfABanDoNotDependOnTheMomentOfTheQuestion()
    {
        attack(5);
        long since = clocks.wallSecondsAt(jail.beginningSeconds(jail.find(0, HOST)));
        for (long part = 0; part < NANOS; part += NANOS / 7)
        {
            sys.clocks(monotonic * NANOS + part, wall * NANOS + NANOS * 2 / 3 + part);
            clocks.read();
            assertEquals(since, clocks.wallSecondsAt(jail.beginningSeconds(jail.find(0, HOST))) - 1);
            assertEquals(since + 600, clocks.wallSecondsAt(clocks.banSeconds() + remaining()) - 1);
        }
    }

    @Test
    public void aRouterWithoutAClockStartsIn1970UntilItIsSet()
    {
        jumpTakesNothingAndGivesNothing("1970-01-01T00:00:05Z", "2026-11-25T08:30:00Z");
    }

    @Test
    public void aBanMadeIn1970EndsWhenItsTimeIsUp()
    {
        aBanLivesThroughTheJump("1970-01-01T00:00:05Z", "2026-11-25T08:30:00Z");
    }

    @Test
    public void aClockThatIsSetBackTenYears()
    {
        jumpTakesNothingAndGivesNothing("2036-11-25T08:30:00Z", "2026-11-25T08:30:00Z");
    }

    @Test
    public void aBanLivesThroughTenYearsBack()
    {
        aBanLivesThroughTheJump("2036-11-25T08:30:00Z", "2026-03-01T00:00:00Z");
    }

    /** Syslog's dates name no year: the same day and second of another year reads the same. */
    @Test
    public void theYearAloneIsCorrected()
    {
        jumpTakesNothingAndGivesNothing("2016-11-25T08:30:00Z", "2026-11-25T08:30:00Z");
        pass(YEAR);
        jumpTakesNothingAndGivesNothing("2026-11-25T08:30:00Z", "2016-11-25T08:30:00Z");
    }

    @Test
    public void aClockThatJumpsThereAndBack()
    {
        attack(2);
        clock("2050-01-01T00:00:00Z");
        attack(1);
        clock("1999-05-05T05:05:05Z");
        attack(1);
        clock("2026-11-25T12:00:04Z");
        attack(1);
        assertFalse(banned());
    }

    /** A step as NTP makes it: what happened shortly before counts. */
    @Test
    public void aClockThatIsSetBackAMinuteForgetsNothing()
    {
        attack(4);
        clock(wall - 60);
        attack(1);
        assertTrue(banned());
    }

    @Test
    public void theHourThatTheClockSaysTwice() throws Exception
    {
        start(Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3"), ZoneId.of("Europe/Berlin"));
        clock("2026-10-25T00:30:00Z");
        assertEquals("Oct 25 02:30:00", now());
        attack(4);
        clock("2026-10-25T01:30:05Z");
        assertEquals("Oct 25 02:30:05", now());
        bans.expire();
        attack(1);
        assertFalse("an hour lies between", banned());
        attack(4);
        assertTrue(banned());
        pass(YEAR);
        clock("2026-10-25T00:59:58Z");
        attack(5);
        assertTrue("over the change itself", banned());
    }

    @Test
    public void theHourThatTheClockLeavesOut() throws Exception
    {
        start(Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3"), ZoneId.of("Europe/Berlin"));
        clock("2026-03-29T00:59:58Z");
        assertEquals("Mar 29 01:59:58", now());
        attack(4);
        assertEquals("Mar 29 03:00:02", now());
        attack(1);
        assertTrue("four seconds, not an hour, lie between", banned());
        pass(YEAR);
        clock("2026-03-29T01:10:00Z");
        for (int i = 0; i < 5; i++)
        {
            assertFalse(banned());
            line("Mar 29 02:10:0" + i, "192.0.2.7");
        }
        assertTrue("a log that still has the old time counts too", banned());
    }

    @Test
    public void theYearTurnsBetweenFailures()
    {
        clock("2026-12-31T23:59:57Z");
        attack(2);
        line("Jan  1 00:00:00", "192.0.2.7");
        pass(2);
        assertEquals("Jan 01 00:00:01", now());
        line("Dec 31 23:59:59", "192.0.2.7");
        assertFalse(banned());
        attack(1);
        assertTrue(banned());
        assertEquals(0, jail.tooOld());
    }

    @Test
    public void aLeapSecondIsASecond()
    {
        clock("2026-12-31T23:59:59Z");
        line("Dec 31 23:59:60", "192.0.2.7");
        line("2026-12-31T23:59:60Z", "192.0.2.7");
        pass(1);
        line("Dec 31 23:59:60", "192.0.2.7");
        line("2026-12-31T23:59:60.999+00:00", "192.0.2.7");
        assertFalse(banned());
        line("Jan  1 00:00:00", "192.0.2.7");
        assertTrue(banned());
    }

    @Test
    public void aDateInTheFutureCountsAsNow()
    {
        for (int i = 0; i < 4; i++)
        {
            line("2027-11-25T12:00:0" + i + "Z", "192.0.2.7");
        }
        pass(601);
        line("2027-11-25T12:00:05Z", "192.0.2.7");
        assertFalse("the others have aged, whatever they said", banned());
        for (int i = 0; i < 4; i++)
        {
            line(i % 2 == 0 ? "2027-11-25T12:00:05Z" : now(), "192.0.2.7");
        }
        assertTrue(banned());
    }

    @Test
    public void oldLinesAreCountedAndBanNobody()
    {
        for (int i = 0; i < 20; i++)
        {
            line("Nov 25 11:49:" + (10 + i), "192.0.2.7");
            line("Nov 24 12:00:00", "192.0.2.7");
            line("2016-11-25T12:00:00Z", "192.0.2.7");
        }
        assertFalse(banned());
        assertEquals(60, jail.tooOld());
        attack(4);
        assertFalse(banned());
    }

    /** A date before 1970, as a log in UTC gives to a machine whose clock has just begun there and whose zone lies east. */
    @Test
    public void aDateBefore1970CountsLikeAnyOther()
    {
        clock("1970-01-01T00:02:00Z");
        for (int i = 0; i < 4; i++)
        {
            line("Dec 31 23:59:0" + i, "192.0.2.7");
        }
        assertFalse(banned());
        line("Jan  1 00:00:09", "192.0.2.7");
        assertTrue(banned());
    }

    /** CLOCK_MONOTONIC stands still while the machine sleeps, and so do the kernel's timeouts. */
    @Test
    public void aSleepHoldsBansAndAgesFailures()
    {
        attack(4);
        clock(wall + 8 * 3600);
        bans.expire();
        attack(1);
        assertFalse(banned());
        attack(4);
        assertTrue(banned());
        clock(wall + 8 * 3600);
        bans.expire();
        assertTrue(banned());
        assertEquals(599, remaining());
    }
}
