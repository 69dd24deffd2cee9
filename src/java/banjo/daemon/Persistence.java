package banjo.daemon;

import banjo.address.Address;
import banjo.event.EventLog;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import banjo.source.FileSources;
import banjo.state.Place;
import banjo.state.StateFile;
import banjo.state.StateVisitor;
import banjo.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Bans, earlier ones too, and places in logs that outlive the daemon. Saved when bans have changed, once an interval at most, and at the end; places
 * that changed alone wait for that, since reading lines again does no harm: what they did is in the file or was lost with the rest.
 */
final class Persistence implements StateVisitor
{
    /** A clock that was set by more makes the time of saving wrong, and with it what has ended since. */
    private static final int STEP_SECONDS = 60;

    /** Null while nothing is saved. */
    private StateFile file;
    private final List<JailRuntime> jails;
    private final Bans bans;
    private final Clocks clocks;
    private final EventLog log;
    private long intervalMillis;
    private final List<Place> places = new ArrayList<>();
    private JailRuntime jail;
    private long lateSeconds;
    private long savedOffsetSeconds;
    private long savedChanges;
    private long nextMillis;
    private boolean told;
    private int restored;
    /** How often saving failed. */
    long errors;

    /** @param file null: nothing is saved. */
    Persistence(StateFile file, List<JailRuntime> jails, Bans bans, Clocks clocks, EventLog log, long intervalSeconds)
    {
        this.file = file;
        this.jails = jails;
        this.bans = bans;
        this.clocks = clocks;
        this.log = log;
        intervalMillis = intervalSeconds * 1000;
    }

    /**
     * Other jails are to be saved, once an interval, and perhaps elsewhere: there at once, and what was saved before is removed, lest it
     * come back one day.
     *
     * @param wanted null: nothing is saved any more.
     * @return null, or why nothing could be saved there.
     */
    String renew(StateFile wanted, long intervalSeconds, FileSources files)
    {
        intervalMillis = intervalSeconds * 1000;
        savedChanges = -1;
        StateFile former = file;
        if (wanted == null ? former == null : former != null && former.isAt(wanted))
        {
            return null;
        }
        file = wanted;
        told = false;
        save(files);
        if (told)
        {
            return wanted.problem();
        }
        if (former != null)
        {
            former.remove();
        }
        return null;
    }

    /** Makes the directory, while that is allowed, and gives it to the user that the daemon will be; -1 for no change. */
    void prepare(int user, int group)
    {
        if (file != null)
        {
            file.prepare(user, group);
        }
    }

    /** Restores bans into the jails. @return how far files had been read. */
    List<Place> load()
    {
        if (file == null)
        {
            return places;
        }
        file.load(this);
        if (!file.problem().isEmpty())
        {
            log.warning(file.problem());
        }
        if (restored > 0)
        {
            bans.adoption.restored(restored);
        }
        // Where logs are read from must be known before anything else happens: a crash may come first.
        savedChanges = -1;
        return places;
    }

    @Override
    public void begin(long savedSeconds)
    {
        // A clock that went back since, as on a machine that has none of its own, says nothing about the time between.
        lateSeconds = Math.max(0, clocks.wallSeconds() - savedSeconds);
    }

    @Override
    public void jail(byte[] name, int from, int to)
    {
        jail = bans.find(name, from, to);
        jail = jail == null || jail.logOnly ? null : jail;
    }

    @Override
    public void ban(long high, long low, int prefixLength, long sinceSeconds, long remainingSeconds, int failures)
    {
        long remaining = remainingSeconds == Jail.PERMANENT ? Jail.PERMANENT : remainingSeconds - lateSeconds;
        boolean ipv4 = Address.isIpv4(high, low);
        JailRuntime owner = jail == null || jail.prefix(ipv4) == prefixLength ? jail : jail.wide();
        if (owner != null && owner.prefix(ipv4) == prefixLength && (remaining > 0 || remaining == Jail.PERMANENT))
        {
            restored += owner.jail.restore(high, low, remaining, clocks.wallSecondsAt(clocks.banSeconds()) - sinceSeconds, failures, clocks.banSeconds()) ? 1 : 0;
        }
    }

    @Override
    public void history(long keyHigh, long keyLow, int count, long keptSeconds)
    {
        if (bans.earlier.history != null && keptSeconds > lateSeconds)
        {
            bans.earlier.history.put(keyHigh, keyLow, count, keptSeconds - lateSeconds, clocks.banSeconds());
        }
    }

    @Override
    public void place(Place place)
    {
        places.add(place);
    }

    private long changes()
    {
        long sum = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            sum += jails.get(i).logOnly ? 0 : jails.get(i).jail.bans() + jails.get(i).jail.unbans() + jails.get(i).jail.evictions();
        }
        return sum;
    }

    /** Saves when there is something new and the last time is long enough ago, or when the clock was set. */
    void tick(FileSources files)
    {
        if (file != null && (changes() != savedChanges && (bans.byHand.ordered || clocks.monotonicMillis() >= nextMillis)
            || Math.abs(clocks.wallSecondsAt(0) - savedOffsetSeconds) > STEP_SECONDS))
        {
            save(files);
        }
    }

    /** Saves now. A failure is told once, until it succeeds again. */
    void save(FileSources files)
    {
        if (file == null)
        {
            return;
        }
        nextMillis = clocks.monotonicMillis() + intervalMillis;
        bans.byHand.ordered = false;
        savedOffsetSeconds = clocks.wallSecondsAt(0);
        long changes = changes();
        StateWriter out = file.begin(clocks.wallSeconds());
        if (out != null)
        {
            write(out);
            files.savePlaces(out);
        }
        if (out != null && file.commit() == 0)
        {
            savedChanges = changes;
            told = false;
            return;
        }
        errors++;
        if (!told)
        {
            log.error(file.problem() + "; bans go on, but will not outlive the daemon");
            told = true;
        }
    }

    private void write(StateWriter out)
    {
        BanHistory history = bans.earlier.history;
        for (int entry = history == null ? -1 : history.next(-1); entry >= 0; entry = history.next(entry))
        {
            out.history(history.keyHigh(entry), history.keyLow(entry), history.count(entry), history.remainingSeconds(entry, clocks.banSeconds()));
        }
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            out.jail(runtime.name);
            // Bans that were not carried out are not to be taken for real ones later.
            for (int ban = runtime.logOnly ? -1 : runtime.jail.nextBan(0); ban >= 0; ban = runtime.jail.nextBan(ban + 1))
            {
                long high = runtime.jail.addressHigh(ban);
                long low = runtime.jail.addressLow(ban);
                out.ban(high, low, runtime.prefix(Address.isIpv4(high, low)), clocks.wallSecondsAt(runtime.jail.beginningSeconds(ban)),
                    runtime.jail.remainingSeconds(ban, clocks.banSeconds()), runtime.jail.failures(ban));
            }
        }
    }
}
