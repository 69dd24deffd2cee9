package banjo.sys;

import banjo.text.Utf8;

/** The end of a process that met what nothing handles. */
public final class Diagnostics
{
    private static final int STANDARD_ERROR = 2;

    private Diagnostics()
    {
    }

    /** Says on stderr what happened and ends the process with 1. (Memory that ends is reported below Java: banjo_map.) */
    public static void fatal(Throwable failure)
    {
        Throwable cause = failure;
        while (cause.getCause() != null)
        {
            cause = cause.getCause();
        }
        byte[] line = Utf8.encode("banjo: internal error: " + text(cause) + "\n");
        Platform.sys().write(STANDARD_ERROR, line, 0, line.length);
        Platform.sys().exit(1);
    }

    /** What TeaVM throws itself has no message; names of classes would cost 4 KB in the binary. */
    private static String text(Throwable cause)
    {
        if (cause.getMessage() != null)
        {
            return cause.getMessage();
        }
        return cause instanceof IndexOutOfBoundsException ? "index out of bounds"
            : cause instanceof NullPointerException ? "null reference"
            : cause instanceof ClassCastException ? "wrong class" : "unexpected exception";
    }
}
