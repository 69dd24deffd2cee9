package banjo.sys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jnr.constants.platform.Fcntl;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** posix_spawnp(3) for the image. The structures are opaque; glibc's largest has 336 bytes. */
final class Spawner
{
    private static final int STRUCTURE_BYTES = 512;
    private static final int MAXIMUM = 1024;
    /** POSIX_SPAWN_SETPGROUP, SETSIGDEF and SETSIGMASK of spawn.h. */
    private static final short FLAGS = 2 | 4 | 8;
    /** close_range(2) has this number on every CPU with a JVM but MIPS. */
    private static final long CLOSE_RANGE = 436;
    private static final long CLOSE_ON_EXEC = 4;
    private static final byte[] NULL_DEVICE = Paths.of("/dev/null");

    private final LibC c;
    private final Runtime runtime;

    Spawner(LibC c, Runtime runtime)
    {
        this.c = c;
        this.runtime = runtime;
    }

    /** @param streams what become 0, 1 and 2; -1 is /dev/null. @return as {@link Sys#spawn}. */
    int spawn(byte[] arguments, int[] streams)
    {
        List<byte[]> words = new ArrayList<>();
        for (int from = 0, at = 0; at < arguments.length; at++)
        {
            if (arguments[at] == 0)
            {
                words.add(Arrays.copyOfRange(arguments, from, at + 1));
                from = at + 1;
            }
        }
        if (words.isEmpty() || arguments[arguments.length - 1] != 0)
        {
            return -Errno.EINVAL;
        }
        if (words.size() > MAXIMUM)
        {
            return -Errno.E2BIG;
        }
        List<byte[]> variables = new ArrayList<>();
        for (Map.Entry<String, String> each : System.getenv().entrySet())
        {
            variables.add((each.getKey() + "=" + each.getValue() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        // Files that the JVM keeps open would be passed on; a kernel without this call (before 5.11) passes them on.
        c.syscall(CLOSE_RANGE, 3, 0xFFFFFFFFL, CLOSE_ON_EXEC);
        Pointer actions = memory(STRUCTURE_BYTES);
        Pointer attributes = memory(STRUCTURE_BYTES);
        Pointer signals = memory(STRUCTURE_BYTES);
        Pointer process = memory(8);
        c.posix_spawn_file_actions_init(actions);
        for (int i = 0; i < streams.length; i++)
        {
            if (streams[i] >= 0)
            {
                if (streams[i] > 2)
                {
                    c.fcntl(streams[i], Fcntl.F_SETFL.intValue(), c.fcntl(streams[i], Fcntl.F_GETFL.intValue(), 0)
                        & ~OpenFlags.O_NONBLOCK.intValue());
                }
                c.posix_spawn_file_actions_adddup2(actions, streams[i], i);
            }
            else
            {
                c.posix_spawn_file_actions_addopen(actions, i, NULL_DEVICE, i == 0 ? 0 : 1, 0);
            }
        }
        c.posix_spawnattr_init(attributes);
        c.posix_spawnattr_setflags(attributes, FLAGS);
        c.sigemptyset(signals);
        c.posix_spawnattr_setsigmask(attributes, signals);
        c.sigfillset(signals);
        c.posix_spawnattr_setsigdefault(attributes, signals);
        List<Pointer> kept = new ArrayList<>();
        Pointer list = strings(words, kept);
        int result = c.posix_spawnp(process, kept.get(0), actions, attributes, list, strings(variables, kept));
        c.posix_spawn_file_actions_destroy(actions);
        return result == 0 ? process.getInt(0) : ErrorNumbers.generic(result);
    }

    private Pointer memory(int bytes)
    {
        return Memory.allocateDirect(runtime, bytes, true);
    }

    /** @param kept receives what must live as long as the list. @return a NULL-terminated list of C strings. */
    private Pointer strings(List<byte[]> words, List<Pointer> kept)
    {
        Pointer list = memory((words.size() + 1) * runtime.addressSize());
        for (int i = 0; i < words.size(); i++)
        {
            Pointer text = memory(words.get(i).length);
            text.put(0, words.get(i), 0, words.get(i).length);
            list.putPointer((long)i * runtime.addressSize(), text);
            kept.add(text);
        }
        kept.add(list);
        return list;
    }
}
