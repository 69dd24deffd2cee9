package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replaces a few lines of TeaVM 0.16.0's C that every access to an array or an object goes through by shorter ones. Fails when a
 * line is not there exactly once.
 */
final class CheaperChecks
{
    private static final String NULL_TEST = """
                if (o == NULL) {
                    teavm_throwNullPointerException();
                    TEAVM_UNREACHABLE
                }
        """;

    private CheaperChecks()
    {
    }

    /** @param folder where {@code all.c} is, after {@link GeneratedC}: objects lie at multiples of 8. */
    static void apply(Path folder) throws IOException
    {
        Path core = folder.resolve("core.h");
        // Objects lie at multiples of 8, so where an array's data begins is known when compiling.
        replace(core, "((type*) TEAVM_ALIGN((((TeaVM_Array*) (array)) + 1), sizeof(type)))",
            "((type*) ((char*) (array) + (uintptr_t) TEAVM_ALIGN(sizeof(TeaVM_Array), sizeof(type))))");
        // A shift in place of a signed division, for the region of an object that is written to.
        replace(core, "((char*) object - (char*) teavm_gc_heapAddress) / teavm_gc_regionSize;",
            "((char*) object - (char*) teavm_gc_heapAddress) >> __builtin_ctz(teavm_gc_regionSize);");
        // A call in code that shall be small (ColdCode): 966 places.
        replace(core, "inline static void teavm_gc_writeBarrier(void* object) {",
            "#ifdef TEAVM_COLD\n__attribute__((noinline)) static void teavm_gc_writeBarrier(void* object) {\n#else\n"
            + "inline static void teavm_gc_writeBarrier(void* object) {\n#endif");
        // These never return: no code follows their calls.
        replace(core, "extern void teavm_throwNullPointerException();",
            "extern __attribute__((noreturn, cold)) void teavm_throwNullPointerException();");
        replace(core, "extern void teavm_throwArrayIndexOutOfBoundsException();",
            "extern __attribute__((noreturn, cold)) void teavm_throwArrayIndexOutOfBoundsException();");
        // Nothing catches a null reference, so the access that follows does for the test: banjo_on_fault ends the program with its
        // message. Reading a length or a class faults as well; a call that leaves its null receiver alone goes unnoticed. The
        // sanitizer keeps the test: 8,500 places, 23 KB.
        replace(folder.resolve("exceptions.h"), NULL_TEST, "#ifdef __SANITIZE_ADDRESS__\n" + NULL_TEST + "#endif\n");
        // One comparison finds both too small and too large an index, since no array has a negative length: new int[-1], or a
        // size beyond 2 GB, ends the program as running out of memory does (TeaVM makes an array too short for its length).
        replace(folder.resolve("exceptions.h"), "if (index < 0 || index >= TEAVM_ARRAY_LENGTH(array)) {",
            "if ((uint32_t) index >= (uint32_t) TEAVM_ARRAY_LENGTH(array)) {");
        replace(folder.resolve("c/o/t/r/Allocator.c"),
            "    teavm_local_3 = ((int32_t) (intptr_t) TEAVM_ALIGN(((void*) (intptr_t) (((int32_t) (intptr_t) TEAVM_ALIGN(",
            "    if (teavm_local_2 < 0 || (int64_t) teavm_local_3 * teavm_local_2 > INT32_MAX - 64) teavm_outOfMemory();\n"
            + "    teavm_local_3 = ((int32_t) (intptr_t) TEAVM_ALIGN(((void*) (intptr_t) (((int32_t) (intptr_t) TEAVM_ALIGN(");
    }

    private static void replace(Path file, String old, String replacement) throws IOException
    {
        String text = Files.readString(file);
        int at = text.indexOf(old);
        if (at < 0 || text.indexOf(old, at + 1) >= 0)
        {
            throw new IOException("TeaVM did not write once in " + file + ": " + old + " (look at banjo.build.CheaperChecks)");
        }
        Files.writeString(file, text.replace(old, replacement));
    }
}
