package banjo.regex;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** The matching loop of the native binary: {@link PlainDfaLoop} without the checks of managed code (reference: teavm, "Speed"). */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** As {@link PlainDfaLoop#run}; an automaton is checked when it is loaded, the line here. */
    static void run(int[] table, byte[] classOf, int edgeClass, int[] moves, int[] registers, int startRow, byte[] text, int from, int to)
    {
        if (from < 0 || to > text.length || from > to)
        {
            throw new IndexOutOfBoundsException("line " + from + " to " + to + " of " + text.length);
        }
        loop(Address.ofData(table), Address.ofData(classOf), edgeClass, Address.ofData(moves), Address.ofData(registers),
            startRow, Address.ofData(text), from, to);
    }

    @Unmanaged
    private static void loop(Address table, Address classOf, int edgeClass, Address moves, Address registers, int startRow,
        Address text, int from, int to)
    {
        int row = startRow;
        for (int i = from; i < to; i++)
        {
            int byteClass = classOf.add(text.add(i).getByte() & 0xFF).getByte() & 0xFF;
            int entry = table.add((row + byteClass) << 2).getInt();
            if (entry <= Automaton.ROW_MASK)
            {
                row = entry;
                continue;
            }
            apply(moves, entry >>> Automaton.ROW_BITS, registers, i);
            row = entry & Automaton.ROW_MASK;
            if (row == 0)
            {
                return;
            }
        }
        apply(moves, table.add((row + edgeClass) << 2).getInt() >>> Automaton.ROW_BITS, registers, to);
    }

    @Unmanaged
    private static void apply(Address moves, int operation, Address registers, int position)
    {
        Address at = moves.add(moves.add(operation << 2).getInt() << 2);
        int count = at.getInt();
        for (int i = 1; i <= count; i++)
        {
            int move = at.add(i << 2).getInt();
            int source = move & 0xFFFF;
            int value;
            if (source < 0x8000)
            {
                value = registers.add(source << 2).getInt();
            }
            else if (source >= 0xFFFD)
            {
                value = source == 0xFFFD ? -1 : source == 0xFFFE ? position + 1 : position;
            }
            else
            {
                value = source & 0x7FFF;
            }
            registers.add(move >>> 16 << 2).putInt(value);
        }
    }
}
