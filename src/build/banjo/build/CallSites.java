package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shrinks TeaVM's table of call sites. TeaVM 0.16.0 numbers every place that may throw, stores the number in the frame before
 * the place is reached, and keeps two pointers for each in a table: 10,000 sites, 170 KB and as many stores, though only those
 * inside a try block (a hundred) have a handler. Here sites without a handler share number 0, which a frame has from its start,
 * and only functions with a try block go on storing numbers. What is lost is the number in the trace of an uncaught exception.
 * Sites whose handlers catch the same in the same order share them, and the number.
 */
final class CallSites
{
    private static final String HANDLER_PLACE = "exceptionHandlers_teavm_callSites + ";
    private static final Pattern TABLE = Pattern.compile("TeaVM_CallSite teavm_callSites\\[(\\d+)\\] = \\{\n(.*?)\n\\};", Pattern.DOTALL);
    private static final Pattern ENTRY =
        Pattern.compile("\\{ \\.firstHandler = (NULL|exceptionHandlers_teavm_callSites \\+ \\d+), \\.location = NULL \\}");
    private static final Pattern HANDLERS =
        Pattern.compile("TeaVM_ExceptionHandler exceptionHandlers_teavm_callSites\\[(\\d+)\\] = \\{\n(.*?)\n\\};", Pattern.DOTALL);
    private static final Pattern HANDLER = Pattern.compile(
        "\\{ (\\.id = \\d+, \\.exceptionClass = [^,]+), \\.next = (?:NULL|exceptionHandlers_teavm_callSites\\+(\\d+)) \\}");
    private static final Pattern FUNCTION = Pattern.compile("^\\w.*\\) \\{\n(?:[^}].*\n|\n)*\\}$", Pattern.MULTILINE);
    private static final Pattern SITE = Pattern.compile("TEAVM_WITH_CALL_SITE_ID\\((\\d+), ");
    private static final Pattern BARE_SITE = Pattern.compile("TEAVM_CALL_SITE\\(\\d+\\)");
    private static final String FRAME = "        teavm_shadowStack.header.size = (sz); \\\n        teavm_stackTop";
    private static final String FRAME_WITH_SITE =
        "        teavm_shadowStack.header.size = (sz); \\\n        teavm_shadowStack.header.callSiteId = 0; \\\n        teavm_stackTop";

    private CallSites()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void shrink(Path folder) throws IOException
    {
        Path tableFile = folder.resolve("callsites.c");
        String table = Files.readString(tableFile);
        table = shareHandlers(table);
        Matcher whole = TABLE.matcher(table);
        require(whole.find(), "the table of call sites in callsites.c");
        List<String> handlers = ENTRY.matcher(whole.group(2)).results().map(entry -> entry.group(1)).toList();
        require(handlers.size() == Integer.parseInt(whole.group(1)), "every entry of the table of call sites");

        Map<String, Integer> kept = new LinkedHashMap<>();
        kept.put("NULL", 0);
        List<Integer> numbers = new ArrayList<>();
        for (String handler : handlers)
        {
            kept.putIfAbsent(handler, kept.size());
            numbers.add(kept.get(handler));
        }
        StringBuilder shorter = new StringBuilder("TeaVM_CallSite teavm_callSites[" + kept.size() + "] = {\n");
        kept.keySet().forEach(handler -> shorter.append("    { .firstHandler = ").append(handler).append(", .location = NULL },\n"));
        Files.writeString(tableFile, table.substring(0, whole.start()) + shorter + "};" + table.substring(whole.end()));

        Path stack = folder.resolve("stack.h");
        String frames = Files.readString(stack);
        require(frames.contains(FRAME), "TEAVM_ALLOC_STACK in stack.h");
        Files.writeString(stack, frames.replace(FRAME, FRAME_WITH_SITE));

        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder))
        {
            sources = files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
        int sites = 0;
        for (Path source : sources)
        {
            String text = Files.readString(source);
            require(!BARE_SITE.matcher(text).find(), "call sites inside expressions only, in " + source);
            int before = (int)SITE.matcher(text).results().count();
            if (before > 0)
            {
                int[] seen = {0};
                String mended = FUNCTION.matcher(text).replaceAll(function -> Matcher.quoteReplacement(renumber(function.group(), numbers, seen)));
                require(seen[0] == before, "call sites inside functions only, in " + source);
                Files.writeString(source, mended);
                sites += before;
            }
        }
        require(sites > numbers.size() / 2, "most call sites in the sources");
    }

    /** Returns the file of the tables with every list of handlers once: the table of handlers shorter, its places in the other renamed. */
    private static String shareHandlers(String table) throws IOException
    {
        Matcher whole = HANDLERS.matcher(table);
        require(whole.find(), "the table of handlers in callsites.c");
        List<MatchResult> handlers = HANDLER.matcher(whole.group(2)).results().toList();
        require(handlers.size() == Integer.parseInt(whole.group(1)), "every entry of the table of handlers");
        Map<String, Integer> kept = new LinkedHashMap<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < handlers.size(); i++)
        {
            places.add(place(handlers, i, kept));
        }
        String shorter = "TeaVM_ExceptionHandler exceptionHandlers_teavm_callSites[" + kept.size() + "] = {\n"
            + String.join(",\n", kept.keySet()) + "\n};";
        String sites = ENTRY.matcher(table.substring(whole.end())).replaceAll(entry -> Matcher.quoteReplacement(entry.group(1).equals("NULL")
            ? entry.group() : "{ .firstHandler = " + HANDLER_PLACE + places.get(Integer.parseInt(entry.group(1).substring(HANDLER_PLACE.length())))
                + ", .location = NULL }"));
        return table.substring(0, whole.start()) + shorter + sites;
    }

    /** Where a handler and those after it are kept, which are added when they are new. */
    private static int place(List<MatchResult> handlers, int index, Map<String, Integer> kept)
    {
        MatchResult handler = handlers.get(index);
        String next = handler.group(2) == null ? "NULL" : HANDLER_PLACE + place(handlers, Integer.parseInt(handler.group(2)), kept);
        String entry = "    { " + handler.group(1) + ", .next = " + next + " }";
        kept.putIfAbsent(entry, kept.size());
        return kept.get(entry);
    }

    /** Returns the function with its sites renumbered, or without any when none of them has a handler. */
    private static String renumber(String function, List<Integer> numbers, int[] seen)
    {
        List<Integer> sites = SITE.matcher(function).results().map((MatchResult site) -> numbers.get(Integer.parseInt(site.group(1)))).toList();
        seen[0] += sites.size();
        boolean handled = sites.stream().anyMatch(number -> number != 0);
        return SITE.matcher(function).replaceAll(site ->
            handled ? "TEAVM_WITH_CALL_SITE_ID(" + numbers.get(Integer.parseInt(site.group(1))) + ", " : "(");
    }

    private static void require(boolean found, String what) throws IOException
    {
        if (!found)
        {
            throw new IOException("TeaVM did not write " + what + " as expected: look at banjo.build.CallSites");
        }
    }
}
