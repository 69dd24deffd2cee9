package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks what runs seldom for clang to compile small, whatever {@code -O} says: {@code all.c} includes the classes of the line's
 * path first and the rest after a pragma that gives every function the attribute {@code minsize}. The order matters: a pragma
 * also marks functions that are only declared below it, and an included header declares other classes' functions.
 */
final class ColdCode
{
    /** The classes that a log line passes, by their files' names: the first letters of the packages, then the class. */
    private static final List<String> HOT = List.of(
        "c/b/r/DfaLoop", "c/b/r/Automaton", "c/b/f/Filter", "c/b/f/LogLine", "c/b/f/Prefilter", "c/b/f/LiteralScan", "c/b/t/DateReader", "c/b/t/DateFields",
        "c/b/t/DateRepeat", "c/b/t/DateFinder", "c/b/t/DateMatcher", "c/b/s/ByteScan", "c/b/s/IntMemory", "c/b/s/LineStream",
        "c/b/j/Jail", "c/b/j/AddressTable", "c/b/j/AttemptTimes", "c/b/j/EntryLists", "c/b/a/Address", "c/b/a/PrefixList",
        "c/b/d/LinePath", "c/b/f/HostKind");
    private static final String PUSH =
        "#ifdef __clang__\n#pragma clang attribute push(__attribute__((minsize)), apply_to = function)\n#endif";
    private static final String POP = "#ifdef __clang__\n#pragma clang attribute pop\n#endif";

    private ColdCode()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void mark(Path folder) throws IOException
    {
        Path all = folder.resolve("all.c");
        List<String> cold = new ArrayList<>(Files.readAllLines(all));
        List<String> hot = HOT.stream().map(name -> "#include \"" + name + ".c\"").toList();
        for (String include : hot)
        {
            if (!cold.remove(include))
            {
                throw new IOException("no " + include + " in all.c: mend the list of hot classes in banjo.build.ColdCode");
            }
        }
        List<String> lines = new ArrayList<>();
        while (cold.get(0).startsWith("#define "))
        {
            lines.add(cold.remove(0));
        }
        lines.addAll(hot);
        lines.add(PUSH);
        lines.addAll(cold);
        lines.add(POP);
        Files.write(all, lines);
    }
}
