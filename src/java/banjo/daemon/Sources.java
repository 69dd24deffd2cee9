package banjo.daemon;

import banjo.config.Text;
import banjo.source.FileSources;
import banjo.source.StreamSource;
import banjo.state.Place;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Which logs are read for which jails. Jails that read the same paths from the same place read them together, once, as long as they do:
 * a jail that is configured otherwise goes on at its place, and is put together with others that have come to the same.
 */
final class Sources
{
    private static final int STANDARD_INPUT = 0;

    private final Sys sys;
    private final FileSources files;
    private final boolean once;
    private int nextReaders;
    /** Null when no jail has read it. */
    StreamSource standardInput;

    /** @param once files are read from their beginning. */
    Sources(Sys sys, FileSources files, boolean once)
    {
        this.sys = sys;
        this.files = files;
        this.once = once;
    }

    /** Cuts lines there from now on. */
    void limitLines(int bytes)
    {
        files.limitLines(bytes);
        if (standardInput != null)
        {
            standardInput.limitLines(bytes);
        }
    }

    /**
     * Follows what the jails want, and nothing else.
     *
     * @param places where jails that are new go on.
     * @return the jails by the numbers of their sources.
     */
    JailRuntime[][] connect(List<JailRuntime> jails, List<Place> places)
    {
        List<List<JailRuntime>> bySource = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        files.begin();
        for (JailRuntime jail : jails)
        {
            join(jail, jails);
        }
        for (JailRuntime jail : jails)
        {
            if (jail.configuration.standardInput())
            {
                standardInput = standardInput == null ? new StreamSource(sys, STANDARD_INPUT, STANDARD_INPUT, files.maxLine()) : standardInput;
                put(bySource, STANDARD_INPUT, jail);
                jail.readers = -1;
                continue;
            }
            int former = jail.readers;
            String key = former + what(jail);
            if (!keys.contains(key))
            {
                int number = former < 0 || numbers.contains(former) ? nextReaders++ : former;
                files.remember(former < 0 ? places : number == former ? List.of() : files.places(former));
                keys.add(key);
                numbers.add(number);
            }
            jail.readers = numbers.get(keys.indexOf(key));
            for (Text path : jail.configuration.logPaths())
            {
                int source = files.keep(path.value(), jail.readers);
                if (source < 0)
                {
                    source = files.unusedSource(STANDARD_INPUT + 1);
                    files.add(path.value(), source, jail.readers, once || jail.configuration.readFromStart());
                }
                put(bySource, source, jail);
            }
        }
        files.sweep();
        JailRuntime[][] result = new JailRuntime[bySource.size()][];
        for (int i = 0; i < result.length; i++)
        {
            result[i] = bySource.get(i).toArray(new JailRuntime[0]);
        }
        return result;
    }

    /** Has a jail read together with one that reads the same: from now on when it is new, else where both have come equally far. */
    private void join(JailRuntime jail, List<JailRuntime> jails)
    {
        for (JailRuntime other : jails)
        {
            if (other.readers >= 0 && other.readers != jail.readers && what(jail).equals(what(other))
                && (jail.readers < 0 ? !jail.configuration.readFromStart() : hasRead(jail.readers, files.places(other.readers))))
            {
                jail.readers = other.readers;
            }
        }
    }

    /** @return whether readers stand at all these places. */
    private boolean hasRead(int readers, List<Place> places)
    {
        List<Place> own = files.places(readers);
        int same = 0;
        for (Place place : places)
        {
            for (Place each : own)
            {
                same += each.isLike(place) ? 1 : 0;
            }
        }
        return same >= places.size();
    }

    private static String what(JailRuntime jail)
    {
        StringBuilder key = new StringBuilder(jail.configuration.readFromStart() ? "start" : "end");
        for (Text path : jail.configuration.logPaths())
        {
            key.append('\n').append(path.value());
        }
        return key.toString();
    }

    private static void put(List<List<JailRuntime>> bySource, int source, JailRuntime jail)
    {
        while (bySource.size() <= source)
        {
            bySource.add(new ArrayList<>());
        }
        if (!bySource.get(source).contains(jail))
        {
            bySource.get(source).add(jail);
        }
    }
}
