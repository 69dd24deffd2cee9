package banjo.config;

import java.util.ArrayList;
import java.util.List;

/** Collects errors, so that one run shows them all; stops at {@link #LIMIT}, since more help nobody. */
final class Problems
{
    static final int LIMIT = 20;

    private final String fileName;
    private final List<Origin> origins = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private int dropped;

    Problems(String fileName)
    {
        this.fileName = fileName;
    }

    Origin at(int line, int column)
    {
        return new Origin(fileName, line, column);
    }

    void add(Origin origin, String message)
    {
        if (isFull())
        {
            dropped++;
            return;
        }
        int at = origins.size();
        while (at > 0 && isBefore(origin, origins.get(at - 1)))
        {
            at--;
        }
        origins.add(at, origin);
        messages.add(at, message);
    }

    private static boolean isBefore(Origin left, Origin right)
    {
        return left.line() != right.line() ? left.line() < right.line() : left.column() < right.column();
    }

    boolean isEmpty()
    {
        return origins.isEmpty();
    }

    boolean isFull()
    {
        return origins.size() >= LIMIT;
    }

    void throwIfAny() throws ConfigurationException
    {
        if (isEmpty())
        {
            return;
        }
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < origins.size(); i++)
        {
            errors.add(origins.get(i).error(messages.get(i)));
        }
        if (dropped > 0)
        {
            errors.add(fileName + ": error: " + dropped + " more, fix these first");
        }
        throw new ConfigurationException(errors);
    }
}
