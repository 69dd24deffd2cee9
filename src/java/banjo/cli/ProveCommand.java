package banjo.cli;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.prove.Counterexample;
import banjo.prove.Finding;
import banjo.prove.FormatSet;
import banjo.prove.Proof;
import banjo.prove.Prover;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.time.Zone;
import java.io.IOException;
import java.util.List;

/** {@code banjo prove}: can a line of a program's own formats fool the filter? */
final class ProveCommand
{
    private static final int DEFINITION_MAXIMUM = 4 << 20;
    private static final int LINE_MAXIMUM = 16 << 10;

    private final Output out;
    private boolean proved = true;

    private ProveCommand(Output out)
    {
        this.out = out;
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(0, 1, "");
        ProveCommand command = new ProveCommand(out);
        try
        {
            if (arguments.count() > 0 && arguments.operand(0).endsWith(".toml"))
            {
                command.proveFile(sys, arguments.operand(0));
            }
            else
            {
                command.proveBuiltIns(arguments.count() == 0 ? null : arguments.operand(0));
            }
        }
        catch (ConfigurationException | FilterException | IOException e)
        {
            return Main.refuse(err, e);
        }
        return command.proved ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void proveFile(Sys sys, String name) throws ConfigurationException, FilterException, IOException
    {
        long now = sys.realtimeNanos() / 1_000_000_000L;
        for (FilterConfiguration definition : definitions(name, WholeFile.read(sys, name, DEFINITION_MAXIMUM)))
        {
            prove(definition.name(), FormatSet.of(definition), FilterCompiler.modes(definition),
                mode -> FilterCompiler.compile(definition, mode, FilterContext.of(Zone.utc(), now, LINE_MAXIMUM).withTables()));
        }
    }

    /** A file of filters, or a whole configuration that has some. */
    private static List<FilterConfiguration> definitions(String name, byte[] text) throws ConfigurationException
    {
        try
        {
            return ConfigurationReader.readFilters(name, text);
        }
        catch (ConfigurationException e)
        {
            List<FilterConfiguration> filters = ConfigurationReader.read(name, text).filters();
            if (filters.isEmpty())
            {
                throw e;
            }
            return filters;
        }
    }

    /** @param wanted null for all. */
    private void proveBuiltIns(String wanted) throws FilterException, UsageException
    {
        Library library = new Library(Platform.builtinFilters());
        if (wanted != null && !library.names().contains(wanted))
        {
            throw MatchFilter.unknown(wanted, library, "; give the name of a built-in one or a FILE.toml");
        }
        String formats = library.formats();
        for (String name : library.names())
        {
            if (wanted == null || wanted.equals(name))
            {
                prove(name, FormatSet.read(formats, name), library.modes(name), mode -> library.load(name, mode, null));
            }
        }
    }

    private void prove(String name, FormatSet formats, List<String> modes, Proof.Modes filters) throws FilterException
    {
        Proof proof = Proof.of(new Prover(Prover.STATE_BUDGET, Prover.WORK), formats, modes, filters);
        List<Finding> findings = proof.findings();
        int count = formats.count();
        out.put(name);
        if (count == 0)
        {
            out.put(": not decided: it has no formats").line();
        }
        else
        {
            out.put(findings.isEmpty() ? ": proved, " : ": not proved, ").putCount(count, "format").put(" in ");
            out.putCount(modes.size(), "mode").put(", ");
            out.putNumber(proof.stateCount()).put(" states").line();
        }
        for (String limit : formats.limitTexts())
        {
            out.put("  known limit, ").put(limit).line();
        }
        for (Finding finding : findings)
        {
            print(finding);
        }
        proved &= findings.isEmpty() && count > 0;
        out.flush();
    }

    private void print(Finding finding)
    {
        out.put("  ").put(finding.kind().description).put(finding.mode().isEmpty() ? ": " : " in mode " + finding.mode() + ": ");
        out.put(finding.format()).line();
        if (finding.undecided() != null)
        {
            out.put("    ").put(finding.undecided()).line();
        }
        Counterexample found = finding.counterexample();
        if (found == null)
        {
            return;
        }
        out.put(found.cut() ? "    line, cut at max_line: " : "    line: ");
        put(found.text(), 0, found.text().length);
        out.line().put("    ");
        if (finding.kind() == Finding.Kind.SPOOF)
        {
            out.put("bans ");
            put(found.text(), found.capturedFrom(), found.capturedTo());
            if (found.capturedFrom() == found.hostFrom() && found.capturedTo() == found.hostTo())
            {
                out.put(", though the line alone is no failure").line();
                return;
            }
            out.put(found.hostTo() >= 0 ? " instead of " : found.cut() ? " instead of one that was cut off" : ", which is nobody's address");
        }
        else
        {
            out.put(found.capturedFrom() < 0 ? "does not count " : "does not ban ");
        }
        if (found.hostTo() >= 0)
        {
            put(found.text(), found.hostFrom(), found.hostTo());
        }
        out.put(found.ambiguous() ? "; the message itself can be read either way" : "").line();
    }

    /** Other bytes than printable ASCII as {@code \xHH}. */
    private void put(byte[] text, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            int value = text[i] & 0xFF;
            if (value >= 0x20 && value < 0x7F)
            {
                out.put(value);
            }
            else
            {
                out.put("\\x").put(Character.forDigit(value >> 4, 16)).put(Character.forDigit(value & 15, 16));
            }
        }
    }
}
