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

    @Import(name = "banjo_starts_with")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native boolean startsWith(Address text, Address literal, int count, Address limit);

    @Import(name = "banjo_same_bytes")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native int sameBytes(Address left, Address right, int count);

    @Import(name = "banjo_skip_to")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native Address skipTo(Address text, Address end, Address limit, int value);

    @Import(name = "banjo_run")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native Address run(Address text, Address end, Address limit, Address runs, int set, Address row, Address classOf,
        int number);

    @Import(name = "banjo_dotted_quad")
    @Include("banjo_regex.h")
    @Unmanaged
    private static native int dottedQuad(Address text, Address end, Address limit);

    /** See {@link PlainDfaLoop#match}. */
    @Unmanaged
    static int match(Tables tables, byte[] text, int from, int to, int[] captures)
    {
        Address base = Address.ofData(text);
        Address registers = Address.ofData(tables.registers);
        int accept = loop(base.add(from), base.add(to), base.add(text.length - 16), tables.start, tables.classCount,
            Address.ofData(tables.classOf), Address.ofData(tables.table), Address.ofData(tables.records), Address.ofData(tables.moves),
            Address.ofData(tables.literals), Address.ofData(tables.literalRows), Address.ofData(tables.runs), registers);
        if (accept < 0)
        {
            return -1;
        }
        return capture(Address.ofData(tables.accepts).add(4 * accept * tables.acceptInts), tables.acceptInts - 1 >> 1, registers,
            base.toInt(), from, to, Address.ofData(captures));
    }

    /** Registers hold the lower halves of addresses, so that the loop need not know where the text begins. */
    @Unmanaged
    private static int capture(Address accept, int edges, Address registers, int base, int from, int to, Address captures)
    {
        Address edge = accept.add(4);
        Address capture = captures;
        for (int left = edges; left > 0; left--)
        {
            int source = edge.getInt();
            int position = -1;
            if (source >= 0)
            {
                position = registers.add(source << 2).getInt() - base;
            }
            else if (source == -2)
            {
                position = from;
            }
            else if (source == -3)
            {
                position = to;
            }
            capture.putInt(position + edge.add(4).getInt());
            edge = edge.add(8);
            capture = capture.add(4);
        }
        return accept.getInt();
    }

    /**
     * The numbers are those of {@link Tables}: a table row has units of 16 bytes, a record 32 bytes.
     *
     * @param limit the last place where 16 bytes may be read.
     */
    @Unmanaged
    private static int loop(Address text, Address end, Address limit, int start, int classCount, Address classOf, Address table,
        Address records, Address moves, Address literals, Address literalRows, Address runs, Address registers)
    {
        Address at = text.add(-1);
        Address row = table;
        int entry = start;
        next:
        for (;;)
        {
            if (entry >= 0)
            {
                row = table.add(entry << 4);
                at = at.add(1);
            }
            else if (entry == -1)
            {
                return -1;
            }
            else
            {
                Address record = records.add((entry & 0x7FFF) << 5);
                chain:
                for (;;)
                {
                    int action = record.add(4).getInt();
                    registers.add(record.add(20).getInt() << 2).putInt(at.toInt());
                    if (action >= 8)
                    {
                        move(record, moves, registers, at.toInt());
                        action -= 8;
                    }
                    at = at.add(1);
                    int number = record.getInt();
                    int quad = 0;
                    switch (action)
                    {
                        case 4:
                            Address literal = literals.add(record.add(8).getInt());
                            int count = record.add(12).getInt();
                            int left = end.toInt() - at.toInt();
                            if (count <= left && startsWith(at, literal, count, limit))
                            {
                                at = at.add(count - 1);
                                record = records.add(record.add(16).getInt() << 2);
                                continue chain;
                            }
                            int same = sameBytes(at, literal, count < left ? count : left);
                            at = at.add(same);
                            row = table.add(literalRows.add((record.add(8).getInt() + same) << 1).getShort() << 4);
                            break chain;
                        case 2:
                            at = skipTo(at, end, limit, record.add(8).getInt());
                            if (at.isLessThan(end))
                            {
                                record = records.add(record.add(16).getInt() << 2);
                                continue chain;
                            }
                            row = table.add(number << 4);
                            break chain;
                        case 1:
                            return record.add(8).getInt();
                        case 3:
                            int set = record.add(12).getInt();
                            at = run(at, end, limit, runs, set, table.add(number << 4), classOf, number);
                            break;
                        case 5:
                            quad = dottedQuad(at, end, limit);
                            if (quad == 0)
                            {
                                row = table.add(number << 4);
                                break chain;
                            }
                            at = at.add(quad >> 2);
                            break;
                        default:
                            break;
                    }
                    if (!at.isLessThan(end))
                    {
                        row = table.add((quad == 0 ? number : behind(table, records, classOf, record.add(12).getInt(), quad & 3)) << 4);
                        break chain;
                    }
                    int byteClass = classOf.add(at.getByte() & 0xFF).getByte() & 0xFF;
                    if (byteClass == record.add(8).getInt())
                    {
                        record = records.add(record.add(16).getInt() << 2);
                        continue chain;
                    }
                    boolean remembers = true;
                    if (quad != 0)
                    {
                        int behind = record.add(12).getInt();
                        number = behind(table, records, classOf, behind, quad & 3);
                        remembers = isSame(table, byteClass, behind, behind(table, records, classOf, behind, 2))
                            && isSame(table, byteClass, behind, behind(table, records, classOf, behind, 3));
                    }
                    entry = table.add((number << 4) + (byteClass << 1)).getShort();
                    if (remembers && entry < -1)
                    {
                        record.add(8).putInt(byteClass);
                        record.add(16).putInt((entry & 0x7FFF) << 3);
                    }
                    continue next;
                }
            }
            if (!at.isLessThan(end))
            {
                return row.add(classCount << 1).getShort();
            }
            entry = row.add((classOf.add(at.getByte() & 0xFF).getByte() & 0xFF) << 1).getShort();
        }
    }

    @Unmanaged
    private static void move(Address record, Address moves, Address registers, int position)
    {
        int end = record.add(28).getInt();
        for (int i = record.add(24).getInt(); i < end; i++)
        {
            int move = moves.add(4 * i).getInt();
            int source = move & 0xFFFF;
            registers.add(4 * (move >>> 16)).putInt(source == 0xFFFF ? position : registers.add(4 * source).getInt());
        }
    }

    /** @return the number of the row behind a dotted quad whose last number has so many digits. */
    @Unmanaged
    private static int behind(Address table, Address records, Address classOf, int number, int digits)
    {
        int digit = (classOf.add('0').getByte() & 0xFF) << 1;
        for (; digits > 1; digits--)
        {
            int entry = table.add((number << 4) + digit).getShort();
            number = entry >= 0 ? entry : records.add((entry & 0x7FFF) << 5).getInt();
        }
        return number;
    }

    @Unmanaged
    private static boolean isSame(Address table, int byteClass, int number, int other)
    {
        return table.add((number << 4) + (byteClass << 1)).getShort() == table.add((other << 4) + (byteClass << 1)).getShort();
    }
}
