package banjo.bench;

import banjo.time.DateFinder;
import banjo.time.DateReader;
import banjo.time.Zone;

/**
 * Nanoseconds a line for reading dates: the same second on every line, another second on every line. Runs on the JVM and
 * through TeaVM; prints one line per form and case.
 */
public final class DateBench
{
    private static final int LINES = 1024;
    private static final int ROUNDS = 10_000;
    private static int rounds = ROUNDS;

    private DateBench()
    {
    }

    /** @param args perhaps the number of rounds of 1,024 lines: few of them for a run that counts instructions. */
    public static void main(String[] args)
    {
        rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
        measure(zone, "syslog", "Nov 24 00:", " router sshd[4242]: Failed password for root");
        measure(zone, "asctime", "Tue Nov 24 00:", " 2026 auth.info sshd[4242]: Failed password");
        measure(zone, "iso", "2026-11-24T00:", "+01:00 router sshd[4242]: Failed password");
        measure(zone, "iso with fraction", "2026-11-24T00:", ".123456+01:00 router sshd[4242]: Failed password");
        measure(zone, "apache", "[24/Nov/2026:00:", " +0100] \"GET / HTTP/1.1\" 404 162 \"-\" \"-\"");
    }

    private static void measure(Zone zone, String name, String before, String after)
    {
        for (int step = 0; step < 2; step++)
        {
            StringBuilder all = new StringBuilder();
            int length = 0;
            for (int i = 0; i < LINES; i++)
            {
                int second = i * step;
                String line = before + two(second / 60) + ":" + two(second % 60) + after + "\n";
                length = line.length();
                all.append(line);
            }
            byte[] text = new byte[all.length()];
            for (int i = 0; i < text.length; i++)
            {
                text[i] = (byte)all.charAt(i);
            }
            DateReader reader = new DateReader(zone);
            long sum = run(reader, text, length, rounds / 2);
            long start = System.nanoTime();
            sum += run(reader, text, length, rounds);
            long hundredths = (System.nanoTime() - start) * 100 / ((long)rounds * LINES);
            System.out.println(name + (step == 0 ? " repeated " : " changing ") + hundredths / 100 + "." + two((int)(hundredths % 100))
                + " ns a line (" + sum % 1000003 + ")");
            find(zone, name, text, length);
        }
    }

    private static void find(Zone zone, String name, byte[] text, int length)
    {
        DateFinder finder = DateFinder.forDefaults(zone, 1795500000L);
        long sum = 0;
        long start = 0;
        int half = Math.max(1, rounds / 20);
        for (int round = 0; round < half * 2; round++)
        {
            start = round == half ? System.nanoTime() : start;
            for (int at = 0; at < text.length; at += length)
            {
                sum += finder.find(text, at, at + length - 1, 1795500000L) + finder.seconds();
            }
        }
        long tenths = (System.nanoTime() - start) * 10 / ((long)half * LINES);
        System.out.println("  found with every form: " + tenths / 10 + "." + tenths % 10 + " ns a line (" + sum % 1000003 + ")");
    }

    private static long run(DateReader reader, byte[] text, int length, int rounds)
    {
        long sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            for (int at = 0; at < text.length; at += length)
            {
                sum += reader.read(text, at, at + length, 1795500000L) - at + reader.seconds();
            }
        }
        return sum;
    }

    private static String two(int value)
    {
        return value < 10 ? "0" + value : String.valueOf(value);
    }
}
