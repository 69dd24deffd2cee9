package banjo.source;

import static org.junit.Assert.assertEquals;

import banjo.sys.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class GlobTest
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void matchesAsGlob7Says()
    {
        // pattern, names that match, names that do not
        String[][] cases = {
            {"*", "a,abc,é", ""},
            {"a*c", "ac,abc,abcc", "a,abcd,bac"},
            {"*.log", ".log,a.log,a.log.log", "a.logs,log"},
            {"a?c", "abc,aéc,a€c", "ac,abbc"},
            {"[a-c]x", "ax,bx,cx", "dx,x,-x"},
            {"[!a-c]x", "dx,-x,éx", "ax,x"},
            {"[^a]", "b", "a"},
            {"[]a]", "],a", "b"},
            {"[!]a]", "b", "],a"},
            {"[a-]", "a,-", "b"},
            {"[é-ü]", "é,ö,ü", "a,þ"},
            {"[a", "[a", "a"},
            {"*a*b*c*", "abc,xaxbxcx", "acb,ab"},
            {"**", "a,ab", ""},
        };
        for (String[] each : cases)
        {
            check(each[0], each[1], true);
            check(each[0], each[2], false);
        }
    }

    private static void check(String pattern, String names, boolean expected)
    {
        for (String name : names.isEmpty() ? new String[0] : names.split(","))
        {
            byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.UTF_8);
            assertEquals(pattern + " " + name, expected, Glob.matches(pattern.getBytes(StandardCharsets.UTF_8), bytes, 1, bytes.length - 1));
        }
    }

    @Test
    public void takesTimeInProportionToTheLengths()
    {
        byte[] name = "a".repeat(255).getBytes(StandardCharsets.UTF_8);
        assertEquals(false, Glob.matches("*a".repeat(60).concat("*b").getBytes(StandardCharsets.UTF_8), name, 0, name.length));
    }

    @Test
    public void findsPathsThroughDirectoriesAndNamesWhatToWatch() throws IOException
    {
        Path root = folder.getRoot().toPath();
        for (String file : new String[] {"a/x/log", "a/y/log", "b/x/log", ".hidden/x/log", "a/.x/log"})
        {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        List<String> found = new ArrayList<>();
        List<String> watched = new ArrayList<>();
        new Glob(Platform.sys(), root + "/*/x/l*").scan(new Glob.Visitor()
        {
            @Override
            public void directory(byte[] path)
            {
                watched.add(text(path, root));
            }

            @Override
            public void match(byte[] path, int length)
            {
                assertEquals(0, path[length]);
                found.add(text(path, root));
            }
        });
        Collections.sort(found);
        Collections.sort(watched);
        assertEquals(List.of("a/x/log", "b/x/log"), found);
        assertEquals(List.of("", "a/x/", "b/x/"), watched);
    }

    private static String text(byte[] path, Path root)
    {
        String whole = new String(path, StandardCharsets.UTF_8);
        return whole.substring(root.toString().length() + 1, whole.indexOf('\0'));
    }
}
