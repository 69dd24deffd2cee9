package banjo.cli;

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
            out.put(jail.name()).put(": filter ").put(jail.filter().value());
            out.put(jail.mode() == null ? "" : " (" + jail.mode().value() + ")");
            out.put(", ").putNumber(jail.maxRetry()).put(jail.fedByBans() ? " bans within " : " failures within ").put(Durations.toString(jail.findTimeSeconds()));
            out.put(" ban for ").put(Durations.toString(jail.banTimeSeconds()))
                .put(jail.increment() == null ? "" : ", longer with each ban").line();
            out.put("  filter of ");
            out.putNumber(setup.filters.get(index).automaton().stateCount()).put(" states, ");
            FilterConfiguration own = setup.configuration.findFilter(jail.filter().value());
            out.put(Sizes.toString(setup.filters.get(index).automaton().tableBytes())).put(" of tables");
            out.put(own == null ? ", built in" : "").line();
            if (own != null)
            {
                reportPatterns(own, jail, setup.filters.get(index), out);
            }
            if (!checkFormats(own, setup.filters.get(index), err))
            {
                return ExitCode.REFUSED;
            }
            index++;
        }
        setup.reportMemory(out);
        out.put(setup.configuration.fileName()).put(": ").style(Output.GREEN).put("valid").style(Output.PLAIN).put(", ").putNumber(index).put(index == 1 ? " jail" : " jails").line();
        return ExitCode.DONE;
    }

    /** Tells what each pattern of an operator's filter became. */
    private static void reportPatterns(FilterConfiguration own, JailConfiguration jail, Filter filter, Output out)
    {
        try
        {
            if (filter.prefix() != null)
            {
                report("prefregex", 1, own.prefRegex(), filter.prefix().report(0), out);
            }
            List<Text> patterns = FilterCompiler.patterns(own, jail.mode() == null ? null : jail.mode().value());
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
            out.putNumber(report.states()).put(report.states() == 1 ? " state, " : " states, ");
        }
        out.putNumber(report.tableBytes()).put(" bytes, compiled in ").putNumber(report.compileMicroseconds()).put(" us");
        out.put(report.reason().isEmpty() ? "" : " (" + report.reason() + ")").line();
    }

    /** @param own null for a built-in filter, which is proved when banjo is built. @return false when a format cannot be read. */
    private static boolean checkFormats(FilterConfiguration own, Filter filter, Output err)
    {
        Prover prover = new Prover(WARNING_STATE_BUDGET);
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
