package banjo.prove;

import static org.junit.Assert.assertTrue;

import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.filter.FilterCompiler;
import banjo.filter.Library;
import banjo.sys.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** Every built-in filter, one by one: proved on all its formats in all its modes, but for the limits that it admits. */
@RunWith(Parameterized.class)
public class BuiltInProofTest
{
    @Parameterized.Parameters(name = "{0}")
    public static Iterable<Object[]> filters() throws Exception
    {
        List<Object[]> filters = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/filters")))
        {
            for (Path file : files.filter(each -> each.toString().endsWith(".toml")).sorted().toList())
            {
                for (FilterConfiguration filter : ConfigurationReader.readFilters(file.toString(), Files.readAllBytes(file)))
                {
                    filters.add(new Object[] {filter.name(), filter});
                }
            }
        }
        return filters;
    }

    private final FilterConfiguration definition;

    public BuiltInProofTest(String name, FilterConfiguration definition)
    {
        this.definition = definition;
    }

    @Test
    public void noLineFoolsIt() throws Exception
    {
        FormatSet formats = FormatSet.of(definition);
        assertTrue(definition.name() + " has no formats", formats.count() > 0);
        Library library = new Library(Platform.builtinFilters());
        Prover prover = new Prover(Prover.STATE_BUDGET, Prover.WORK);
        Proof proof = Proof.of(prover, formats, FilterCompiler.modes(definition), mode -> library.load(definition.name(), mode, null));
        StringBuilder report = new StringBuilder(definition.name());
        for (Finding finding : proof.findings())
        {
            report.append('\n').append(finding.kind().description).append(" in mode ").append(finding.mode()).append(": ");
            report.append(finding.format());
            if (finding.counterexample() != null)
            {
                report.append("\n  ").append(new String(finding.counterexample().text(), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(report.toString(), proof.findings().isEmpty());
        assertTrue(prover.greatestWork() + " of " + Prover.WORK, prover.greatestWork() < Prover.WORK / 8);
    }
}
