package banjo.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class WholeFileTest
{
    private final Sys sys = Platform.sys();

    @Test
    public void whatIsNoRegularFileIsNotWaitedFor() throws Exception
    {
        Path directory = Files.createTempDirectory("banjo-files");
        Path pipe = directory.resolve("pipe.conf");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        // Who waits after all gets nothing, rather than holding up all tests.
        Process writer = new ProcessBuilder("sh", "-c", "for i in 1 2 3 4; do sleep 2; : 3<> " + pipe + "; done").start();
        for (String path : new String[] {pipe.toString(), directory.toString(), "/dev/zero"})
        {
            assertEquals("cannot read " + path + ": not a regular file",
                assertThrows(IOException.class, () -> WholeFile.readRegular(sys, path, 100)).getMessage());
            assertEquals("cannot read " + path + ": not a regular file",
                assertThrows(IOException.class, () -> new SystemFiles(sys).read(path)).getMessage());
        }
        writer.destroy();
        Files.delete(pipe);
        Files.writeString(pipe, "text");
        assertArrayEquals("text".getBytes(), WholeFile.readRegular(sys, pipe.toString(), 100));
        Files.delete(pipe);
        Files.delete(directory);
    }

    @Test
    public void pipesAreReadWhereTheyAreWanted() throws Exception
    {
        Path pipe = Files.createTempDirectory("banjo-files").resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process writer = new ProcessBuilder("sh", "-c", "exec > " + pipe + "; sleep 0.2; printf text").start();
        assertArrayEquals("text".getBytes(), WholeFile.read(sys, pipe.toString(), 100));
        assertEquals(0, writer.waitFor());
        Files.delete(pipe);
        Files.delete(pipe.getParent());
    }
}
