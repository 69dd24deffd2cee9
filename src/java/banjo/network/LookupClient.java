package banjo.network;

/** Who asks a {@link Resolver}. */
interface LookupClient
{
    /**
     * A look-up has ended.
     *
     * @param tag what it was begun with.
     * @param result {@link DnsMessage#ANSWERED}, then the answer holds the addresses, maybe none; {@link DnsMessage#NO_SUCH_NAME}; or
     *     {@link DnsMessage#UNUSABLE} when no server has answered.
     */
    void ended(int tag, int result, DnsMessage answer);
}
