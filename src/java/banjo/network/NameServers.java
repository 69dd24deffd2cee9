package banjo.network;

import banjo.address.Address;
import banjo.sys.Sys;
import banjo.text.Utf8;

/** The name servers of resolv.conf(5), read again when the file has changed. Without any the one on this machine is asked. */
final class NameServers
{
    /** As many as the C library asks. */
    static final int MAXIMUM = 3;

    private static final byte[] KEYWORD = Utf8.encode("nameserver");

    private final LineFile[] files;
    private final long[] addresses = new long[2 * MAXIMUM];
    private final long[] address = new long[2];
    private int count;

    NameServers(Sys sys)
    {
        // On OpenWrt the second holds what the uplinks told, in case no dnsmasq is there to ask.
        files = new LineFile[] {new LineFile(sys, "/etc/resolv.conf"), new LineFile(sys, "/tmp/resolv.conf.d/resolv.conf.auto")};
    }

    void refresh()
    {
        boolean changed = count == 0;
        for (LineFile file : files)
        {
            changed |= file.changed();
        }
        if (!changed)
        {
            return;
        }
        count = 0;
        for (int i = 0; i < files.length && count == 0; i++)
        {
            read(files[i]);
        }
        if (count == 0)
        {
            put(0, Address.IPV4_MARK | 0x7F000001L);
        }
    }

    private void read(LineFile file)
    {
        boolean more = file.open() && file.nextLine();
        while (more)
        {
            int from = file.next();
            if (from >= 0 && file.is(KEYWORD, KEYWORD.length))
            {
                from = file.next();
                if (from >= 0 && Address.parse(file.bytes, from, file.to, address))
                {
                    put(address[0], address[1]);
                }
            }
            more = file.nextLine();
        }
    }

    private void put(long high, long low)
    {
        if (count < MAXIMUM)
        {
            addresses[2 * count] = high;
            addresses[2 * count + 1] = low;
            count++;
        }
    }

    int count()
    {
        return count;
    }

    long high(int index)
    {
        return addresses[2 * index];
    }

    long low(int index)
    {
        return addresses[2 * index + 1];
    }
}
