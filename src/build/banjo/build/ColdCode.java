package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parts what a log line passes from what runs seldom: {@code hot.c} is compiled to be fast, {@code cold.c} to be small.
 * {@code all.c} is both in one, for those who compile one file. A pragma gives the rest clang's attribute {@code minsize}, which
 * does more than its {@code -Os}, and {@code TEAVM_COLD} tells the headers. The order matters: a pragma also marks functions that
 * are only declared below it, and an included header declares other classes' functions.
 */
final class ColdCode
{
    /** The classes that a log line passes, by their files' names: the first letters of the packages, then the class. */
    private static final List<String> HOT = List.of(
        "c/b/r/DfaLoop", "c/b/r/StateCache", "c/b/r/Automaton", "c/b/f/Filter", "c/b/f/LogLine", "c/b/f/Prefilter", "c/b/f/LiteralScan", "c/b/t/DateReader", "c/b/t/DateFields",
        "c/b/t/DateRepeat", "c/b/t/DateFinder", "c/b/t/DateMatcher", "c/b/s/ByteScan", "c/b/s/IntMemory", "c/b/s/LineStream",
        "c/b/j/Jail", "c/b/j/JailEntries", "c/b/j/AddressTable", "c/b/j/AttemptTimes", "c/b/j/EntryLists", "c/b/j/ExpiryWheel", "c/b/a/Address", "c/b/a/PrefixList",
        "c/b/d/LinePath", "c/b/d/Bans", "c/b/d/BanOrders", "c/b/d/JailList", "c/b/d/JailRuntime", "c/b/d/CountedLines", "c/b/d/Clocks", "c/b/d/EarlierBans",
        "c/b/f/FirewallGroup", "c/b/e/EventLog", "c/j/l/System", "c/b/f/HostKind", "c/b/f/RecentAddresses");
    /** What loads a filter: half of the time that a start takes. */
    private static final List<String> START = List.of(
        "c/b/c/BitCoder", "c/b/c/RangeDecoder", "c/b/r/RowCodec", "c/b/r/StoredRows", "c/b/r/TablesBuilder", "c/b/r/IntList");
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
        List<String> hot = Stream.concat(HOT.stream(), START.stream()).map(name -> "#include \"" + name + ".c\"").toList();
        for (String include : hot)
        {
            if (!cold.remove(include))
            {
                throw new IOException("no " + include + " in all.c: mend the list of hot classes in banjo.build.ColdCode");
            }
        }
        List<String> defines = new ArrayList<>();
        while (cold.get(0).startsWith("#define "))
        {
            defines.add(cold.remove(0));
        }
        write(folder.resolve("hot.c"), defines, hot);
        cold.add(0, PUSH);
        cold.add(POP);
        defines.add("#define TEAVM_COLD 1");
        write(folder.resolve("cold.c"), defines, cold);
        Files.write(all, List.of("#include \"hot.c\"", "#include \"cold.c\""));
    }

    private static void write(Path file, List<String> defines, List<String> includes) throws IOException
    {
        List<String> lines = new ArrayList<>();
        for (String define : defines)
        {
            lines.addAll(List.of("#ifndef " + define.split(" ")[1], define, "#endif"));
        }
        lines.addAll(includes);
        Files.write(file, lines);
    }
}
