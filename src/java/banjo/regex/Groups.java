package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * The groups of one pattern: numbers, names, which are referred to. A pattern that refers to groups is read twice: what
 * the first reading finds, the second one knows when it meets the group.
 */
final class Groups
{
    private static final int MAXIMUM_FLAGS = Program.FIRST_ROUND_FLAG;
    private static final int MAXIMUM_TAGS = 63;
    private static final int OPEN = 1;
    private static final int CLOSED = 2;

    private final List<String> captureNames;
    /** By number, from 1; null for a group without a name. */
    private final List<String> names = new ArrayList<>();
    private final List<Node> bodies = new ArrayList<>();
    private final IntList state = new IntList();
    /** Numbers of the groups whose taking part is asked for; the place in the list is the flag. */
    private final IntList conditioned = new IntList();
    /** Numbers of the groups whose text is asked for. */
    private final IntList repeated = new IntList();
    private final IntList places = new IntList();
    private boolean again;
    private int tags;
    private final IntList checks = new IntList();

    Groups(List<String> captureNames)
    {
        this.captureNames = captureNames;
        clear();
    }

    private void clear()
    {
        names.clear();
        bodies.clear();
        state.clear();
        names.add(null);
        bodies.add(null);
        state.add(OPEN);
        tags = 2 * captureNames.size() + 2 * repeated.size();
        checks.clear();
        places.clear();
    }

    /** @return true when a second reading is needed, for which this is ready then. */
    boolean beginAgain()
    {
        again = conditioned.size() > 0;
        if (again)
        {
            clear();
        }
        return again;
    }

    /** @return tags in use: two for each capture, and those that backreferences need. */
    int tagCount()
    {
        return tags;
    }

    /** @return for each backreference the tag at the start of its group, at its own start, and 1 when case is ignored. */
    int[] checks()
    {
        return checks.toArray();
    }

    /** @return the number of a group that opens. */
    int open(Parser parser, int start, String name) throws PatternException
    {
        names.add(name);
        bodies.add(null);
        state.add(OPEN);
        if (names.size() > 1000)
        {
            throw parser.refuse(start, "more than 1000 groups");
        }
        return names.size() - 1;
    }

    /** @return the group with what must be remembered of it. */
    Node close(int number, Node body)
    {
        state.set(number, CLOSED);
        int index = names.get(number) == null ? -1 : captureNames.indexOf(names.get(number));
        int flag = again ? indexOf(conditioned, number) : -1;
        int repeat = again ? indexOf(repeated, number) : -1;
        List<Node> items = new ArrayList<>();
        if (index >= 0)
        {
            items.add(Node.ofTag(2 * index));
        }
        if (repeat >= 0)
        {
            bodies.set(number, body);
            items.add(Node.ofTag(2 * captureNames.size() + 2 * repeat));
        }
        items.add(body);
        if (repeat >= 0)
        {
            items.add(Node.ofTag(2 * captureNames.size() + 2 * repeat + 1));
        }
        if (index >= 0)
        {
            items.add(Node.ofTag(2 * index + 1));
        }
        if (flag >= 0)
        {
            items.add(Node.ofFlag(flag));
        }
        return items.size() == 1 ? body : Node.concatenation(items);
    }

    /** @return flags of the groups that a name or number stands for, none of them when it is not known. */
    private IntList find(String reference)
    {
        IntList found = new IntList();
        char first = reference.charAt(0);
        if (first >= '0' && first <= '9')
        {
            found.add(Integer.parseInt(reference));
            return found;
        }
        for (int i = 1; i < names.size(); i++)
        {
            if (reference.equals(names.get(i)))
            {
                found.add(i);
            }
        }
        return found;
    }

    /** @return a bit for the flag of each group that a condition asks for. */
    int condition(Parser parser, int start, String reference) throws PatternException
    {
        IntList found = find(reference);
        int flags = 0;
        if (found.size() == 0 || found.get(0) == 0)
        {
            throw parser.refuse(start, "conditional on an unknown group " + reference);
        }
        for (int i = 0; i < found.size(); i++)
        {
            flags |= 1 << (flagOf(parser, start, found.get(i)) & 31);
        }
        return flags;
    }

    private int flagOf(Parser parser, int start, int number) throws PatternException
    {
        int flag = indexOf(conditioned, number);
        if (flag < 0)
        {
            if (conditioned.size() == MAXIMUM_FLAGS)
            {
                throw parser.refuse(start, "more than " + MAXIMUM_FLAGS + " groups are referred to");
            }
            flag = conditioned.size();
            conditioned.add(number);
        }
        places.add(number);
        places.add(start);
        return flag;
    }

    /** @return what a backreference may stand for; that it is the group's text is checked after the match. */
    Node reference(Parser parser, int start, String reference) throws PatternException
    {
        IntList found = find(reference);
        if (found.size() != 1 || found.get(0) == 0 || found.get(0) >= names.size())
        {
            throw parser.refuse(start, "backreference to " + (found.size() > 1 ? "a name of several groups: " : "an unknown group: ")
                + reference);
        }
        int number = found.get(0);
        if (state.get(number) == OPEN)
        {
            throw parser.refuse(start, "backreference to an open group");
        }
        int flag = flagOf(parser, start, number);
        int repeat = indexOf(repeated, number);
        if (repeat < 0)
        {
            repeated.add(number);
        }
        if (!again)
        {
            return new Node(Node.EMPTY);
        }
        if (tags + 2 > MAXIMUM_TAGS)
        {
            throw parser.refuse(start, "too many captures and backreferences");
        }
        checks.add(2 * captureNames.size() + 2 * repeat);
        checks.add(tags);
        checks.add(parser.ignoreCase ? 1 : 0);
        List<Node> items = new ArrayList<>();
        items.add(Node.ofTag(tags));
        items.add(bodies.get(number).withoutMemory(parser.ignoreCase));
        items.add(Node.ofTag(tags + 1));
        tags += 2;
        return Node.condition(1 << (flag & 31), Node.concatenation(items), Node.never());
    }

    /** Refuses references to groups that do not exist. */
    void check(Parser parser) throws PatternException
    {
        for (int i = 0; i < places.size(); i += 2)
        {
            if (places.get(i) >= names.size())
            {
                throw parser.refuse(places.get(i + 1), "reference to an unknown group " + places.get(i));
            }
        }
    }

    private static int indexOf(IntList list, int value)
    {
        for (int i = 0; i < list.size(); i++)
        {
            if (list.get(i) == value)
            {
                return i;
            }
        }
        return -1;
    }
}
