package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.sys.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class LibraryTest
{
    @Test
    public void knowsWhatTheDefinitionsSay() throws Exception
    {
        Library library = new Library(Platform.builtinFilters());
        assertEquals("sorted", library.names().stream().sorted().toList(), library.names());
        for (String name : List.of("apache-auth", "sshd", library.names().get(library.names().size() - 1)))
        {
            String file = "src/filters/" + name + ".toml";
            FilterConfiguration definition = ConfigurationReader.readFilters(file, Files.readAllBytes(Path.of(file))).get(0);
            assertEquals(definition.description(), library.description(name));
        }
        assertTrue(library.formats().startsWith("=" + library.names().get(0) + "\n"));
        assertTrue(library.formats().endsWith("\n"));
        assertNull(library.load("nothing", null, null));
    }

    @Test
    public void damagedBytesAreRefusedOrHarmless() throws Exception
    {
        byte[] good = Platform.builtinFilters();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length));
            for (int k = random.nextInt(4); k > 0; k--)
            {
                bad[random.nextInt(bad.length)] = (byte)random.nextInt(256);
            }
            try
            {
                Library library = new Library(bad);
                library.load("sshd", "aggressive", null);
                library.formats();
            }
            catch (IllegalArgumentException e)
            {
                assertTrue(e.getMessage(), e.getMessage().contains("damaged"));
            }
            catch (FilterException e)
            {
                assertTrue(e.getMessage(), e.getMessage().contains("mode"));
            }
        }
        try
        {
            new Library(new byte[4]);
            fail("no library");
        }
        catch (IllegalArgumentException e)
        {
            assertEquals("the built-in filters are damaged", e.getMessage());
        }
    }
}
