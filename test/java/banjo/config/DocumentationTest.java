package banjo.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.build.ManualPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** docs/configuration.md says what the schema does, key by key. */
public class DocumentationTest
{
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\| ([^|]*) \\| ([^|]*) \\|", Pattern.MULTILINE);

    private final String text;

    public DocumentationTest() throws IOException
    {
        text = Files.readString(Path.of("docs/configuration.md"));
    }

    private String chapter(String title)
    {
        int from = text.indexOf("\n## " + title);
        assertTrue(title, from >= 0);
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }

    /** The rows of a chapter's tables: each key with what it takes and its default. */
    private List<String[]> rows(String title)
    {
        List<String[]> rows = new ArrayList<>();
        Matcher matcher = ROW.matcher(chapter(title));
        while (matcher.find())
        {
            for (String name : matcher.group(1).split(", "))
            {
                rows.add(new String[] {name.replace("`", ""), matcher.group(2), matcher.group(3)});
            }
        }
        return rows;
    }

    private void check(String title, Section section, Section besides)
    {
        List<String> documented = new ArrayList<>();
        for (String[] row : rows(title))
        {
            Key key = section.find(row[0]);
            assertTrue(title + " documents " + row[0] + ", which cannot be written", key != null && key.type != Key.Type.UNSUPPORTED);
            documented.add(row[0]);
            String shown = row[2].replaceAll("[`\"]", "").trim();
            if (key.fallback != null)
            {
                // A default that cannot be written means that the key is off.
                boolean off = key.type == Key.Type.INTEGER && Long.parseLong(key.fallback) < key.minimum;
                assertEquals(title + " " + row[0], off ? "off" : key.fallback.replace("\"", ""), shown);
            }
            for (String choice : key.choices == null ? List.<String>of() : key.choices)
            {
                assertTrue(title + " " + row[0] + " " + choice, 
                    row[1].contains(choice.equals("/path") ? "an absolute path" : "`\"" + choice + "\"`"));
            }
        }
        for (Key key : section.keys)
        {
            boolean elsewhere = besides != null && besides.find(key.name) != null;
            if (key.type == Key.Type.UNSUPPORTED)
            {
                assertTrue("unsupported " + key.name, chapter("Not in this version").contains("`" + key.name + "`"));
            }
            else if (!elsewhere)
            {
                assertTrue(title + " lacks " + key.name, documented.contains(key.name));
            }
            for (String choice : key.unsupportedChoices == null ? List.<String>of() : key.unsupportedChoices)
            {
                assertTrue("unsupported " + key.name + " " + choice, chapter("Not in this version").contains("`\"" + choice + "\"`"));
            }
        }
    }

    @Test
    public void everyKeyIsDocumentedWithItsDefaultAndChoices()
    {
        check("`[global]`", Schema.GLOBAL, null);
        check("`[defaults]` and", Schema.DEFAULTS, null);
        check("`[jails.NAME]`", Schema.JAIL, Schema.DEFAULTS);
        check("`bantime_increment`", Schema.INCREMENT, null);
        check("`[actions.NAME]`", Schema.ACTION, null);
        check("`[filters.NAME]`", Schema.FILTER, null);
    }

    @Test
    public void whatIsNotSupportedIsNoLongerThanTheSchemaSays()
    {
        Matcher names = Pattern.compile("`([a-z_0-9]+)`").matcher(chapter("Not in this version"));
        while (names.find())
        {
            boolean refused = false;
            for (Section section : new Section[] {Schema.GLOBAL, Schema.DEFAULTS, Schema.JAIL, Schema.MODE})
            {
                Key key = section.find(names.group(1));
                refused |= key != null && (key.type == Key.Type.UNSUPPORTED || key.unsupportedChoices != null && !key.unsupportedChoices.isEmpty());
            }
            assertTrue(names.group(1), refused || names.group(1).equals("log_target"));
        }
    }

    /** {@code BANJO_WRITE_GOLDEN=1 make unit TESTS=banjo.config} writes it anew. */
    @Test
    public void theManualPageSaysTheSame() throws IOException
    {
        Path page = Path.of("docs/banjo.toml.5");
        if (System.getenv("BANJO_WRITE_GOLDEN") != null)
        {
            Files.writeString(page, ManualPage.of(text));
        }
        assertEquals(Files.readString(page), ManualPage.of(text));
    }

    /** init/banjo.toml shows defaults in what is commented out. */
    @Test
    public void theSampleConfigurationShowsTheDefaults() throws IOException
    {
        Matcher lines = Pattern.compile("^# ([a-z_]+) = \"?([^\"\\n]*)\"?", Pattern.MULTILINE).matcher(Files.readString(Path.of("init/banjo.toml")));
        int count = 0;
        while (lines.find())
        {
            Key key = Schema.GLOBAL.find(lines.group(1));
            if (key != null && key.fallback != null)
            {
                assertEquals(lines.group(1), key.fallback.replace("\"", ""), lines.group(2).trim());
                count++;
            }
        }
        assertTrue(count >= 5);
    }
}
