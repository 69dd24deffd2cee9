package banjo.cli;

import banjo.config.Durations;
import banjo.sys.Sys;
import banjo.time.Zone;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code status IP}: what the jails know of an address, and the lines that counted. */
final class AddressTable
{
    private AddressTable()
    {
    }

    /** @param out null for nothing. @return whether anything is known of the address. */
    static boolean print(Output out, JsonObject answer, Sys sys)
    {
        JsonArray jails = AnswerTables.array(answer, "jails");
        JsonArray lines = AnswerTables.array(answer, "lines");
        boolean known = !jails.isEmpty() || !lines.isEmpty();
        if (out == null)
        {
            return known;
        }
        if (!known)
        {
            Table.putPrintable(out, "nothing is known of " + AnswerTables.text(answer, "ip"));
            out.line();
            return false;
        }
        Zone zone = LocalZone.find(sys);
        List<String[]> rows = new ArrayList<>();
        for (JsonValue jail : jails)
        {
            rows.add(jail(jail.asObject(), zone));
        }
        if (!rows.isEmpty())
        {
            new Table("llslrll", "JAIL", "ADDRESS", "STATE", "FAILURES", "BANS", "SINCE", "UNTIL").printAll(out, rows);
            out.put(lines.isEmpty() ? "" : "\n");
        }
        rows.clear();
        for (JsonValue line : lines)
        {
            rows.add(line(line.asObject(), zone));
        }
        if (!rows.isEmpty())
        {
            new Table("lll", "TIME", "JAIL", "LINE THAT COUNTED").printAll(out, rows);
        }
        return true;
    }

    private static String[] jail(JsonObject jail, Zone zone)
    {
        boolean banned = jail.getBoolean("banned", false);
        String ignored = jail.getString("ignored", null);
        String failures = AnswerTables.text(jail, "failures");
        if (!banned)
        {
            failures += " of " + AnswerTables.text(jail, "maxretry") + " within " + Durations.toString(AnswerTables.number(jail.get("findtime")));
        }
        return new String[] {AnswerTables.text(jail, "jail"), AnswerTables.text(jail, "ip"),
            banned ? "banned" : ignored == null ? "not banned" : "never banned (" + ignored + ")", ignored == null || banned ? failures : "-",
            jail.get("bans") == null ? "-" : AnswerTables.text(jail, "bans"), banned ? AnswerTables.date(jail.get("since"), zone) : "-", banned ? AnswerTables.date(jail.get("until"), zone) : "-"};
    }

    private static String[] line(JsonObject line, Zone zone)
    {
        return new String[] {AnswerTables.date(line.get("time"), zone), AnswerTables.text(line, "jail"),
            AnswerTables.text(line, "line") + (line.getBoolean("cut", false) ? "..." : "")};
    }
}
