package banjo.cli;

/** The version of banjo, the same as in the Makefile. */
public final class Version
{
    public static final String NUMBER = "0.1.0";

    private Version()
    {
    }
}
