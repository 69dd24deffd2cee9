package banjo.regex;

/**
 * One pattern without tables: states are made as lines ask for them, in a cache of a fixed size. When a line fills the
 * cache more than twice the rest of it is simulated, so hostile lines cost a bounded factor. Allocates nothing after it
 * has been made; not for two threads at once.
 */
final class OnDemand
{
    static final int STATES = 256;
    private static final int KEY_INTS = 16_384;
    private static final int MAXIMUM_SLOTS = 128;
    private static final int FLUSHES_PER_LINE = 2;

    final ParsedPattern pattern;
    private final ThreadStep step;
    private final Simulation simulation;
    private final StateCache cache;
    private final Backreferences backreferences;
    private final int[] key;
    private final int[] list;
    private final int[] sources;
    private final int[] registers = new int[MAXIMUM_SLOTS];
    private final int[] scratch;
    /** What the match set, as the program numbers tags, and as the pattern does. */
    private final int[] found;
    private final int[] tags;
    /** The state before the first byte, as long as the cache has been flushed no more often than {@link #initialSince}. */
    private int initial;
    private int initialSince = -1;
    private int sourceCount;
    private int keyLength;
    /** Lines, or their rests, that were simulated. */
    private int simulated;
    /** Whether the last line matched but for a backreference. */
    boolean refused;

    /** @param states in the cache; 0 simulates every line. */
    OnDemand(ParsedPattern pattern, Program program, int[] behindBits, int states)
    {
        this.pattern = pattern;
        step = new ThreadStep(program, behindBits);
        simulation = new Simulation(step);
        boolean cached = states > 0 && step.capacity > 0;
        cache = cached ? new StateCache(states, step.classes.count, Math.max(KEY_INTS, 4 * (2 + step.width))) : null;
        key = new int[step.capacity + 2];
        list = new int[step.capacity];
        found = new int[program.tagCount];
        tags = new int[program.numberOfTag.length];
        sources = new int[Math.max(MAXIMUM_SLOTS, program.tagCount)];
        scratch = new int[sources.length];
        backreferences = pattern.checks.length == 0 ? null : new Backreferences(pattern);
    }

    /** @return the states at once, as {@link Determiniser#runPartly} makes them; null when a backreference decides as well. */
    Dfa determinise(int stateBudget, WorkAllowance allowance)
    {
        return backreferences != null ? null : Determiniser.runPartly(step.program, stateBudget, allowance);
    }

    int bytes()
    {
        return step.bytes() + (cache == null ? 0 : cache.bytes()) + 4 * (4 * step.capacity);
    }

    ThreadStep step()
    {
        return step;
    }

    int states()
    {
        return cache == null ? 0 : cache.stateCount();
    }

    int flushes()
    {
        return cache == null ? 0 : cache.flushes;
    }

    int simulated()
    {
        return simulated;
    }

    /** Instructions visited since the beginning. */
    long work()
    {
        return step.threads.work;
    }

    /** @return true, with captures filled, when the pattern is found in a line. */
    boolean match(byte[] text, int from, int to, int[] captures, int captureCount)
    {
        refused = false;
        boolean matched = cache == null ? simulate(text, from, to) : run(text, from, to);
        if (!matched)
        {
            return false;
        }
        for (int tag = 0; tag < tags.length; tag++)
        {
            int number = step.program.numberOfTag[tag];
            tags[tag] = number < 0 ? -1 : found[number];
        }
        refused = backreferences != null && !backreferences.hold(text, from, to, tags);
        if (refused)
        {
            return false;
        }
        for (int edge = 0; edge < 2 * captureCount; edge++)
        {
            captures[edge] = pattern.position(edge, tags, from, to);
        }
        return true;
    }

    private boolean simulate(byte[] text, int from, int to)
    {
        simulated++;
        int length = step.begin(simulation.list(), 0);
        return simulation.run(length, step.signatureOfEdge(), text, from, to, found);
    }

