package banjo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replaces what TeaVM 0.16.0's run-time library does with large parts of the C library: formatted printing for the trace of an
 * uncaught exception, and POSIX timers, which bring threads, for events that a program of one thread never has. Together 15 KB.
 */
final class SmallRuntime
{
    private static final String PRINT = """

        #include <unistd.h>
        static void teavm_putByte(int file, int32_t c) {
            char byte = (char) (c > 0 && c < 0x80 ? c : '?');
            if (write(file, &byte, 1) < 0) {
                return;
            }
        }
        void teavm_printString(char16_t* s) {
            while (*s != 0) {
                teavm_putByte(2, *s++);
            }
        }
        void teavm_printWString(wchar_t* s) {
            while (*s != 0) {
                teavm_putByte(2, (int32_t) *s++);
            }
        }
        void teavm_printInt(int32_t i) {
            if (i < 0) {
                teavm_putByte(2, '-');
            }
            int32_t ten = 1;
            while (i / ten >= 10 || i / ten <= -10) {
                ten *= 10;
            }
            for (; ten > 0; ten /= 10) {
                int32_t digit = i / ten % 10;
                teavm_putByte(2, '0' + (digit < 0 ? -digit : digit));
            }
        }
        void teavm_logCodePoint(int32_t c) {
            teavm_putByte(1, c);
        }
        """;
    private static final String WAIT = """
        {
                    struct timespec its;
                    its.tv_sec = timeout / 1000;
                    its.tv_nsec = (timeout % 1000) * 1000000L;
                    nanosleep(&its, NULL);
                }

                void teavm_interrupt() {
                }
        """;

    private SmallRuntime()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void apply(Path folder) throws IOException
    {
        replace(folder.resolve("config.h"), "#pragma once\n", "#pragma once\n", "#pragma once\n#define TEAVM_CUSTOM_LOG 1\n");
        Path log = folder.resolve("log.c");
        Files.writeString(log, Files.readString(log) + PRINT);
        Path fiber = folder.resolve("fiber.c");
        replace(fiber, "    static timer_t teavm_queueTimer;\n", "", "");
        replace(fiber, "            struct sigaction sigact;\n", "timer_create(CLOCK_REALTIME, &sev, &teavm_queueTimer);\n", "");
        replace(fiber, "{\n            struct itimerspec its = {0};\n            its.it_value.tv_sec", "raise(SIGRTMIN);\n        }\n", WAIT);
    }

    /** Replaces what begins and ends so, and is there once. */
    private static void replace(Path file, String from, String to, String replacement) throws IOException
    {
        String text = Files.readString(file);
        int start = text.indexOf(from);
        int end = text.indexOf(to, Math.max(start, 0));
        if (start < 0 || end < 0 || text.indexOf(from, start + 1) >= 0)
        {
            throw new IOException("TeaVM did not write once in " + file + ": " + from + " (look at banjo.build.SmallRuntime)");
        }
        Files.writeString(file, text.substring(0, start) + replacement + text.substring(Math.max(start + from.length(), end + to.length())));
    }
}
