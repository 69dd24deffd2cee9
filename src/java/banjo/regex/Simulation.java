package banjo.regex;

/**
 * Runs a program's threads over a line, all at once (Pike's simulation): at most as many steps a byte as the program has
 * instructions, in lists that are there from the beginning.
 */
final class Simulation
{
    private final ThreadStep step;
    private int[] list;
    private int[] next;

    Simulation(ThreadStep step)
    {
        this.step = step;
        list = new int[step.capacity];
        next = new int[step.capacity];
    }

    /** The list to begin with, to be filled before {@link #run}. */
    int[] list()
    {
        return list;
    }

    /**
     * Goes on from a list.
     *
     * @param behind signature of the byte before {@code at}.
     * @param tags   receives the tags of the match.
     */
    boolean run(int length, long behind, byte[] text, int at, int to, int[] tags)
    {
        int edge = step.classes.count;
        byte[] classOf = step.classes.of;
        for (;; at++)
        {
            int byteClass = at < to ? classOf[text[at] & 0xFF] & 0xFF : edge;
            step.follow(list, 0, length, behind, byteClass, at);
            boolean matched = step.matched();
            int last = step.threads.count() - 1;
            if (matched && (last == 0 || byteClass == edge))
            {
                for (int tag = 0; tag < tags.length; tag++)
                {
                    tags[tag] = step.threads.value(last, tag);
                }
                return true;
            }
            if (last < 0 || byteClass == edge)
            {
                return false;
            }
            length = step.advance(byteClass, next);
            behind = step.signature(next, length, byteClass);
            int[] swap = list;
            list = next;
            next = swap;
        }
    }
}
