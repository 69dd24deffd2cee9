package banjo.network;

/** One question under way: a socket of its own, from which one server is asked at a time. */
final class Lookup
{
    final byte[] query = new byte[DnsMessage.QUERY_BYTES];
    final byte[] name = new byte[DnsMessage.QUERY_BYTES];
    int queryLength;
    int nameLength;
    int type;
    /** -1 while it has none. */
    int descriptor = -1;
    int tries;
    /** Datagrams of this try that were no answer to it. */
    int strange;
    boolean extended;
    long deadlineMillis;
    /** Null when it is free. */
    LookupClient client;
    int tag;
}
