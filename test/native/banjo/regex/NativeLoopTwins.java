package banjo.regex;

import banjo.sys.Platform;

/** {@link LoopTwins} in the native binary; prints one line, and the difference when there is one. */
public final class NativeLoopTwins
{
    private NativeLoopTwins()
    {
    }

    /** @param args the seed and the number of patterns; none to use a null reference, one to join it with other parts. */
    public static void main(String[] args) throws PatternException
    {
        if (args.length == 0)
        {
            Platform.sys();
            use(null, args);
        }
        if (args.length == 1)
        {
            System.out.println(joined(args[0], null, 'c', args.length, -5_000_000_000L, (byte)-1, args.length == 1));
            return;
        }
        LoopTwins twins = new LoopTwins(Long.parseLong(args[0]));
        String difference = twins.compare(Integer.parseInt(args[1]));
        if (difference != null)
        {
            System.out.println(difference);
        }
        boolean all = twins.actions == (1 << Tables.ACTIONS) - 1;
        System.out.println(difference == null && all ? "the twins agree" : "the twins differ, or an action was not reached");
    }

    private static void use(LoopTwins nothing, String[] args)
    {
        LoopTwins twins = args.length == 0 ? nothing : new LoopTwins(args.length);
        System.out.println("not reached: " + twins.actions);
    }

    /** Every kind of part, and more of them than one call of banjo.text.Concatenation takes. */
    private static String joined(String text, Object nothing, char character, int number, long large, byte small, boolean truth)
    {
        return text + '/' + nothing + character + number + " " + large + small + truth + text + number + character + nothing + text + "/";
    }
}
