package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shortens what is kept for each of 500 classes. TeaVM 0.16.0 gives every class a slot for every method of any interface, most of them
 * empty, 60 KB. Here methods that no class has both of share a slot, those of most classes come first, and a class's variable ends
 * behind its last method. Object's variable is long enough for all of its methods, since the tables of arrays are copied from it at run
 * time; its {@code clone} is protected, so that nobody asks others than arrays for it. Nobody asks for modifiers or the constants of
 * enums; their place also tells the collector of parts outside the heap, which only classes of programs for tests have.
 */
final class ClassTables
{
    private static final String OBJECT = "jl_Object";
    private static final String CLONE = "&meth_jl_Object_clone";
    private static final Pattern UNASKED = Pattern.compile("^ *\\.(modifiers = \\d+,|enumValues = (NULL|\\w+_enumConstants),?)\n", Pattern.MULTILINE);
    private static final Pattern COLLECTOR = Pattern.compile("TEAVM_FIELD\\(\\w+, TeaVM_Class, (modifiers|enumValues)\\)");
    private static final Pattern TYPE = Pattern.compile("^typedef struct (\\w+)_VT \\{\n(.*?)\n\\} \\1_VT;", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("^ *(\\S+ \\(\\*(virt_\\w+)\\)\\(.*\\);) // \\d+$", Pattern.MULTILINE);
    private static final Pattern DECLARATION = Pattern.compile("^extern \\w+_VT (?!" + OBJECT + "_Cls)(\\w+_Cls);", Pattern.MULTILINE);
    private static final Pattern DEFINITION = Pattern.compile("^alignas\\(8\\) \\w+_VT (\\w+)_Cls = \\{\n(.*?)\n\\};", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ENTRY = Pattern.compile("\\.(virt_\\w+) = (&\\w+),?");

    private final Map<Path, String> sources = new TreeMap<>();
    /** How each method is declared, by its name. */
    private final Map<String, String> declarations = new TreeMap<>();
    private final Map<String, Integer> slots = new TreeMap<>();

    private ClassTables()
    {
    }

    /** @param folder where {@code all.c} is, after {@link GeneratedC}. */
    static void shorten(Path folder) throws IOException
    {
        ClassTables tables = new ClassTables();
        try (Stream<Path> files = Files.walk(folder))
        {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.[ch]")).toList())
            {
                tables.sources.put(file, Files.readString(file));
            }
        }
        tables.giveSlots();
        tables.writeTypes();
        tables.writeTables();
        Path core = folder.resolve("core.h");
        int last = tables.slots.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        tables.replace(core, "} TeaVM_Class;\n", "} TeaVM_Class;\ntypedef struct TeaVM_ClassTable { TeaVM_Class parent; void (*slots[])(); } TeaVM_ClassTable;\n"
            + tables.type("TeaVM_Methods", last) + "\n");
        if (tables.sources.values().stream().noneMatch(text -> text.contains(".enumValues = (void*) offsetof(")))
        {
            tables.dropUnasked(core, folder.resolve("arrayclass.c"));
        }
        for (Map.Entry<Path, String> source : tables.sources.entrySet())
        {
            Files.writeString(source.getKey(), source.getValue());
        }
    }

    /** Gives each method the first slot that none of those it meets in a class has, beginning with what most classes have. */
    private void giveSlots() throws IOException
    {
        List<Set<String>> classes = new ArrayList<>();
        for (String text : sources.values())
        {
            for (Matcher type = TYPE.matcher(text); type.find();)
            {
                Set<String> names = new HashSet<>();
                for (Matcher method = METHOD.matcher(type.group(2)); method.find();)
                {
                    String other = declarations.putIfAbsent(method.group(2), method.group(1));
                    require(other == null || other.equals(method.group(1)), "one type of " + method.group(2));
                    names.add(method.group(2));
                }
                if (type.group(1).equals(OBJECT))
                {
                    classes.add(names);
                }
            }
            for (Matcher definition = DEFINITION.matcher(text); definition.find();)
            {
                Set<String> names = new HashSet<>();
                for (Matcher entry = ENTRY.matcher(definition.group(2)); entry.find();)
                {
                    if (isAsked(definition.group(1), entry.group(2)))
                    {
                        names.add(entry.group(1));
                    }
                }
                classes.add(names);
            }
        }
        List<String> names = new ArrayList<>(declarations.keySet());
        names.sort(Comparator.comparing((String name) -> classes.stream().filter(each -> each.contains(name)).count()).reversed());
        for (String name : names)
        {
            BitSet taken = new BitSet();
            classes.stream().filter(each -> each.contains(name)).flatMap(Set::stream).filter(slots::containsKey).forEach(other -> taken.set(slots.get(other)));
            slots.put(name, taken.nextClearBit(0));
        }
    }

    private static boolean isAsked(String name, String method)
    {
        return !method.equals(CLONE) || name.equals(OBJECT) || name.startsWith("Arr_");
    }

    /** One type serves all classes: each slot by the names and types of all methods that have it. */
    private void writeTypes() throws IOException
    {
        int types = 0;
        for (Map.Entry<Path, String> source : sources.entrySet())
        {
            Matcher type = TYPE.matcher(source.getValue());
            StringBuilder changed = new StringBuilder();
            while (type.find())
            {
                boolean object = type.group(1).equals(OBJECT);
                int last = METHOD.matcher(type.group(2)).results().mapToInt(method -> slots.get(method.group(2))).max().orElse(0);
                type.appendReplacement(changed, object ? type("jl_Object_VT", last) : "typedef TeaVM_Methods $1_VT;");
                types++;
            }
            source.setValue(type.appendTail(changed).toString());
        }
        require(types > 20, "types of tables");
    }

    private String type(String name, int last)
    {
        StringBuilder type = new StringBuilder("typedef struct " + name + " {\n    TeaVM_Class parent;\n");
        for (int i = 0; i <= last; i++)
        {
            type.append("    union {");
            for (Map.Entry<String, Integer> slot : slots.entrySet())
            {
                type.append(slot.getValue() == i ? " " + declarations.get(slot.getKey()) : "");
            }
            type.append(" };\n");
        }
        return type.append("} ").append(name).append(';').toString();
    }

    private void writeTables() throws IOException
    {
        int declared = 0;
        int defined = 0;
        for (Map.Entry<Path, String> source : sources.entrySet())
        {
            declared += (int)DECLARATION.matcher(source.getValue()).results().count();
            Matcher definition = DEFINITION.matcher(DECLARATION.matcher(source.getValue()).replaceAll("extern TeaVM_ClassTable $1;"));
            StringBuilder changed = new StringBuilder();
            while (definition.find())
            {
                boolean object = definition.group(1).equals(OBJECT);
                definition.appendReplacement(changed, object ? "$0" : table(definition.group(1), definition.group(2).lines().map(String::strip).toList()));
                defined += object ? 0 : 1;
            }
            source.setValue(definition.appendTail(changed).toString());
        }
        require(declared == defined && defined > 20, "as many declarations of classes as definitions");
    }

    /** The definition of a class, whose own initialiser lies within those of the tables that it inherits. */
    private String table(String name, List<String> lines) throws IOException
    {
        List<String> ofClass = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        int depth = 0;
        for (String line : lines)
        {
            Matcher entry = ENTRY.matcher(line);
            if (line.equals(".parent = {"))
            {
                depth++;
            }
            else if (line.matches("\\},?"))
            {
                depth--;
            }
            else if (!entry.matches())
            {
                require(depth > 0 && !line.startsWith(".virt_"), "fields of TeaVM_Class only, in " + name);
                ofClass.add(line);
            }
            else if (isAsked(name, entry.group(2)))
            {
                methods.add("[" + slots.get(entry.group(1)) + "] = (void (*)()) " + entry.group(2));
            }
        }
        require(depth == 0, "balanced braces in " + name);
        return "alignas(8) TeaVM_ClassTable " + name + "_Cls = {\n.parent = {\n" + String.join("\n", ofClass) + "\n},\n.slots = {\n"
            + String.join(",\n", methods) + "\n}\n};";
    }

    private void dropUnasked(Path core, Path arrays) throws IOException
    {
        sources.replaceAll((file, text) -> COLLECTOR.matcher(UNASKED.matcher(text).replaceAll("")).replaceAll("0"));
        replace(core, "    void* enumValues;\n    void* layout;\n    int32_t tagEnd;\n", "    void* layout;\n");
        replace(core, "    int32_t modifiers;\n", "    int32_t tagEnd;\n");
        replace(arrays, "    classPtr->modifiers = 0;\n", "");
        String text = sources.get(core);
        int enums = text.indexOf("inline static int32_t teavm_enumConstantCount(");
        int after = text.indexOf("#ifdef TEAVM_CLASS_INIT_NEW_INSTANCE_USED", enums);
        require(enums > 0 && after > 0, "the constants of enums in core.h");
        sources.put(core, text.substring(0, enums) + text.substring(after));
    }

    private void replace(Path file, String old, String replacement) throws IOException
    {
        String text = sources.get(file);
        require(text.split(Pattern.quote(old), -1).length == 2, "once in " + file.getFileName() + ": " + old);
        sources.put(file, text.replace(old, replacement));
    }

    private static void require(boolean found, String what) throws IOException
    {
        if (!found)
        {
            throw new IOException("TeaVM did not write " + what + " as expected: look at banjo.build.ClassTables");
        }
    }
}
