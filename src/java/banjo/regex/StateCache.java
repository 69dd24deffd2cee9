package banjo.regex;

import java.util.Arrays;
import org.teavm.interop.Unmanaged;

/**
 * States of an automaton that were made on demand, in arrays of a fixed size. A state is a list of threads whose tags name
 * slots, numbered by first use; a transition leads to a state and says which slot of the old state each slot takes.
 */
final class StateCache
{
    /** Transitions that lead to no state. */
    static final int UNKNOWN = 0;
    static final int DEAD = 0xFFFF;
    static final int ACCEPT = 0xFFFE;
    private static final int MOVE_INTS = 8192;

    final int capacity;
    private final int rowLength;
    /** Target + 1, {@link #DEAD} or {@link #ACCEPT}, with the place of the moves in the upper 16 bits. */
    private final int[] transitions;
    private final int[] keys;
    private final int[] keyStart;
    private final int[] slots;
    /** Count and sources, list after list; place 0 means that every slot stays as it is. */
    private final int[] moves = new int[MOVE_INTS];
    private int stateCount;
    /** The state that {@link #pass} came to. */
    int passedTo;
    private int moveEnd = 1;
    /** How often it became full and was emptied. */
    int flushes;

    StateCache(int capacity, int classCount, int keyInts)
    {
        this.capacity = capacity;
        rowLength = classCount + 1;
        transitions = new int[capacity * rowLength];
        keys = new int[keyInts];
        keyStart = new int[capacity + 1];
        int size = 1;
        while (size < 2 * capacity)
        {
            size *= 2;
        }
        slots = new int[size];
    }

    int bytes()
    {
        return 4 * (transitions.length + keys.length + keyStart.length + slots.length + moves.length);
    }

    int stateCount()
    {
        return stateCount;
    }

    int transition(int state, int byteClass)
    {
        return transitions[state * rowLength + byteClass];
    }

    /**
     * Goes from a state over bytes whose transitions are known, lead to a state and leave every slot as it is.
     *
     * @return where another byte or the end is.
     */
    @Unmanaged
    int pass(int from, byte[] text, int start, int to, byte[] classOf)
    {
        int[] table = transitions;
        int state = from;
        int at = start;
        for (; at < to; at++)
        {
            int next = table[state * rowLength + (classOf[text[at] & 0xFF] & 0xFF)] - 1;
            if (next < 0 || next >= ACCEPT - 1)
            {
                break;
            }
            state = next;
        }
        passedTo = state;
        return at;
    }

    int[] keys()
    {
        return keys;
    }

    /** Where a state's key begins: two ints of signature, then the list of its threads. */
    int keyStart(int state)
    {
        return keyStart[state];
    }

    int keyEnd(int state)
    {
        return keyStart[state + 1];
    }

    int[] moves()
    {
        return moves;
    }

    void flush()
    {
        Arrays.fill(transitions, 0, stateCount * rowLength, UNKNOWN);
        Arrays.fill(slots, 0);
        stateCount = 0;
        moveEnd = 1;
        flushes++;
    }

    /** True when an empty cache has room for a key. */
    boolean fits(int length)
    {
        return length <= keys.length;
    }

    /** @return the state with this key, made if need be; -1 when there is no room. */
    int stateOf(int[] key, int length)
    {
        int hash = 17;
        for (int i = 0; i < length; i++)
        {
            hash = hash * 31 + key[i];
        }
        hash *= 0x9E3779B1;
        int slot = (hash ^ hash >>> 15) & slots.length - 1;
        while (slots[slot] != 0)
        {
            if (isSame(slots[slot] - 1, key, length))
            {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        int start = keyStart[stateCount];
        if (stateCount == capacity || keys.length - start < length)
        {
            return -1;
        }
        System.arraycopy(key, 0, keys, start, length);
        keyStart[stateCount + 1] = start + length;
        slots[slot] = ++stateCount;
        return stateCount - 1;
    }

    private boolean isSame(int state, int[] key, int length)
    {
        int start = keyStart[state];
        if (keyStart[state + 1] - start != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (keys[start + i] != key[i])
            {
                return false;
            }
        }
        return true;
    }

    /** Remembers a transition. @return false when there is no room for its moves. */
    boolean record(int state, int byteClass, int target, int[] sources, int count, boolean always)
    {
        int place = always || !isIdentity(sources, count) ? placeOf(sources, count) : 0;
        if (place < 0)
        {
            return false;
        }
        transitions[state * rowLength + byteClass] = place << 16 | target;
        return true;
    }

    private static boolean isIdentity(int[] sources, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (sources[i] != i)
            {
                return false;
            }
        }
        return true;
    }

    private int placeOf(int[] sources, int count)
    {
        for (int at = 1; at < moveEnd; at += moves[at] + 1)
        {
            int same = moves[at] == count ? 0 : -1;
            while (same >= 0 && same < count && moves[at + 1 + same] == sources[same])
            {
                same++;
            }
            if (same == count)
            {
                return at;
            }
        }
        if (MOVE_INTS - moveEnd < count + 1)
        {
            return -1;
        }
        int place = moveEnd;
        moves[place] = count;
        System.arraycopy(sources, 0, moves, place + 1, count);
        moveEnd += count + 1;
        return place;
    }
}
