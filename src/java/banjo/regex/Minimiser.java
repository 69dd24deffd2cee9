package banjo.regex;

import java.util.Arrays;

/**
 * Merges states that no line tells apart: same operations, same verdict, and next states that are merged (Hopcroft's
 * partition refinement). States from which no match can be reached become the dead one. What is left is numbered
 * breadth first, and byte classes whose columns have become equal are merged.
 */
final class Minimiser
{
    private final Dfa dfa;
    private final int classCount;
    /** The states and, as the last, the dead one. */
    private final int size;
    private final int[] next;
    private final int[] operation;
    /** States ordered by block; a block is a stretch of it. */
    private final int[] order;
    private final int[] place;
    private final int[] blockOf;
    private final int[] blockStart;
    private final int[] blockEnd;
    private int blockCount;

    private Minimiser(Dfa dfa)
    {
        this.dfa = dfa;
        classCount = dfa.classCount;
        size = dfa.stateCount + 1;
        next = Arrays.copyOf(dfa.next, size * classCount);
        operation = Arrays.copyOf(dfa.operation, size * classCount);
        order = new int[size];
        place = new int[size];
        blockOf = new int[size];
        blockStart = new int[size];
        blockEnd = new int[size];
    }

    static Dfa run(Dfa dfa)
    {
        Minimiser minimiser = new Minimiser(dfa);
        minimiser.makeDeadExplicit();
        minimiser.partition();
        minimiser.refine();
        return minimiser.build();
    }

    private int dead()
    {
        return size - 1;
    }

    /** Completes the automaton with the dead state, and leads there what can reach no match. */
    private void makeDeadExplicit()
    {
        for (int i = 0; i < next.length; i++)
        {
            if (i >= dead() * classCount || next[i] == Dfa.DEAD)
            {
                next[i] = dead();
                operation[i] = 0;
            }
        }
        boolean[] live = new boolean[size];
        int[] incoming = incoming();
        int[] starts = starts(incoming);
        int[] sources = sources(incoming, starts);
        int[] queue = new int[size];
        int filled = 0;
        for (int state = 0; state < dead(); state++)
        {
            if (dfa.accept[state] >= 0)
            {
                live[state] = true;
                queue[filled++] = state;
            }
        }
        for (int i = 0; i < filled; i++)
        {
            for (int k = starts[queue[i]]; k < starts[queue[i] + 1]; k++)
            {
                int source = sources[k] / classCount;
                if (!live[source])
                {
                    live[source] = true;
                    queue[filled++] = source;
                }
            }
        }
        for (int i = 0; i < next.length; i++)
        {
            if (!live[next[i]])
            {
                next[i] = dead();
                operation[i] = 0;
            }
        }
    }

    private int[] incoming()
    {
        int[] counts = new int[size];
        for (int target : next)
        {
            counts[target]++;
        }
        return counts;
    }

    private int[] starts(int[] counts)
    {
        int[] starts = new int[size + 1];
        for (int state = 0; state < size; state++)
        {
            starts[state + 1] = starts[state] + counts[state];
        }
        return starts;
    }

    /** The transitions, by their target: index {@code source * classCount + class}. */
    private int[] sources(int[] counts, int[] starts)
    {
        int[] result = new int[next.length];
        int[] fill = Arrays.copyOf(starts, size);
        for (int i = 0; i < next.length; i++)
        {
            result[fill[next[i]]++] = i;
        }
        return result;
    }

    /** The first partition: by verdict and operations. */
    private void partition()
    {
        IntArrayTable signatures = new IntArrayTable();
        int[] members = new int[size];
        for (int state = 0; state < size; state++)
        {
            int[] signature = new int[classCount + 1];
            signature[0] = state == dead() ? -1 : dfa.accept[state];
            System.arraycopy(operation, state * classCount, signature, 1, classCount);
            blockOf[state] = signatures.indexOf(signature);
            members[blockOf[state]]++;
        }
        blockCount = signatures.size();
        int at = 0;
        for (int block = 0; block < blockCount; block++)
        {
            blockStart[block] = at;
            blockEnd[block] = at;
            at += members[block];
        }
        for (int state = 0; state < size; state++)
        {
            int slot = blockEnd[blockOf[state]]++;
            order[slot] = state;
            place[state] = slot;
        }
    }

