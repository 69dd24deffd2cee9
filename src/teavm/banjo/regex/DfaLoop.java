package banjo.regex;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The matching loop on raw memory, without the checks of managed code. Its tables were checked when they were made or loaded,
 * {@code from} and {@code to} by the caller; nothing in here allocates, so addresses stay valid.
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

    @Import(name = "banjo_run")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native int run(Address text, int at, int length, int readable, Address set);

    @Import(name = "banjo_find_from")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native int find(Address text, int at, int length, int value);

    /** See {@link PlainDfaLoop#run}. */
    @Unmanaged
    static int run(Tables tables, byte[] text, int from, int to)
    {
        return loop(Address.ofData(text).add(from), to - from, text.length - from, from, tables.start, tables.classCount, Address.ofData(tables.classOf),
            Address.ofData(tables.table), Address.ofData(tables.records), Address.ofData(tables.moves), Address.ofData(tables.literals),
            Address.ofData(tables.literalRows), Address.ofData(tables.runs), Address.ofData(tables.registers));
    }

    /** The numbers are those of {@link Tables}: a table row has units of 16 bytes, a record 32 bytes. */
    @Unmanaged
    private static int loop(Address text, int length, int readable, int from, int start, int classCount, Address classOf, Address table,
        Address records, Address moves, Address literals, Address literalRows, Address runs,
        Address registers)
    {
        int at = -1;
        int entry = start;
        Address row = table;
        for (;;)
        {
            if (entry < 0)
            {
                if (entry == -1)
                {
                    return -1;
                }
                Address record = records.add((entry & 0x7FFF) << 5);
                int number = record.getInt();
                int move = record.add(20).getInt();
                if (move != 0)
                {
                    int source = move & 0xFFFF;
                    registers.add(4 * (move >>> 16)).putInt(source == 0xFFFF ? from + at : registers.add(4 * source).getInt());
                    int end = record.add(28).getInt();
                    for (int i = record.add(24).getInt() + 1; i < end; i++)
                    {
                        move = moves.add(4 * i).getInt();
                        source = move & 0xFFFF;
                        registers.add(4 * (move >>> 16)).putInt(source == 0xFFFF ? from + at : registers.add(4 * source).getInt());
                    }
                }
                at++;
                int action = record.add(4).getInt();
                if (action == 3)
                {
                    row = table.add(number << 4);
                    int set = record.add(12).getInt();
                    if (set >= 0)
                    {
                        at = run(text, at, length, readable, runs.add(set));
                    }
                    while (at < length && row.add((classOf.add(text.add(at).getByte() & 0xFF).getByte() & 0xFF) << 1).getShort() == number)
                    {
                        at++;
                    }
                }
                else if (action == 4)
                {
                    int a = record.add(8).getInt();
                    int b = record.add(12).getInt();
                    int same = sameBytes(text.add(at), literals.add(a), b < length - at ? b : length - at);
                    if (same == b)
                    {
                        at += b - 1;
                        entry = record.add(16).getInt();
                        continue;
                    }
                    at += same;
                    row = table.add(literalRows.add((a + same) << 1).getShort() << 4);
                }
                else if (action == 2)
                {
                    row = table.add(number << 4);
                    at = find(text, run(text, at, length, readable, runs.add(record.add(12).getInt())), length, record.add(8).getInt());
                    if (at < length)
                    {
                        entry = record.add(16).getInt();
                        continue;
                    }
                }
                else if (action == 1)
                {
                    return record.add(8).getInt();
                }
                else
                {
                    row = table.add(number << 4);
                }
            }
            else
            {
                row = table.add(entry << 4);
                at++;
            }
            if (at >= length)
            {
                return row.add(classCount << 1).getShort();
            }
            entry = row.add((classOf.add(text.add(at).getByte() & 0xFF).getByte() & 0xFF) << 1).getShort();
        }
    }
}
