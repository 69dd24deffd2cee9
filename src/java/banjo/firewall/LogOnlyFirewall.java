package banjo.firewall;

/** Carries nothing out: for --dry-run and banaction "log-only". */
public class LogOnlyFirewall implements Firewall
{
    @Override
    public String name()
    {
        return "log-only";
    }

    @Override
    public boolean isReal()
    {
        return false;
    }

    @Override
    public int start(Found found)
    {
        return 0;
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
    }

    @Override
    public void unban(int set, long high, long low)
    {
    }

    @Override
    public void empty(int set)
    {
    }

    @Override
    public int flush()
    {
        return 0;
    }

    @Override
    public int stop(boolean keep)
    {
        return 0;
    }

    @Override
    public String problem()
    {
        return "";
    }

    @Override
    public long failedOrders()
    {
        return 0;
    }
}
