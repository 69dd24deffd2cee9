package banjo.firewall;

import banjo.sys.Errno;

/** Words for what goes wrong with nf_tables, and what to do about it. */
final class NftProblem
{
    private final int setSize;
    /** Numbers of messages of the last set-up, by which an error is known as one of the kernel's lacking something. */
    int tableAt;
    int setsTo;
    int chainTo;
    int failedAt;
    private String operation = "";
    private int error;
    private String notice;

    NftProblem(int setSize)
    {
        this.setSize = setSize;
    }

    int failed(String newOperation, int newError)
    {
        operation = newOperation;
        error = newError;
        notice = null;
        return newError;
    }

    /** Notes a repair. */
    void repaired(boolean lostEvents, Repairs repairs)
    {
        notice = repairs.notice(lostEvents ? "lost track of what others do to the firewall; ordered every ban again"
            : "somebody deleted or changed table inet banjo; made again with every ban", " (see `nft monitor`)");
    }

    private static boolean isLack(int error)
    {
        return error == -Errno.EPROTONOSUPPORT || error == -Errno.EAFNOSUPPORT || error == -Errno.EOPNOTSUPP || error == -Errno.EINVAL
            || error == -Errno.ENOENT;
    }

    @Override
    public String toString()
    {
        if (notice != null || error == 0)
        {
            return notice == null ? "" : notice;
        }
        String text = "nftables: " + operation + ": ";
        if (error == -Errno.ENFILE || error == -Errno.ENOSPC)
        {
            return text + "the set is full (" + setSize + " addresses)";
        }
        text += Errno.message(error);
        if (error == -Errno.EPERM && !operation.startsWith("reading") && !operation.startsWith("netlink"))
        {
            // Reading was allowed.
            return text + "; another program owns the table (nft's `flags owner`): stop it, or delete the table";
        }
        if (error == -Errno.EPERM || error == -Errno.EACCES)
        {
            return text + "; banjo needs root or CAP_NET_ADMIN (or use --dry-run)";
        }
        if (!isLack(error))
        {
            return text;
        }
        if (!operation.startsWith("set-up") || failedAt - tableAt < 0)
        {
            return text + "; the kernel has no nf_tables (CONFIG_NF_TABLES)";
        }
        if (failedAt == tableAt)
        {
            return text + "; the kernel has no tables of family inet (CONFIG_NF_TABLES_INET)";
        }
        if (failedAt - setsTo <= 0)
        {
            return text + "; the kernel has no hash sets with timeouts (CONFIG_NFT_HASH, or NFT_SET_HASH)";
        }
        return text + (failedAt - chainTo <= 0 ? "; the kernel has no prerouting chains of family inet"
            : "; the kernel lacks an expression of the rules (nft_counter; for blocktype = \"reject\" nft_reject_inet, Linux 5.9)");
    }
}
