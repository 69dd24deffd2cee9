package banjo.cli;

import banjo.config.Configuration;
import banjo.config.Durations;
import banjo.config.FilterConfiguration;
import banjo.config.JailConfiguration;
import banjo.config.Sizes;
import banjo.config.Text;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterException;
import banjo.prove.FormatException;
import banjo.prove.FormatSet;
import banjo.prove.Prover;
import banjo.regex.PatternReport;
import banjo.sys.Sys;
import java.util.List;

/** {@code banjo check}: is the configuration valid, and what does it mean for memory. */
final class CheckCommand
{
    private static final int WARNING_STATE_BUDGET = 20_000;
    private static final long WARNING_WORK = 20_000_000;

    private CheckCommand()
    {
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(0, 0, "");
        Setup setup = Setup.load(sys, arguments, err);
        if (setup == null)
        {
            return ExitCode.REFUSED;
        }
        int index = 0;
        for (JailConfiguration jail : setup.configuration.enabledJails())
        {
            out.put(jail.name()).put(": filter ");
            for (int i = 0; i < jail.filters().size(); i++)
            {
                out.put(i == 0 ? "" : ", ").put(jail.filters().get(i).value());
            }
            out.put(jail.mode() == null ? "" : " (" + jail.mode().value() + ")");
            out.put(", ").putCount(jail.maxRetry(), jail.fedByBans() ? "ban" : "failure").put(" within ").put(Durations.toString(jail.findTimeSeconds()));
            out.put(" ban for ").put(Durations.toString(jail.banTimeSeconds()))
                .put(jail.increment() == null ? "" : ", longer with each ban").put(", ").put(jail.banAction()).line();
            for (int i = 0; i < jail.filters().size(); i++)
            {
                if (!reportFilter(setup.configuration, jail, jail.filters().get(i).value(), setup.filters.get(index).get(i), out, err))
                {
                    return ExitCode.REFUSED;
                }
            }
            index++;
        }
        setup.reportMemory(out);
        out.put(setup.configuration.fileName()).put(": ").style(Output.GREEN).put("valid").style(Output.PLAIN).put(", ").putCount(index, "jail").line();
        return ExitCode.DONE;
    }

    /** @return false when a format cannot be read. */
    private static boolean reportFilter(Configuration configuration, JailConfiguration jail, String name, Filter filter, Output out, Output err)
    {
        FilterConfiguration own = configuration.findFilter(name);
        out.put("  filter ").put(name).put(" of ").putCount(filter.automaton().stateCount(), "state").put(", ");
        out.put(Sizes.toString(filter.automaton().tableBytes())).put(" of tables");
        out.put(own == null && name.indexOf('/') < 0 ? ", built in" : "").line();
        if (own != null)
        {
            reportPatterns(own, jail.mode() == null ? null : jail.mode().value(), filter, out);
        }
        return checkFormats(own, filter, err);
    }

    /** Tells what each pattern of an operator's filter became. */
    private static void reportPatterns(FilterConfiguration definition, String mode, Filter filter, Output out)
    {
        try
        {
            FilterConfiguration own = FilterCompiler.inMode(definition, FilterCompiler.modes(definition).contains(mode) ? mode : null);
            if (filter.prefix() != null)
            {
                report("prefregex", 1, own.prefRegex(), filter.prefix().report(0), out);
            }
            List<Text> patterns = own.failRegexes();
            for (int i = 0; i < patterns.size(); i++)
            {
                report("failregex", i + 1, patterns.get(i), filter.automaton().report(i), out);
            }
            for (int i = 0; filter.ignored() != null && i < own.ignoreRegexes().size(); i++)
            {
                report("ignoreregex", i + 1, own.ignoreRegexes().get(i), filter.ignored().report(i), out);
            }
        }
        catch (FilterException e)
        {
            throw new IllegalStateException(e.getMessage());
        }
    }

    private static void report(String kind, int number, Text pattern, PatternReport report, Output out)
    {
        out.put("  ").put(kind).put(" ").putNumber(number).put(" at line ").putNumber(pattern.origin().line()).put(": ").put(report.engine()).put(", ");
        if (report.states() > 0)
        {
            out.putCount(report.states(), "state").put(", ");
        }
        out.putNumber(report.tableBytes()).put(" bytes, compiled in ").putNumber(report.compileMicroseconds()).put(" us");
        out.put(report.reason().isEmpty() ? "" : " (" + report.reason() + ")").line();
    }

    /** @param own null for a built-in filter, which is proved when banjo is built. @return false when a format cannot be read. */
    private static boolean checkFormats(FilterConfiguration own, Filter filter, Output err)
    {
        Prover prover = new Prover(WARNING_STATE_BUDGET, WARNING_WORK);
        try
        {
            FormatSet formats = own == null ? null : FormatSet.of(own);
            if (formats != null && formats.count() > 0)
            {
                formats.check(prover);
            }
            else if (formats != null && prover.capturesBehindAnAddress(filter))
            {
                err.put(own.origin().warning("filter \"" + own.name() + "\" captures an address behind text that may hold another; "
                    + "give it \"formats\" and run `banjo prove`")).line();
            }
            return true;
        }
        catch (FilterException | FormatException e)
        {
            err.put(e.getMessage()).line();
            return false;
        }
    }
}
