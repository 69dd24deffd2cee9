package banjo.prove;

import banjo.regex.AutomatonView;
import banjo.regex.WorkAllowance;
import java.util.Arrays;

/** Which registers of an automaton may still become an edge of the capture that matters, state by state. */
final class LiveRegisters
{
    /** Looking at its moves. */
    private static final int WORK_PER_TRANSITION = 8;

    private final AutomatonView view;
    private final int words;
    /** Per state, a bit for each register. */
    private final long[] live;
    /** The registers that are live in some state. */
    final int[] ever;

    private final int[] capture;

    /** @param captures those that matter, the preferred one first. */
    LiveRegisters(AutomatonView view, int[] captures, WorkAllowance allowance)
    {
        this.view = view;
        capture = new int[view.acceptCount()];
        for (int accept = 0; accept < capture.length; accept++)
        {
            capture[accept] = preferred(view, accept, captures);
        }
        words = view.registerCount() + 63 >> 6;
        live = new long[view.stateCount() * words];
        find(allowance);
        ever = everLive();
    }

    private static int preferred(AutomatonView view, int accept, int[] captures)
    {
        for (int each : captures)
        {
            if (view.source(accept, 2 * each) != AutomatonView.UNSET && view.source(accept, 2 * each + 1) != AutomatonView.UNSET)
            {
                return each;
            }
        }
        return -1;
    }

    /** @return the capture of an accept, the first that takes part; -1 for none. */
    int capture(int accept)
    {
        return capture[accept];
    }

    private void find(WorkAllowance allowance)
    {
        long[] flow = new long[words];
        for (int state = 0; state < view.stateCount(); state++)
        {
            int accept = view.accept(state);
            for (int edge = 0; edge < 2 && accept >= 0 && capture[accept] >= 0; edge++)
            {
                int source = view.source(accept, 2 * capture[accept] + edge);
                if (source >= 0)
                {
                    live[state * words + (source >> 6)] |= 1L << (source & 63);
                }
            }
        }
        boolean changed = true;
        while (changed)
        {
            allowance.spend((long)view.stateCount() * view.classCount() * (words + WORK_PER_TRANSITION));
            changed = false;
            for (int state = view.stateCount() - 1; state >= 0; state--)
            {
                for (int byteClass = 0; byteClass < view.classCount(); byteClass++)
                {
                    changed |= flowBack(state, byteClass, flow);
                }
            }
        }
    }

    private boolean flowBack(int state, int byteClass, long[] flow)
    {
        int target = view.next(state, byteClass);
        if (target == AutomatonView.DEAD)
        {
            return false;
        }
        if (target == AutomatonView.UNKNOWN)
        {
            Arrays.fill(flow, -1L);
        }
        else
        {
            System.arraycopy(live, target * words, flow, 0, words);
        }
        int[] moves = view.moves(state, byteClass);
        for (int i = moves.length - 1; i >= 0; i--)
        {
            int register = moves[i] >>> 16;
            int source = moves[i] & 0xFFFF;
            boolean wanted = (flow[register >> 6] >>> (register & 63) & 1) != 0;
            flow[register >> 6] &= ~(1L << (register & 63));
            if (wanted && source != AutomatonView.HERE)
            {
                flow[source >> 6] |= 1L << (source & 63);
            }
        }
        boolean changed = false;
        for (int i = 0; i < words; i++)
        {
            long before = live[state * words + i];
            live[state * words + i] = before | flow[i];
            changed |= (flow[i] & ~before) != 0;
        }
        return changed;
    }

    private int[] everLive()
    {
        int[] found = new int[view.registerCount()];
        int count = 0;
        for (int register = 0; register < found.length; register++)
        {
            boolean ever = false;
            for (int state = 0; state < view.stateCount() && !ever; state++)
            {
                ever = isLive(state, register);
            }
            if (ever)
            {
                found[count++] = register;
            }
        }
        int[] result = new int[count];
        System.arraycopy(found, 0, result, 0, count);
        return result;
    }

    boolean isLive(int state, int register)
    {
        return (live[state * words + (register >> 6)] >>> (register & 63) & 1) != 0;
    }
}
