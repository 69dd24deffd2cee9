package banjo.action;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the commands of actions as processes, one at a time for each action, so that an unban cannot overtake its ban. What waits is
 * bounded: when there is too much, the newest is left out and counted. A command that exceeds its time is asked to end, then killed.
 */
public final class ActionRunner
{
    /** Receives what went wrong, in words. */
    public interface Report
    {
        void problem(String text);
    }

    private static final int CAPACITY = 1024;
    private static final int LOOK_MILLIS = 50;
    /** Between SIGTERM and SIGKILL. */
    private static final int GRACE_MILLIS = 2000;
    private static final int ARGUMENTS_BYTES = 32 << 10;
    private static final int STANDARD_ERROR = 2;
    private static final int NONE = -1;

    private final Sys sys;
    private Action[] actions;
    private final Report report;
    private final TextBuffer arguments = new TextBuffer(ARGUMENTS_BYTES);
    private final int[] nothing = new int[1];
    /** By action: the process, NONE for none; when it began; whether it has been asked to end. */
    private int[] processes;
    private long[] startMillis;
    private boolean[] asked;
    private byte[][] running;
    /** What waits, in order: a ring. */
    private final int[] which = new int[CAPACITY];
    private final Action[] chosen = new Action[CAPACITY];
    private final int[] occasions = new int[CAPACITY];
    private final byte[][] jails = new byte[CAPACITY][];
    private final long[] highs = new long[CAPACITY];
    private final long[] lows = new long[CAPACITY];
    private final int[] prefixes = new int[CAPACITY];
    private final long[] banTimes = new long[CAPACITY];
    private final int[] failures = new int[CAPACITY];
    private int count;
    private boolean dropping;
    private long runs;
    private long failed;
    private long dropped;

    public ActionRunner(Sys sys, Action[] actions, Report report)
    {
        this.sys = sys;
        this.report = report;
        make(actions);
    }

    private void make(Action[] all)
    {
        actions = all;
        processes = new int[all.length];
        startMillis = new long[all.length];
        asked = new boolean[all.length];
        running = new byte[all.length][];
        Arrays.fill(processes, NONE);
    }

    /** Has other actions from now on. What waits and what runs goes on: behind the new ones stand former ones that still have to. */
    public void replace(Action[] wanted)
    {
        Action[] former = actions;
        int[] formerProcesses = processes;
        long[] formerStart = startMillis;
        boolean[] formerAsked = asked;
        byte[][] formerRunning = running;
        int[] places = new int[former.length];
        List<Action> all = new ArrayList<>(Arrays.asList(wanted));
        for (int i = 0; i < former.length; i++)
        {
            while (places[i] < all.size() && !all.get(places[i]).name().equals(former[i].name()))
            {
                places[i]++;
            }
            boolean gone = places[i] == all.size();
            if (gone && (formerProcesses[i] != NONE || waits(i)))
            {
                all.add(former[i]);
            }
            else if (gone)
            {
                places[i] = NONE;
            }
        }
        make(all.toArray(new Action[0]));
        for (int i = 0; i < former.length; i++)
        {
            if (places[i] != NONE)
            {
                processes[places[i]] = formerProcesses[i];
                startMillis[places[i]] = formerStart[i];
                asked[places[i]] = formerAsked[i];
                running[places[i]] = formerRunning[i];
            }
        }
        for (int i = 0; i < count; i++)
        {
            which[i] = places[which[i]];
        }
    }

    private boolean waits(int action)
    {
        boolean waits = false;
        for (int i = 0; i < count; i++)
        {
            waits |= which[i] == action;
        }
        return waits;
    }

    /** @return commands that were started. */
    public long runs()
    {
        return runs;
    }

    /** @return commands that could not be started, ended with another status than 0 or were killed. */
    public long failed()
    {
        return failed;
    }

    /** @return commands that were left out, because too many waited. */
    public long dropped()
    {
        return dropped;
    }

    /**
     * Has a command run soon.
     *
     * @param action its place.
     * @param occasion a constant of {@link Action}; nothing happens when the action has no command for it.
     * @param prefix length of what is banned, over 128 bits.
     * @param banSeconds -1 for ever.
     */
    public void order(int action, int occasion, byte[] jail, long high, long low, int prefix, long banSeconds, int failureCount)
    {
        if (!actions[action].has(occasion))
        {
            return;
        }
        if (count == CAPACITY)
        {
            dropped++;
            if (!dropping)
            {
                dropping = true;
                report.problem("actions are too slow: " + CAPACITY + " commands wait, more are left out");
            }
            return;
        }
        which[count] = action;
        chosen[count] = actions[action];
        occasions[count] = occasion;
        jails[count] = jail;
        highs[count] = high;
        lows[count] = low;
        prefixes[count] = prefix;
        banTimes[count] = banSeconds;
        failures[count++] = failureCount;
    }

