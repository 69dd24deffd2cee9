package banjo.cli;

import banjo.filter.Library;
import banjo.sys.Platform;
import banjo.text.Json;
import banjo.text.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/** {@code banjo filters}: the built-in filters. */
final class FiltersCommand
{
    private FiltersCommand()
    {
    }

    static int run(Arguments arguments, Output out) throws UsageException
    {
        arguments.expect(0, 0, "");
        Library library = new Library(Platform.builtinFilters());
        if (!arguments.has("--json"))
        {
            printTable(library, out);
            return ExitCode.DONE;
        }
        TextBuffer json = new TextBuffer(8192);
        json.put('[');
        for (String name : library.names())
        {
            json.put(json.length() == 1 ? "" : ",").put("{\"name\":");
            Json.appendString(json, name);
            json.put(",\"description\":");
            Json.appendString(json, library.description(name));
            json.put(",\"modes\":[");
            boolean first = true;
            for (String mode : library.modes(name))
            {
                json.put(first ? "" : ",");
                first = false;
                Json.appendString(json, mode);
            }
            json.put("]}");
        }
        out.put(json.put("]\n"));
        return ExitCode.DONE;
    }

    private static void printTable(Library library, Output out)
    {
        List<String[]> rows = new ArrayList<>();
        for (String name : library.names())
        {
            rows.add(new String[] {name, library.description(name)});
        }
        new Table("ll", "FILTER", "COUNTS").printAll(out, rows);
    }
}
