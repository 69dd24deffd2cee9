package banjo.daemon;

import banjo.firewall.LogOnlyFirewall;

/** Takes every order and does nothing: what a test's own firewall begins with. */
class IdleFirewall extends LogOnlyFirewall
{
    @Override
    public String name()
    {
        return "kernel";
    }

    @Override
    public boolean isReal()
    {
        return true;
    }
}
