package banjo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs every class named *Test below a class folder; a failed assumption counts as skipped, with its reason. */
public final class TestMain
{
    private TestMain()
    {
    }

    /**
     * Prints each failure and skip, then {@code N passed, N failed, N skipped} as the last line.
     *
     * @param args the class folder, then optionally a name prefix such as {@code banjo.regex}
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException
    {
        Path root = Path.of(args[0]);
        String prefix = args.length > 1 ? args[1] : "";
        Class<?>[] classes;
        try (Stream<Path> files = Files.walk(root))
        {
            List<String> names = files.map(file -> root.relativize(file).toString())
                .filter(name -> name.endsWith("Test.class"))
                .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
            classes = new Class<?>[names.size()];
            for (int i = 0; i < classes.length; i++)
            {
                classes[i] = Class.forName(names.get(i));
            }
        }
        int[] skipped = new int[1];
        JUnitCore core = new JUnitCore();
        core.addListener(new RunListener()
        {
            @Override
            public void testAssumptionFailure(Failure failure)
            {
                skipped[0]++;
                System.out.println("skipped " + failure.getDescription() + ": " + failure.getMessage());
            }

            @Override
            public void testIgnored(Description description)
            {
                System.out.println("ignored " + description);
            }

            @Override
            public void testFailure(Failure failure)
            {
                System.out.println("FAILED " + failure.getDescription() + "\n" + failure.getTrimmedTrace());
            }
        });
        Result result = core.run(classes);
        int ignored = result.getIgnoreCount() + skipped[0];
        int passed = result.getRunCount() - result.getFailureCount() - skipped[0];
        System.out.println(passed + " passed, " + result.getFailureCount() + " failed, " + ignored + " skipped");
        System.exit(result.wasSuccessful() ? 0 : 1);
    }
}
