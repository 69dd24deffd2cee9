package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cuts the tables of virtual methods short. TeaVM 0.16.0 gives every class a slot for every method of any interface, most of them
 * empty: 17 in each of 450 classes, 60 KB. An empty slot is never called, so here a class's variable ends behind the last slot
 * that holds a method. Object itself stays whole, since the tables of arrays are copied from it at run time.
 */
final class ClassTables
{
    private static final String WHOLE = "jl_Object_Cls";
    /** A class and as many slots as its initialiser names. */
    private static final String TYPE = """
        } TeaVM_Class;

        typedef struct TeaVM_ClassTable {
            TeaVM_Class parent;
            void (*slots[])();
        } TeaVM_ClassTable;
        #define TEAVM_SLOT(table, method) [(offsetof(table, method) - sizeof(TeaVM_Class)) / sizeof(void (*)())]
        """;
    private static final Pattern DECLARATION = Pattern.compile("^extern \\w+_VT (?!" + WHOLE + ")(\\w+_Cls);", Pattern.MULTILINE);
    private static final Pattern DEFINITION =
        Pattern.compile("^alignas\\(8\\) (\\w+_VT) (?!" + WHOLE + ")(\\w+_Cls) = \\{\n(.*?)\n\\};", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("\\.(virt_\\w+) = (&\\w+),?");

    private ClassTables()
    {
    }

    /** @param folder where {@code all.c} is, after {@link GeneratedC}. */
    static void shorten(Path folder) throws IOException
    {
        Path core = folder.resolve("core.h");
        String text = Files.readString(core);
        require(text.split("\\} TeaVM_Class;\n", -1).length == 2, "TeaVM_Class once in core.h");
        Files.writeString(core, text.replace("#include <stdint.h>\n", "#include <stddef.h>\n#include <stdint.h>\n").replace("} TeaVM_Class;\n", TYPE));

        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder))
        {
            sources = files.filter(file -> file.toString().matches(".*\\.[ch]")).toList();
        }
        int declared = 0;
        int defined = 0;
        for (Path source : sources)
        {
            String before = Files.readString(source);
            declared += (int)DECLARATION.matcher(before).results().count();
            StringBuilder after = new StringBuilder();
            Matcher definition = DEFINITION.matcher(DECLARATION.matcher(before).replaceAll("extern TeaVM_ClassTable $1;"));
            while (definition.find())
            {
                definition.appendReplacement(after, Matcher.quoteReplacement(
                    table(definition.group(1), definition.group(2), definition.group(3).lines().map(String::strip).toList())));
                defined++;
            }
            definition.appendTail(after);
            if (!before.contentEquals(after))
            {
                Files.writeString(source, after);
            }
        }
        require(declared == defined && defined > 20, "as many declarations of classes as definitions");
    }

    /** The definition of a class, whose own initialiser lies within those of the tables that it inherits. */
    private static String table(String type, String name, List<String> lines) throws IOException
    {
        List<String> ofClass = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        int depth = 0;
        for (String line : lines)
        {
            Matcher method = METHOD.matcher(line);
            if (line.equals(".parent = {"))
            {
                depth++;
            }
            else if (line.matches("\\},?"))
            {
                depth--;
            }
            else if (method.matches())
            {
                slots.add("TEAVM_SLOT(" + type + ", " + "parent.".repeat(depth) + method.group(1) + ") = (void (*)()) " + method.group(2));
            }
            else
            {
                require(depth > 0 && !line.startsWith(".virt_"), "fields of TeaVM_Class only, in " + name);
                ofClass.add(line);
            }
        }
        require(depth == 0, "balanced braces in " + name);
        return "alignas(8) TeaVM_ClassTable " + name + " = {\n.parent = {\n" + String.join("\n", ofClass) + "\n},\n.slots = {\n"
            + String.join(",\n", slots) + "\n}\n};";
    }

    private static void require(boolean found, String what) throws IOException
    {
        if (!found)
        {
            throw new IOException("TeaVM did not write " + what + " as expected: look at banjo.build.ClassTables");
        }
    }
}
