package banjo.regex;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The matching loop on raw memory, without the stores and checks of managed code. Its tables were checked when they were
 * made or loaded, {@code from} and {@code to} by the caller; nothing in here allocates, so addresses stay valid.
 */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    @Import(name = "banjo_same_bytes")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native int sameBytes(Address left, Address right, int count);

    /** See {@link PlainDfaLoop#run}. */
    @Unmanaged
    static int run(byte[] text, int from, int to, byte[] classOf, int[] table, int endColumn, int start, int[] records, int[] moves,
        byte[] literals, int[] literalRows, int[] registers)
    {
        return loop(Address.ofData(text).add(from), Address.ofData(text).add(to), from, Address.ofData(classOf), Address.ofData(table),
            endColumn, start, Address.ofData(records), Address.ofData(moves), Address.ofData(literals), Address.ofData(literalRows),
            Address.ofData(registers));
    }

    @Unmanaged
    private static int loop(Address text, Address limit, int from, Address classOf, Address table, int endColumn, int start,
        Address records, Address moves, Address literals, Address literalRows, Address registers)
    {
        int at = -1;
        int length = (int)limit.diff(text);
        int entry = start;
        int row = 0;
        for (;;)
        {
            if (entry < 0)
            {
                if (entry == -1)
                {
                    return -1;
                }
                Address record = records.add(4 * (entry & 0x7FFFFFFF));
                row = record.getInt();
                int end = record.add(8).getInt();
                for (int i = record.add(4).getInt(); i < end; i++)
                {
                    int move = moves.add(4 * i).getInt();
                    int source = move & 0xFFFF;
                    registers.add(4 * (move >>> 16)).putInt(source == 0xFFFF ? from + at : registers.add(4 * source).getInt());
                }
                at++;
                int action = record.add(12).getInt();
                int a = record.add(16).getInt();
                int b = record.add(20).getInt();
                if (action == 1)
                {
                    return a;
                }
                if (action == 2)
                {
                    int room = length - at;
                    int most = b < room ? b : room;
                    int same = sameBytes(text.add(at), literals.add(a), most);
                    at += same;
                    row = literalRows.add(4 * (a + same)).getInt();
                }
                else if (action == 3)
                {
                    while (at < length && text.add(at).getByte() != (byte)a)
                    {
                        at++;
                    }
                }
                else if (action == 4)
                {
                    while (at < length && (text.add(at).getByte() & 0xFF) - a >= 0 && (text.add(at).getByte() & 0xFF) - a <= b)
                    {
                        at++;
                    }
                }
            }
            else
            {
                row = entry;
                at++;
            }
            if (at >= length)
            {
                return table.add(4 * (row + endColumn)).getInt();
            }
            entry = table.add(4 * (row + (classOf.add(text.add(at).getByte() & 0xFF).getByte() & 0xFF))).getInt();
        }
    }
}
