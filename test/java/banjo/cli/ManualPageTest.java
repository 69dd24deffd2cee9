package banjo.cli;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class ManualPageTest
{
    @Test
    public void everyCommandAndOptionOfTheHelpIsInTheManualPage() throws IOException
    {
        String page = Files.readString(Path.of("docs/banjo.8"));
        for (Command command : Commands.ALL)
        {
            if (command.kind() == Command.Kind.LATER)
            {
                continue;
            }
            assertTrue(command.name(), page.contains("Cm " + command.name()) || page.contains(", " + command.name()));
            for (String[] options : new String[][] {command.switches(), command.valued()})
            {
                for (String option : options)
                {
                    assertTrue(option, page.matches("(?s).*Fl -" + option.substring(2) + "\\b(?!-).*"));
                }
            }
        }
    }
}