    /** Looks after processes and starts what can be started: once a turn. */
    public void tick(long nowMillis)
    {
        for (int i = 0; i < actions.length; i++)
        {
            if (processes[i] != NONE)
            {
                watch(i, nowMillis);
            }
        }
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (processes[which[i]] == NONE)
            {
                start(i, nowMillis);
                continue;
            }
            move(i, kept++);
        }
        count = kept;
        dropping &= count > CAPACITY / 2;
    }

    private void move(int from, int to)
    {
        which[to] = which[from];
        chosen[to] = chosen[from];
        occasions[to] = occasions[from];
        jails[to] = jails[from];
        highs[to] = highs[from];
        lows[to] = lows[from];
        prefixes[to] = prefixes[from];
        banTimes[to] = banTimes[from];
        failures[to] = failures[from];
    }

    /** @return milliseconds after which {@link #tick} wants to be called. */
    public int patienceMillis()
    {
        return busy() ? LOOK_MILLIS : Integer.MAX_VALUE;
    }

    private boolean busy()
    {
        boolean busy = count > 0;
        for (int process : processes)
        {
            busy |= process != NONE;
        }
        return busy;
    }

    /** Waits until everything has run, for a limited time; then kills what still runs. */
    public void finish(int limitMillis)
    {
        long end = sys.monotonicNanos() / 1_000_000 + limitMillis;
        long now = end - limitMillis;
        while (busy() && now < end)
        {
            tick(now);
            sys.poll(nothing, nothing, nothing, 0, LOOK_MILLIS / 5);
            now = sys.monotonicNanos() / 1_000_000;
        }
        for (int i = 0; i < actions.length; i++)
        {
            if (processes[i] != NONE)
            {
                sys.kill(-processes[i], Sys.SIGNAL_KILL);
                failed(i, "killed, because the daemon stops");
            }
        }
        if (count > 0)
        {
            report.problem("commands of actions left out, because the daemon stops: " + count);
        }
    }

    private void watch(int action, long nowMillis)
    {
        int status = sys.waitProcess(processes[action]);
        if (status == -Errno.EAGAIN)
        {
            long ran = nowMillis - startMillis[action];
            long limit = actions[action].limitMillis();
            if (ran >= limit && !asked[action])
            {
                asked[action] = true;
                sys.kill(-processes[action], Sys.SIGNAL_TERM);
            }
            else if (ran >= limit + GRACE_MILLIS)
            {
                sys.kill(-processes[action], Sys.SIGNAL_KILL);
            }
            return;
        }
        // What it has started and left behind goes with it when it took too long.
        if (asked[action])
        {
            sys.kill(-processes[action], Sys.SIGNAL_KILL);
            failed(action, "took longer than " + actions[action].limitMillis() / 1000 + "s and was ended");
        }
        else if (status != 0)
        {
            failed(action, status < 0 ? Errno.message(status) : status >= Sys.KILLED ? "ended by signal " + (status - Sys.KILLED)
                : "exit status " + status);
        }
        processes[action] = NONE;
    }

    private void failed(int action, String reason)
    {
        failed++;
        report.problem("action " + actions[action].name() + ": " + Utf8.decode(running[action], 0, running[action].length)
            + ": " + reason);
    }

    private void start(int index, long nowMillis)
    {
        int action = which[index];
        byte[][] wanted = chosen[index].command(occasions[index]);
        arguments.clear();
        for (byte[] argument : wanted)
        {
            put(argument, index);
        }
        running[action] = wanted[0];
        byte[] command = new byte[arguments.length()];
        System.arraycopy(arguments.bytes(), 0, command, 0, command.length);
        runs++;
        int process = !arguments.overflowed() ? sys.spawn(command, -1, -1, STANDARD_ERROR) : -Errno.E2BIG;
        if (process < 0)
        {
            failed(action, Errno.message(process));
            return;
        }
        processes[action] = process;
        startMillis[action] = nowMillis;
        asked[action] = false;
    }

    /** Appends one argument with its placeholders replaced. */
    private void put(byte[] argument, int index)
    {
        for (int at = 0; at < argument.length;)
        {
            int placeholder = Action.placeholder(argument, at);
            if (placeholder < 0)
            {
                arguments.put(argument[at++]);
                continue;
            }
            value(placeholder, index);
            at += Action.length(placeholder);
        }
        arguments.put(0);
    }

    private void value(int placeholder, int index)
    {
        switch (placeholder)
        {
            case Action.JAIL:
                arguments.put(jails[index], 0, jails[index].length);
                return;
            case Action.IP:
                Address.append(arguments, highs[index], lows[index], prefixes[index]);
                return;
            case Action.BAN_TIME:
                if (banTimes[index] < 0)
                {
                    arguments.put("forever");
                    return;
                }
                arguments.putNumber(banTimes[index]);
                return;
            default:
                arguments.putNumber(failures[index]);
        }
    }
}
