package banjo.firewall;

import banjo.sys.Errno;
import java.util.ArrayList;
import java.util.List;

/** Reads what the kernel has in table {@code inet banjo}. */
final class NftTable implements NetlinkReplies.Message
{
    private static final int REQUEST_BYTES = 512;
    private static final int ATTEMPTS = 3;

    /** A set that the kernel has. */
    record KernelSet(String name, long flags, long keyType, long keyBytes, long size, boolean endsByDefault)
    {
        boolean isLike(BanSet set, int setSize)
        {
            return flags == NftMessages.SET_TIMEOUT_FLAG && keyBytes == (set.ipv4 ? 4 : 16) && size == setSize && !endsByDefault;
        }

        /** @return false for ranges, maps and other types: their elements would look like addresses that nobody banned. */
        boolean holdsAddresses()
        {
            boolean ipv4 = BanSet.isIpv4Name(name);
            return (flags & ~(long)(NftMessages.SET_TIMEOUT_FLAG | NftMessages.SET_DYNAMIC_FLAG)) == 0
                && keyType == (ipv4 ? NftMessages.KEY_TYPE_IPV4 : NftMessages.KEY_TYPE_IPV6);
        }
    }

    private final NetlinkSocket socket;
    private final NetlinkReplies replies;
    private final boolean bigEndian;
    private final NetlinkBuffer request;
    private final NftMessages messages;
    private final List<BanSet> wanted;
    private final List<KernelSet> present = new ArrayList<>();
    /** Who gets the elements that are read, of which set; null while sets are read. */
    private Firewall.Found found;
    private KernelSet set;

    /** @param wanted sets, by whose places elements are told. */
    NftTable(NetlinkSocket socket, NetlinkReplies replies, boolean bigEndian, List<BanSet> wanted)
    {
        this.socket = socket;
        this.replies = replies;
        this.bigEndian = bigEndian;
        this.wanted = wanted;
        request = new NetlinkBuffer(REQUEST_BYTES, bigEndian);
        messages = new NftMessages(request);
    }

    /** @return the sets that were read last. */
    List<KernelSet> sets()
    {
        return present;
    }

    /** Reads the table's sets; none when there is no table. @return 0 or a negated errno. */
    int readSets()
    {
        found = null;
        int result = -Errno.EINTR;
        for (int attempt = 0; attempt < ATTEMPTS && result == -Errno.EINTR; attempt++)
        {
            present.clear();
            request.truncate(0);
            messages.dumpSets();
            result = exchange(NftMessages.NEWSET);
        }
        return result == -Errno.ENOENT || result == -Errno.EINTR ? 0 : result;
    }

    /** Reads the elements of the sets that hold addresses; once more when a set changes meanwhile, so that one may be found twice. */
    int dump(Firewall.Found finder)
    {
        found = finder;
        int result = 0;
        for (KernelSet each : present)
        {
            set = each;
            int read = each.holdsAddresses() && BanSet.isName(each.name) ? -Errno.EINTR : 0;
            for (int attempt = 0; attempt < ATTEMPTS && read == -Errno.EINTR; attempt++)
            {
                request.truncate(0);
                messages.dumpSet(NftMessages.ascii(each.name));
                read = exchange(NftMessages.NEWSETELEM);
            }
            result = read < 0 && read != -Errno.EINTR ? read : result;
        }
        return result;
    }

    private int exchange(int type)
    {
        int sent = socket.send(request.bytes, request.length());
        return sent < 0 ? sent : replies.readDump(type, this);
    }

    @Override
    public void read(byte[] bytes, int from, int to)
    {
        if (found != null)
        {
            SetDump.read(bytes, from, to, bigEndian, BanSet.isIpv4Name(set.name) ? 4 : 16, BanSet.find(wanted, BanSet.STEM, set.name),
                BanSet.prefixOf(set.name), found);
        }
        else if (NetlinkAttributes.holds(bytes, from, to, 1, bigEndian, NftMessages.TABLE))
        {
            int description = NetlinkAttributes.find(bytes, from, to, 9, bigEndian);
            int end = description < 0 ? 0 : NetlinkAttributes.end(bytes, description, to, bigEndian);
            // The kernel leaves out an attribute of no flags.
            present.add(new KernelSet(NetlinkAttributes.text(bytes, from, to, 2, bigEndian),
                Math.max(0, number(bytes, from, to, 3)), number(bytes, from, to, 4), number(bytes, from, to, 5),
                description < 0 ? -1 : number(bytes, description + 4, end, 1), NetlinkAttributes.find(bytes, from, to, 11, bigEndian) >= 0));
        }
    }

    private long number(byte[] bytes, int from, int to, int type)
    {
        return NetlinkAttributes.number(bytes, from, to, type, bigEndian);
    }
}
