package banjo.cli;

import banjo.config.Durations;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import banjo.time.DateWriter;
import banjo.time.Zone;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The daemon's answers as tables for people. */
final class AnswerTables
{
    private static final String[] JAIL_KEYS = {"name", "filter", "tracked", "banned", "attempts", "bans"};

    private AnswerTables()
    {
    }

    /** The answer of {@code list}: an array of bans. */
    static void printBans(Output out, byte[] bytes, int from, int to, Zone zone)
    {
        Table table = new Table("llllr", "ADDRESS", "JAIL", "SINCE", "UNTIL", "FAILURES");
        int count = 0;
        JsonRecords records = new JsonRecords(bytes, from, to);
        while (records.next())
        {
            table.measure(ban(parse(bytes, records.from(), records.to()).asObject(), zone));
            count++;
        }
        if (count == 0)
        {
            out.put("no address is banned").line();
            return;
        }
        table.printHeader(out);
        records = new JsonRecords(bytes, from, to);
        while (records.next())
        {
            table.print(out, ban(parse(bytes, records.from(), records.to()).asObject(), zone));
        }
    }

    private static String[] ban(JsonObject ban, Zone zone)
    {
        return new String[] {text(ban, "ip"), text(ban, "jail"), date(ban.get("since"), zone), date(ban.get("until"), zone),
            text(ban, "failures")};
    }

    static String date(JsonValue value, Zone zone)
    {
        long seconds = number(value);
        if (seconds < 0)
        {
            return "forever";
        }
        TextBuffer text = new TextBuffer(24);
        DateWriter.append(text, seconds, zone);
        return text.toString();
    }

    /** The answer of {@code status}. */
    static void printStatus(Output out, JsonObject status)
    {
        Table.putPrintable(out, "banjo " + text(status, "version") + ", up " + Durations.toString(Math.max(0, number(status.get("uptime"))))
            + ", back end " + text(status, "backend") + ", " + size(number(status.get("memory"))) + " in use");
        out.line();
        long wait = number(status.get("repairWait"));
        if (wait > 0)
        {
            out.put("bans may not hold: somebody changes the firewall again and again; the next repair comes in " + Durations.toString(wait)).line();
        }
        out.line();
        printJails(out, array(status, "jails"));
        JsonArray sources = array(status, "sources");
        if (!sources.isEmpty())
        {
            out.line();
            printRows(out, sources, new Table("lrrs", "SOURCE", "LINES", "BYTES", "STATE"), "path", "lines", "bytes", "state");
        }
    }

    /** The answer of {@code jails}. */
    static void printJails(Output out, JsonArray jails)
    {
        if (jails.isEmpty())
        {
            out.put("no jail is enabled").line();
            return;
        }
        printRows(out, jails, new Table("llrbrr", "JAIL", "FILTER", "TRACKED", "BANNED", "ATTEMPTS", "BANS"), JAIL_KEYS);
    }

    private static void printRows(Output out, JsonArray objects, Table table, String... keys)
    {
        List<String[]> rows = new ArrayList<>();
        for (JsonValue object : objects)
        {
            rows.add(row(object.asObject(), keys));
        }
        table.printAll(out, rows);
    }

    private static String[] row(JsonObject object, String[] keys)
    {
        String[] row = new String[keys.length];
        for (int i = 0; i < keys.length; i++)
        {
            row[i] = text(object, keys[i]);
        }
        return row;
    }

    /** One key and its value per line, a list over several: {@code status JAIL} and {@code stats}. @param alignment of the values: l or r. */
    static void printPairs(Output out, JsonObject object, char alignment)
    {
        Table table = new Table("l" + alignment, "", "");
        for (int pass = 0; pass < 2; pass++)
        {
            for (JsonObject.Member member : object)
            {
                JsonArray values = array(object, member.getName());
                for (int i = 0; i < Math.max(1, values.size()); i++)
                {
                    String value = text(values.isEmpty() ? member.getValue() : values.get(i));
                    if (member.getName().equals("findtime") || member.getName().equals("bantime"))
                    {
                        value = Durations.toString(number(member.getValue()));
                    }
                    String name = i == 0 ? member.getName() : "";
                    if (pass == 0)
                    {
                        table.measure(name, value);
                    }
                    else
                    {
                        table.print(out, name, value);
                    }
                }
            }
        }
    }

    static JsonValue parse(byte[] bytes, int from, int to)
    {
        return Json.parse(Utf8.decode(bytes, from, to));
    }

    static JsonArray array(JsonObject object, String name)
    {
        JsonValue value = object.get(name);
        return value == null || !value.isArray() ? new JsonArray() : value.asArray();
    }

    static String text(JsonObject object, String name)
    {
        return text(object.get(name));
    }

    private static String text(JsonValue value)
    {
        if (value == null || value.isNull())
        {
            return "-";
        }
        if (value.isString())
        {
            return value.asString();
        }
        return value.isArray() ? "-" : value.toString();
    }

    static long number(JsonValue value)
    {
        return value == null || !value.isNumber() ? 0 : value.asLong();
    }

    /** Mebibytes with one decimal. */
    private static String size(long bytes)
    {
        long tenths = (Math.max(0, bytes) * 10 + (1 << 19)) >> 20;
        return tenths / 10 + "." + tenths % 10 + " MiB";
    }
}
