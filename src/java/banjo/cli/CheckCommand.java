package banjo.cli;

import banjo.config.Durations;
import banjo.config.JailConfiguration;
import banjo.config.Sizes;
import banjo.sys.Sys;

/** {@code banjo check}: is the configuration valid, and what does it mean for memory. */
final class CheckCommand
{
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
            out.put(", ").putNumber(jail.maxRetry()).put(" failures within ").put(Durations.toString(jail.findTimeSeconds()));
            out.put(" ban for ").put(Durations.toString(jail.banTimeSeconds())).line();
            out.put("  room for ").putNumber(setup.capacities[index]).put(" addresses; filter of ");
            out.putNumber(setup.filters.get(index).automaton().stateCount()).put(" states, ");
            out.put(Sizes.toString(setup.filters.get(index).automaton().tableBytes())).put(" of tables").line();
            index++;
        }
        out.put("memory_ceiling ").put(Sizes.toString(setup.configuration.global().memoryCeilingBytes())).line();
        out.put(setup.configuration.fileName()).put(": valid, ").putNumber(index).put(index == 1 ? " jail" : " jails").line();
        return ExitCode.DONE;
    }
}