    private void refine()
    {
        int[] counts = incoming();
        int[] starts = starts(counts);
        int[] sources = sources(counts, starts);
        IntList work = new IntList();
        boolean[] queued = new boolean[size * classCount];
        for (int i = 0; i < blockCount * classCount; i++)
        {
            work.add(i);
            queued[i] = true;
        }
        int[] splitter = new int[size];
        int[] marked = new int[size];
        IntList touched = new IntList();
        while (work.size() > 0)
        {
            int item = work.removeLast();
            queued[item] = false;
            int block = item / classCount;
            int byteClass = item % classCount;
            int length = blockEnd[block] - blockStart[block];
            System.arraycopy(order, blockStart[block], splitter, 0, length);
            touched.clear();
            for (int i = 0; i < length; i++)
            {
                for (int k = starts[splitter[i]]; k < starts[splitter[i] + 1]; k++)
                {
                    if (sources[k] % classCount == byteClass)
                    {
                        mark(sources[k] / classCount, marked, touched);
                    }
                }
            }
            for (int i = 0; i < touched.size(); i++)
            {
                split(touched.get(i), marked, work, queued);
            }
        }
    }

    /** Moves a state to the front of its block. */
    private void mark(int state, int[] marked, IntList touched)
    {
        int block = blockOf[state];
        int front = blockStart[block] + marked[block];
        if (place[state] < front)
        {
            return;
        }
        if (marked[block] == 0)
        {
            touched.add(block);
        }
        int other = order[front];
        order[place[state]] = other;
        place[other] = place[state];
        order[front] = state;
        place[state] = front;
        marked[block]++;
    }

    /** Makes the marked states of a block a block of their own, unless they are all of it. */
    private void split(int block, int[] marked, IntList work, boolean[] queued)
    {
        int count = marked[block];
        marked[block] = 0;
        int total = blockEnd[block] - blockStart[block];
        if (count == total)
        {
            return;
        }
        int fresh = blockCount++;
        blockStart[fresh] = blockStart[block];
        blockEnd[fresh] = blockStart[block] + count;
        blockStart[block] = blockEnd[fresh];
        for (int i = blockStart[fresh]; i < blockEnd[fresh]; i++)
        {
            blockOf[order[i]] = fresh;
        }
        int smaller = count * 2 <= total ? fresh : block;
        for (int byteClass = 0; byteClass < classCount; byteClass++)
        {
            int chosen = queued[block * classCount + byteClass] ? fresh : smaller;
            int item = chosen * classCount + byteClass;
            if (!queued[item])
            {
                queued[item] = true;
                work.add(item);
            }
        }
    }

    private Dfa build()
    {
        int deadBlock = blockOf[dead()];
        int[] number = new int[blockCount];
        Arrays.fill(number, -1);
        int[] states = new int[blockCount + 1];
        int count = 0;
        if (blockOf[0] != deadBlock)
        {
            number[blockOf[0]] = 0;
        }
        states[count++] = 0;
        for (int i = 0; i < count; i++)
        {
            for (int byteClass = 0; byteClass < classCount; byteClass++)
            {
                int target = next[states[i] * classCount + byteClass];
                int block = blockOf[target];
                if (block != deadBlock && number[block] < 0)
                {
                    number[block] = count;
                    states[count++] = target;
                }
            }
        }
        int[] column = mergeColumns(states, count, number);
        int columns = 0;
        for (int byteClass = 0; byteClass < classCount; byteClass++)
        {
            columns = Math.max(columns, column[byteClass] + 1);
        }
        int[] newNext = new int[count * columns];
        int[] newOperation = new int[count * columns];
        int[] newAccept = new int[count];
        for (int i = 0; i < count; i++)
        {
            newAccept[i] = dfa.accept[states[i]];
            for (int byteClass = 0; byteClass < classCount; byteClass++)
            {
                int from = states[i] * classCount + byteClass;
                int to = i * columns + column[byteClass];
                newNext[to] = number[blockOf[next[from]]];
                newOperation[to] = operation[from];
            }
        }
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256; b++)
        {
            classOf[b] = (byte)column[dfa.classOf[b] & 0xFF];
        }
        return new Dfa(count, columns, classOf, newNext, newOperation, newAccept, dfa.operations, dfa.accepts, dfa.registerCount);
    }

    private int[] mergeColumns(int[] states, int count, int[] number)
    {
        IntArrayTable columns = new IntArrayTable();
        int[] result = new int[classCount];
        for (int byteClass = 0; byteClass < classCount; byteClass++)
        {
            int[] column = new int[2 * count];
            for (int i = 0; i < count; i++)
            {
                int from = states[i] * classCount + byteClass;
                column[2 * i] = number[blockOf[next[from]]];
                column[2 * i + 1] = operation[from];
            }
            result[byteClass] = columns.indexOf(column);
        }
        return result;
    }
}
