package banjo.sys;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@link Sys} for tests that passes every call on to a real one, except where a rule says otherwise: calls that fail,
 * reads and writes that are short, clocks that the test moves. Calls are named as the methods of Sys.
 */
public final class FaultySys
{
    private final Sys real;
    private final Sys faulty;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Hook> hooks = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int transferMaximum = Integer.MAX_VALUE;
    private int callsToLive = Integer.MAX_VALUE;
    private long monotonicNanos = -1;
    private long realtimeNanos = -1;

    private record Hook(int at, Runnable action)
    {
    }

    private record Rule(int first, int times, int error)
    {
    }

    public FaultySys(Sys real)
    {
        this.real = real;
        faulty = (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class},
            (proxy, method, arguments) -> call(method, arguments));
    }

    /** What the code under test gets. */
    public Sys sys()
    {
        return faulty;
    }

    /** From now on the n-th call (1 is the next) and those after it, {@code times} in all, return {@code -error}. */
    public FaultySys fail(String call, int n, int times, int error)
    {
        counts.put(call, 0);
        rules.put(call, new Rule(n, times, error));
        return this;
    }

    /** What happens just before the n-th call from now on (1 is the next). */
    public FaultySys before(String call, int n, Runnable action)
    {
        hooks.put(call, new Hook(count(call) + n, action));
        return this;
    }

    /** The process dies: what {@link #dieAfter} throws instead of a call. */
    public static final class Killed extends Error
    {
        private static final long serialVersionUID = 1;
    }

    /** After so many more calls none is carried out, not even in the handling of what is thrown. */
    public FaultySys dieAfter(int calls)
    {
        callsToLive = calls;
        return this;
    }

    /** Forgets all rules; clocks stay where they are. */
    public FaultySys heal()
    {
        rules.clear();
        callsToLive = Integer.MAX_VALUE;
        transferMaximum = Integer.MAX_VALUE;
        return this;
    }

    /** Reads, writes, sends and receives move at most so many bytes. */
    public FaultySys shorten(int bytes)
    {
        transferMaximum = bytes;
        return this;
    }

    /** Stops both clocks at these values, in nanoseconds; -1 is the real clock. */
    public FaultySys clocks(long monotonic, long realtime)
    {
        monotonicNanos = monotonic;
        realtimeNanos = realtime;
        return this;
    }

    /** How often a call has been made since the start or since its last rule. */
    public int count(String call)
    {
        return counts.getOrDefault(call, 0);
    }

    private Object call(java.lang.reflect.Method method, Object[] arguments) throws Throwable
    {
        String name = method.getName();
        if (callsToLive != Integer.MAX_VALUE && callsToLive-- <= 0)
        {
            callsToLive = 0;
            throw new Killed();
        }
        int n = counts.merge(name, 1, Integer::sum);
        Hook hook = hooks.get(name);
        if (hook != null && hook.at == n)
        {
            hook.action.run();
        }
        Rule rule = rules.get(name);
        if (rule != null && n >= rule.first && n - rule.first < rule.times)
        {
            return method.getReturnType() == long.class ? (Object)(long)-rule.error : (Object)(-rule.error);
        }
        if (name.equals("monotonicNanos") && monotonicNanos >= 0)
        {
            return monotonicNanos;
        }
        if (name.equals("realtimeNanos") && realtimeNanos >= 0)
        {
            return realtimeNanos;
        }
        if (name.equals("read") || name.equals("write") || name.equals("send") || name.equals("receive"))
        {
            arguments[3] = Math.min((int)arguments[3], transferMaximum);
        }
        try
        {
            return method.invoke(real, arguments);
        }
        catch (InvocationTargetException e)
        {
            throw e.getCause();
        }
    }
}
