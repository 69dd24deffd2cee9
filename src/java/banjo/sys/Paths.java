package banjo.sys;

import banjo.text.TextBuffer;

/** Paths as system calls want them: UTF-8 bytes that end with a NUL. */
public final class Paths
{
    private Paths()
    {
    }

    /** @return the bytes of a path, NUL-terminated; a NUL inside ends it for the kernel. */
    public static byte[] of(String path)
    {
        TextBuffer buffer = new TextBuffer(path.length() * 3 + 1);
        buffer.put(path).put(0);
        byte[] bytes = new byte[buffer.length()];
        System.arraycopy(buffer.bytes(), 0, bytes, 0, bytes.length);
        return bytes;
    }
}
