package banjo.sys;

import org.tinylog.Logger;

/**
 * The end of a process that met what nothing handles. The image reports through tinylog ({@code tinylog.properties}), which is
 * loaded only then; its first line is the native binary's, a stack trace follows.
 */
public final class Diagnostics
{
    private static final String OUT_OF_MEMORY = "banjo: error: out of memory at start; lower memory_ceiling";

    private Diagnostics()
    {
    }

    /** Says on stderr what happened and ends the process with 1. */
    public static void fatal(Throwable failure)
    {
        Throwable cause = failure;
        while (cause.getCause() != null)
        {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError)
        {
            Logger.error(OUT_OF_MEMORY);
        }
        else
        {
            Logger.error("banjo: internal error: {}", cause.getMessage() == null ? cause : cause.getMessage());
            Logger.error(failure);
        }
        Runtime.getRuntime().halt(1);
    }
}
