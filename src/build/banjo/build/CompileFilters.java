package banjo.build;

import banjo.coding.RangeEncoder;
import banjo.coding.TextCodec;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.config.Text;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.prove.FormatSet;
import banjo.regex.Automaton;
import banjo.regex.RequiredLiterals;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compiles the built-in filters into the one file that {@link Library} reads. */
public final class CompileFilters
{
    /** A pattern whose first group is empty, sets of bytes left aside. */
    private static final Pattern TAKES_NOTHING = Pattern.compile("(?:[^\\\\(\\[]|\\\\.|\\[\\^?\\]?(?:[^\\]\\\\]|\\\\.)*\\]|\\(\\?)*\\(\\)");

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
        out.writeShort(filters.size());
        for (FilterConfiguration filter : filters)
        {
            int before = out.size();
            put(out, filter.name());
            out.writeShort(filter.programs().size());
            for (Text program : filter.programs())
            {
                put(out, program.value());
            }
            out.writeShort(filter.datePatterns().size());
            for (Text pattern : filter.datePatterns())
            {
                if (!TAKES_NOTHING.matcher(pattern.value()).lookingAt())
                {
                    throw new FilterException(pattern.origin().error("a built-in filter's datepattern takes nothing out: its first group is ()"));
                }
                put(out, pattern.value());
            }
            boolean connects = FilterCompiler.roles(filter.failRegexes()) != null
                || filter.modes().stream().anyMatch(mode -> FilterCompiler.roles(mode.failRegexes()) != null);
            putFailures(out, filter.failRegexes(), connects);
            putAutomaton(out, filter.ignoreRegexes(), false);
            boolean hasDefault = filter.modes().stream().anyMatch(mode -> mode.name().equals(FilterCompiler.DEFAULT_MODE));
            out.writeShort(filter.modes().size() + (hasDefault ? 0 : 1));
            if (!hasDefault)
            {
                put(out, FilterCompiler.DEFAULT_MODE);
                putFailures(out, List.of(), false);
            }
            for (FilterConfiguration.Mode mode : filter.modes())
            {
                if (mode.changesMore())
                {
                    throw new FilterException(mode.origin().error("a mode of a built-in filter has failregex and formats alone"));
                }
                put(out, mode.name());
                putFailures(out, mode.failRegexes(), connects);
            }
            System.out.println("  " + filter.name() + ": " + (out.size() - before) + " bytes");
        }
        StringBuilder texts = new StringBuilder();
        for (FilterConfiguration filter : filters)
        {
            texts.append(filter.description() == null ? "" : filter.description()).append('\n');
        }
        for (FilterConfiguration filter : filters)
        {
            texts.append(FormatSet.of(filter).toLines(filter.name()));
        }
        if (texts.chars().anyMatch(character -> character > 0x7F))
        {
            throw new IOException("a description or a format that is not ASCII");
        }
        RangeEncoder coder = new RangeEncoder(TextCodec.CONTEXTS);
        byte[] known = texts.toString().getBytes(StandardCharsets.US_ASCII);
        TextCodec.code(coder, known);
        byte[] coded = coder.finish();
        out.write(coded);
        System.out.println("  descriptions and formats: " + known.length + " bytes, stored in " + coded.length);
        return bytes.toByteArray();
    }

    private static void putFailures(DataOutputStream out, List<Text> patterns, boolean connects) throws FilterException, IOException
    {
        Automaton automaton = putAutomaton(out, patterns, true);
        RequiredLiterals literals = automaton == null ? null : automaton.literals();
        put(out, literals == null ? new byte[0] : literals.toBytes());
        byte[] roles = FilterCompiler.roles(patterns);
        put(out, roles != null ? roles : new byte[connects ? patterns.size() : 0]);
    }

    /** @return the automaton, null for no patterns. */
    private static Automaton putAutomaton(DataOutputStream out, List<Text> patterns, boolean withHost) throws FilterException, IOException
    {
        Automaton automaton = patterns.isEmpty() ? null : FilterCompiler.compile(patterns, withHost, true);
        put(out, automaton == null ? new byte[0] : automaton.toBytes());
        return automaton;
    }

    private static void put(DataOutputStream out, String text) throws IOException
    {
        put(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(DataOutputStream out, byte[] content) throws IOException
    {
        if (content.length > 0xFFFF)
        {
            throw new IOException("more than two bytes can number: " + content.length + " bytes");
        }
        out.writeShort(content.length);
        out.write(content);
    }
}