    private boolean run(byte[] text, int from, int to)
    {
        int flushes = 0;
        if (initialSince != cache.flushes)
        {
            keyLength = 2 + step.begin(key, 2);
            sign(step.signatureOfEdge());
            initial = cache.stateOf(key, keyLength);
            if (initial < 0)
            {
                flushes++;
                cache.flush();
                initial = cache.stateOf(key, keyLength);
            }
            initialSince = cache.flushes;
        }
        int state = initial;
        byte[] classOf = step.classes.of;
        int edge = step.classes.count;
        for (int at = from;; at++)
        {
            at = cache.pass(state, text, at, to, classOf);
            state = cache.passedTo;
            int byteClass = at < to ? classOf[text[at] & 0xFF] & 0xFF : edge;
            int transition = cache.transition(state, byteClass);
            int target;
            if (transition != StateCache.UNKNOWN)
            {
                target = transition & 0xFFFF;
                int place = transition >>> 16;
                if (place != 0)
                {
                    move(cache.moves(), place + 1, cache.moves()[place], at);
                }
            }
            else
            {
                target = compute(state, byteClass);
                boolean fits = sourceCount <= MAXIMUM_SLOTS && cache.fits(keyLength);
                if (target == StateCache.UNKNOWN && fits && flushes < FLUSHES_PER_LINE)
                {
                    flushes++;
                    cache.flush();
                    target = cache.stateOf(key, keyLength) + 1;
                    state = -1;
                }
                if (target == StateCache.UNKNOWN)
                {
                    return simulateRest(state, text, at, to);
                }
                if (state >= 0)
                {
                    cache.record(state, byteClass, target, sources, sourceCount, target == StateCache.ACCEPT);
                }
                move(sources, 0, sourceCount, at);
            }
            if (target == StateCache.ACCEPT)
            {
                System.arraycopy(scratch, 0, found, 0, found.length);
                return true;
            }
            if (target == StateCache.DEAD)
            {
                return false;
            }
            state = target - 1;
        }
    }

    private void sign(long signature)
    {
        key[0] = (int)(signature >>> 32);
        key[1] = (int)signature;
    }

    private static long signature(int[] from, int at)
    {
        return (long)from[at] << 32 | from[at + 1] & 0xFFFFFFFFL;
    }

    /** All at once: what is read is read before it is overwritten. */
    private void move(int[] list, int at, int count, int here)
    {
        for (int i = 0; i < count; i++)
        {
            int source = list[at + i];
            scratch[i] = source == Threads.HERE ? here : source < 0 ? -1 : registers[source];
        }
        System.arraycopy(scratch, 0, registers, 0, Math.min(count, MAXIMUM_SLOTS));
    }

    /**
     * Finds where a byte leads, and leaves the new state in {@link #key} and its slots in {@link #sources}.
     *
     * @return as in the cache; {@link StateCache#UNKNOWN} when there is no room for the state.
     */
    private int compute(int state, int byteClass)
    {
        int[] keys = cache.keys();
        int start = cache.keyStart(state);
        step.follow(keys, start + 2, cache.keyEnd(state), signature(keys, start), byteClass, Threads.HERE);
        int last = step.threads.count() - 1;
        sourceCount = 0;
        if (step.matched() && (last == 0 || byteClass == step.classes.count))
        {
            for (int tag = 0; tag < found.length; tag++)
            {
                sources[sourceCount++] = step.threads.value(last, tag);
            }
            return StateCache.ACCEPT;
        }
        if (last < 0 || byteClass == step.classes.count)
        {
            return StateCache.DEAD;
        }
        int length = step.advance(byteClass, list);
        if (length == 0)
        {
            return StateCache.DEAD;
        }
        sign(step.signature(list, length, byteClass));
        keyLength = 2;
        for (int i = 0; i < length; i += step.width)
        {
            key[keyLength++] = list[i];
            for (int tag = 1; tag < step.width; tag++)
            {
                int value = list[i + tag];
                key[keyLength++] = value == Threads.UNSET ? Threads.UNSET : slotOf(value);
                if (sourceCount > MAXIMUM_SLOTS)
                {
                    return StateCache.UNKNOWN;
                }
            }
        }
        return cache.stateOf(key, keyLength) + 1;
    }

    private int slotOf(int source)
    {
        for (int slot = 0; slot < Math.min(sourceCount, MAXIMUM_SLOTS); slot++)
        {
            if (sources[slot] == source)
            {
                return slot;
            }
        }
        if (sourceCount < MAXIMUM_SLOTS)
        {
            sources[sourceCount] = source;
        }
        return sourceCount++;
    }

    private boolean simulateRest(int state, byte[] text, int at, int to)
    {
        simulated++;
        int[] keys = cache.keys();
        int start = cache.keyStart(state);
        int[] threads = simulation.list();
        int length = 0;
        for (int i = start + 2; i < cache.keyEnd(state); i++)
        {
            boolean instruction = length % step.width == 0;
            threads[length++] = instruction || keys[i] < 0 ? keys[i] : registers[keys[i]];
        }
        return simulation.run(length, signature(keys, start), text, at, to, found);
    }
}
