package banjo.build;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.config.Text;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterException;
import banjo.filter.Library;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Compiles the built-in filters into the one file that {@link Library} reads. */
public final class CompileFilters
{
    private CompileFilters()
    {
    }

    /** @param args the folder of definitions, the file to write. */
    public static void main(String[] args) throws IOException
    {
        try
        {
            List<FilterConfiguration> filters = new ArrayList<>();
            try (Stream<Path> files = Files.list(Path.of(args[0])))
            {
                for (Path file : files.filter(each -> each.toString().endsWith(".toml")).sorted().toList())
                {
                    filters.addAll(ConfigurationReader.readFilters(file.toString(), Files.readAllBytes(file)));
                }
            }
            filters.sort(Comparator.comparing(FilterConfiguration::name));
            Files.write(Path.of(args[1]), compile(filters));
        }
        catch (ConfigurationException | FilterException e)
        {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static byte[] compile(List<FilterConfiguration> filters) throws FilterException, IOException
    {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes(Library.MAGIC);
        out.writeInt(filters.size());
        for (FilterConfiguration filter : filters)
        {
            put(out, filter.name());
            put(out, filter.description() == null ? "" : filter.description());
            out.writeInt(filter.programs().size());
            for (Text program : filter.programs())
            {
                put(out, program.value());
            }
            List<String> modes = new ArrayList<>(filter.modes().stream().map(FilterConfiguration.Mode::name).toList());
            if (!modes.contains(FilterCompiler.DEFAULT_MODE))
            {
                modes.add(0, FilterCompiler.DEFAULT_MODE);
            }
            out.writeInt(modes.size());
            for (String mode : modes)
            {
                Filter compiled = FilterCompiler.compile(filter, mode);
                byte[] failures = compiled.automaton().toBytes();
                byte[] ignored = compiled.ignored() == null ? new byte[0] : compiled.ignored().toBytes();
                put(out, mode);
                put(out, failures);
                put(out, ignored);
                System.out.println("  " + filter.name() + " " + mode + ": " + compiled.automaton().stateCount()
                    + " states, " + failures.length + " bytes, " + compiled.automaton().tableBytes() + " in memory");
            }
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, String text) throws IOException
    {
        put(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(DataOutputStream out, byte[] content) throws IOException
    {
        out.writeInt(content.length);
        out.write(content);
    }
}
