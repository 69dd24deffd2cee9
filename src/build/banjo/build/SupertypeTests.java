package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets classes share one test of what belongs to them. TeaVM 0.16.0 numbers the classes so that those below a class follow it, and
 * writes for each a function that knows both ends of its range: 450 of them. Here the end lies in the class, in the place of a
 * pointer that nothing uses, and one function compares. Interfaces with more than one range and primitive types keep their own.
 */
final class SupertypeTests
{
    private static final Pattern TEST = Pattern.compile("^int32_t supertypeof_(\\w+)\\(TeaVM_Class\\* supercls, TeaVM_Class\\* cls\\) \\{\n"
        + " +int32_t tag = cls->tag;\n +if \\(tag < (\\d+) \\|\\| tag >= (\\d+)\\) return INT32_C\\(0\\);\n +return INT32_C\\(1\\);\n\\}\n", Pattern.MULTILINE);
    private static final Pattern DECLARATION =
        Pattern.compile("^extern int32_t supertypeof_(\\w+)\\(TeaVM_Class\\*, TeaVM_Class\\*\\);$", Pattern.MULTILINE);
    private static final String UNUSED = "    struct TeaVM_Services* services;\n";
    private static final String SHARED = """
        } TeaVM_Class;

        static inline int32_t teavm_isInRange(TeaVM_Class* supercls, TeaVM_Class* cls) {
            return cls->tag >= supercls->tag && cls->tag < supercls->tagEnd;
        }
        """;

    private SupertypeTests()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void share(Path folder) throws IOException
    {
        Path core = folder.resolve("core.h");
        String text = Files.readString(core);
        require(text.split(Pattern.quote(UNUSED), -1).length == 2, "the field services once in core.h");
        require(text.split("\\} TeaVM_Class;\n", -1).length == 2, "TeaVM_Class once in core.h");
        Files.writeString(core, text.replace(UNUSED, "    int32_t tagEnd;\n").replace("} TeaVM_Class;\n", SHARED));

        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder))
        {
            sources = files.filter(file -> file.toString().matches(".*\\.[ch]")).toList();
        }
        Set<String> shared = new HashSet<>();
        for (Path source : sources)
        {
            String before = Files.readString(source);
            require(!before.contains("->services") && !before.contains(".services"), "a program without services, in " + source);
            String after = before;
            Matcher test = TEST.matcher(before);
            while (test.find())
            {
                Pattern tag = Pattern.compile("( " + test.group(1) + "_Cls = \\{[^;]*?\\.tag = )(\\d+),");
                Matcher own = tag.matcher(after);
                if (own.find() && own.group(2).equals(test.group(2)))
                {
                    after = own.replaceFirst("$1$2, .tagEnd = " + test.group(3) + ",").replace(test.group(), "");
                    shared.add(test.group(1));
                }
            }
            if (!after.equals(before))
            {
                Files.writeString(source, after);
            }
        }
        require(shared.size() > 20, "tests of ranges");
        for (Path source : sources)
        {
            String before = Files.readString(source);
            String after = DECLARATION.matcher(before).replaceAll(declaration ->
                shared.contains(declaration.group(1)) ? "#define supertypeof_$1 teavm_isInRange" : "$0");
            if (!after.equals(before))
            {
                Files.writeString(source, after);
            }
        }
    }

    private static void require(boolean found, String what) throws IOException
    {
        if (!found)
        {
            throw new IOException("TeaVM did not write " + what + " as expected: look at banjo.build.SupertypeTests");
        }
    }
}
