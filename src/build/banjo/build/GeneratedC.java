package banjo.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Mends known faults in the C that TeaVM 0.16.0 writes. Each cure counts what it changed and fails when the count is not
 * what this version of TeaVM gives, so that an upgrade cannot lose a cure unnoticed.
 * <ol>
 * <li>Object headers hold {@code class pointer >> 3}, and TeaVM aligns the classes that it knows to 8, but not those of arrays
 *     that are made at run time on 32-bit CPUs: their pool is. (The type itself must stay as it is: a class whose methods follow
 *     those of an inherited structure, and one that lists them all, must have the same ones at the same places.)
 * <li>The data of long[] and double[] is aligned to 8 by address, but on 32-bit CPUs objects are aligned to 4, so an array
 *     that the collector moves has its data shifted: sizes of objects and arrays are rounded up to 8, which keeps every
 *     object at a multiple of 8.
 * </ol>
 * It also has the program begin with what cannot wait for TeaVM's own start. (The third fault, a heap that grows, is avoided by one fixed size: see {@link TranslateToC}.)
 */
final class GeneratedC
{
    private static final Pattern CLASS_POOL = Pattern.compile("static TEAVM_OBJECT_CLASS (teavm_dynamicClassPool\\[)");
    private static final String ALIGNED_POOL = "static struct { _Alignas(8) TEAVM_OBJECT_CLASS entry; } $1";
    private static final Pattern CLASS_POOL_USE = Pattern.compile("(&teavm_dynamicClassPool\\[[^]]+\\])");
    private static final Pattern CLASS_VARIABLE = Pattern.compile("^(?!alignas\\(8\\) |extern )\\w.*_Cls = \\{$", Pattern.MULTILINE);
    private static final Pattern CLASS_SIZE =
        Pattern.compile("(\\.size = \\(int32_t\\) \\(intptr_t\\) TEAVM_ALIGN\\(sizeof\\(\\w+\\), )sizeof\\(void\\*\\)\\)");
    private static final Pattern ARRAY_SIZE =
        Pattern.compile("((?:return |teavm_local_\\d+ = )\\(\\(int32_t\\) \\(intptr_t\\) TEAVM_ALIGN\\(.*sizeof\\(TeaVM_Array\\).*, )sizeof\\(void\\*\\)\\)\\);");

    private static final Pattern HEAP_IS_FULL = Pattern.compile(
        "(void teavm_outOfMemory\\(\\) \\{\\s+teavm_gc_print\\(L)\"[^\"]*\"(\\);\\s+teavm_gc_writeHeapDump\\(\\);\\s+)abort\\(\\);");
    private static final String ENDS_WITH_1 = "$1\"banjo: error: out of memory; fewer jails, filters or files\\\\n\"$2exit(1);";

    private static final Pattern MAIN = Pattern.compile("int main\\(int argc, char\\*\\* argv\\) \\{");
    private static final String BEGINS = "#include \"banjo_sys.h\"\n$0\n    banjo_hold_hangup(argc, argv);";

    private GeneratedC()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void mend(Path folder) throws IOException
    {
        Path arrayClasses = folder.resolve("arrayclass.c");
        expect("the pool of array classes in arrayclass.c", 1, replaceIn(arrayClasses, CLASS_POOL, ALIGNED_POOL));
        expect("uses of the pool of array classes in arrayclass.c", 2, replaceIn(arrayClasses, CLASS_POOL_USE, "$1.entry"));

        expect("the end for lack of memory in heaptrace.c", 1, replaceIn(folder.resolve("heaptrace.c"), HEAP_IS_FULL, ENDS_WITH_1));

        expect("the beginning in main.c", 1, replaceIn(folder.resolve("main.c"), MAIN, BEGINS));

        int classes = 0;
        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder.resolve("c")))
        {
            sources = files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
        for (Path source : sources)
        {
            classes += replaceIn(source, CLASS_SIZE, "$18)");
        }
        if (classes < 20)
        {
            throw new IOException("TeaVM's class sizes are not written as expected: only " + classes + " found");
        }
        expect("array size in Allocator.c", 1, replaceIn(folder.resolve("c/o/t/r/Allocator.c"), ARRAY_SIZE, "$18));"));
        expect("array size in GC.c", 1, replaceIn(folder.resolve("c/o/t/r/GC.c"), ARRAY_SIZE, "$18));"));
        for (Path source : sources)
        {
            if (CLASS_VARIABLE.matcher(read(source)).find())
            {
                throw new IOException(source + " holds a class that is not aligned to 8");
            }
            if (CLASS_SIZE.matcher(read(source)).find() || ARRAY_SIZE.matcher(read(source)).find())
            {
                throw new IOException(source + " still rounds a size to a pointer's size");
            }
        }
    }

    private static void expect(String what, int wanted, int found) throws IOException
    {
        if (found != wanted)
        {
            throw new IOException("TeaVM wrote " + what + " " + found + " times instead of " + wanted
                + ": look at banjo.build.GeneratedC before upgrading TeaVM");
        }
    }

    private static int replaceIn(Path file, Pattern pattern, String replacement) throws IOException
    {
        String text = read(file);
        int count = (int)pattern.matcher(text).results().count();
        if (count > 0)
        {
            Files.writeString(file, pattern.matcher(text).replaceAll(replacement), StandardCharsets.UTF_8);
        }
        return count;
    }

    private static String read(Path file) throws IOException
    {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
