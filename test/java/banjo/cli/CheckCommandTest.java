package banjo.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.control.Wrapped;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CheckCommandTest
{
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** @return what it prints, numbers of bytes and microseconds replaced. */
    private String check(String configuration) throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("b.toml");
        Files.writeString(file, configuration);
        Sys sys = Wrapped.sys(Platform.sys(), (name, arguments) ->
        {
            if (name.equals("write"))
            {
                written.write((byte[])arguments[1], (Integer)arguments[2], (Integer)arguments[3]);
                return arguments[3];
            }
            return name.equals("environment") ? "UTC0" : null;
        });
        written.reset();
        assertEquals(0, Main.run(sys, new String[] {"check", "--config", file.toString()}, new Output(sys, 1), new Output(sys, 2)));
        return written.toString(StandardCharsets.UTF_8).replaceAll("\\d+ (bytes|us)", "N $1");
    }

    @Test
    public void everyPatternOfAnOperatorsFilterTellsItsEngine() throws IOException
    {
        String out = check("""
            [filters.door]
            program = "doord"
            failregex = ['^wrong <ADDR>$', '^(?P<x>a+)b(?P=x) <ADDR>$']
            ignoreregex = '^wrong 192'
            [jails.door]
            filter = "door"
            logpath = ["/log"]
            """);
        assertTrue(out, out.contains("  failregex 1 at line 3: tables, "));
        assertTrue(out, out.contains("  failregex 2 at line 3: on demand, N bytes, compiled in N us (it has a backreference)\n"));
        assertTrue(out, out.contains("  ignoreregex 1 at line 4: tables, 10 states, N bytes, compiled in N us\n"));
    }

    /** Its states would take seconds on a router; the pattern behind it is not to suffer. */
    @Test
    public void aPatternBeyondTheWorkThatIsAllowedMakesItsStatesAsItRuns() throws IOException
    {
        String out = check("""
            [filters.door]
            program = "doord"
            failregex = ['^wrong <ADDR>$', '^.*a[xy].{7}[a-z] <ADDR> .*[yz].{5}x$', '^bad <ADDR>$']
            [jails.door]
            filter = "door"
            logpath = ["/log"]
            """);
        assertTrue(out, out.contains("  failregex 1 at line 3: tables, "));
        assertTrue(out, out.contains("  failregex 2 at line 3: on demand, N bytes, compiled in N us (its tables take too long to make)\n"));
        assertTrue(out, out.contains("  failregex 3 at line 3: tables, "));
    }
}
