package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import banjo.sys.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.Test;

/** Everything that can happen to a log, in random order. */
public final class RandomLifeTest extends NumberedLog
{
    @Test
    public void losesNothingAndRepeatsNothingInARandomLife() throws IOException
    {
        for (int seed = 0; seed < 40; seed++)
        {
            for (boolean pattern : new boolean[] {false, true})
            {
                sources.close();
                sources = new FileSources(Platform.sys(), 16384);
                lines.clear();
                written = 0;
                randomLife("seed " + seed + (pattern ? " pattern" : " path"), new Random(seed), folder.newFolder().toPath(), pattern);
            }
        }
    }

    /** A writer that keeps its file open, and somebody who rotates it by every means; both in random order. */
    private void randomLife(String name, Random random, Path directory, boolean pattern) throws IOException
    {
        log = Files.createFile(directory.resolve("log"));
        sources.add(log + (pattern ? "*" : ""), 0, 0, false);
        OutputStream writer = Files.newOutputStream(log, StandardOpenOption.APPEND);
        boolean looked = true;
        for (int step = 0; step < 60; step++)
        {
            int what = random.nextInt(10);
            if (what == 0)
            {
                Path older = directory.resolve("log.1");
                if (!looked)
                {
                    // One more and the file that had the name last could be gone unread. What was read long ago has older times.
                    laterLook();
                }
                looked = !looked;
                if (Files.exists(older))
                {
                    Files.move(older, directory.resolve("log.2"), StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(log, older);
                for (int i = random.nextInt(4); i > 0; i--)
                {
                    write(writer, random.nextInt(3));
                    look(random);
                }
                writer.close();
                writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            else if (what == 1)
            {
                // Lines that nobody has read yet are lost when a file is cut or deleted, whoever follows it.
                wake();
                if (random.nextBoolean())
                {
                    long size = Files.size(log);
                    Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
                    while (Files.size(log) < size && random.nextInt(20) != 0)
                    {
                        write(writer, 1);
                    }
                }
                else
                {
                    Files.delete(log);
                    writer.close();
                    writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            else if (what == 2)
            {
                writer.write("number ".getBytes(StandardCharsets.ISO_8859_1));
                look(random);
                writer.write((written++ + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            else
            {
                write(writer, random.nextInt(random.nextInt(20) == 0 ? 9000 : 5));
                look(random);
            }
        }
        writer.close();
        turn();
        turn();
        boolean[] arrived = new boolean[written];
        for (String line : lines)
        {
            int number = Integer.parseInt(line.substring("number ".length()));
            assertFalse(name + ": twice: " + line, arrived[number]);
            arrived[number] = true;
        }
        assertEquals(name, written, lines.size());
    }

    /** A turn by events alone, a turn after a second, or none. */
    private void look(Random random)
    {
        int what = random.nextInt(3);
        if (what == 0)
        {
            wake();
        }
        else if (what == 1)
        {
            turn();
        }
    }
}
