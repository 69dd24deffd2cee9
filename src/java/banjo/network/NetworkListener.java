package banjo.network;

import banjo.text.TextBuffer;

/** Whom {@link HostNames} tells of what it finds out. */
public interface NetworkListener
{
    /** Something people should know, one line. */
    void tell(boolean warning, TextBuffer line);

    /** A host that a log line named has this address. @param jail and seconds as given to {@link HostNames#failure}. */
    void failed(int jail, long high, long low, long seconds);
}
