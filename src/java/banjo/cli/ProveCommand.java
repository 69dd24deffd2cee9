package banjo.cli;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.filter.FilterException;
import banjo.prove.Counterexample;
import banjo.prove.Finding;
import banjo.prove.Proof;
import banjo.prove.Prover;
import banjo.sys.Sys;
import java.io.IOException;
import java.util.List;

/** {@code banjo prove}: can a line of a program's own formats fool the filter? */
final class ProveCommand
{
    private static final int DEFINITION_MAXIMUM = 4 << 20;

    private final Output out;
    private boolean proved = true;

    private ProveCommand(Output out)
    {
        this.out = out;
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(1, 1, "FILE.toml");
        String name = arguments.operand(0);
        try
        {
            ProveCommand command = new ProveCommand(out);
            for (FilterConfiguration definition : ConfigurationReader.readFilters(name, WholeFile.read(sys, name, DEFINITION_MAXIMUM)))
            {
                command.prove(definition);
            }
            return command.proved ? ExitCode.DONE : ExitCode.REFUSED;
        }
        catch (ConfigurationException | FilterException | IOException e)
        {
            err.put(e.getMessage().contains(": error: ") ? "" : "banjo: error: ").put(e.getMessage()).line();
            return ExitCode.REFUSED;
        }
    }

    private void prove(FilterConfiguration definition) throws FilterException
    {
        Proof proof = Proof.of(new Prover(Prover.STATE_BUDGET), definition);
        List<Finding> findings = proof.findings();
        out.put(definition.name());
        if (proof.formatCount() == 0)
        {
            out.put(": not decided: it has no formats").line();
        }
        else
        {
            out.put(findings.isEmpty() ? ": proved, " : ": not proved, ").putNumber(proof.formatCount());
            out.put(proof.formatCount() == 1 ? " format" : " formats");
            out.put(" in ").putNumber(proof.modeCount()).put(proof.modeCount() == 1 ? " mode, " : " modes, ");
            out.putNumber(proof.stateCount()).put(" states").line();
        }
        for (FilterConfiguration.KnownLimit limit : definition.knownLimits())
        {
            out.put("  known limit (").put(limit.spoof() ? "spoof" : "escape").put("): ").put(limit.format().value()).line();
            out.put("    ").put(limit.reason()).line();
        }
        for (Finding finding : findings)
        {
            print(finding);
        }
        proved &= findings.isEmpty() && proof.formatCount() > 0;
    }

    private void print(Finding finding)
    {
        out.put("  ").put(finding.kind().description).put(finding.mode().isEmpty() ? ": " : " in mode " + finding.mode() + ": ");
        out.put(finding.format()).line();
        Counterexample found = finding.counterexample();
        if (found == null)
        {
            return;
        }
        out.put("    line: ");
        put(found.text(), 0, found.text().length);
        out.line().put("    ");
        if (finding.kind() == Finding.Kind.SPOOF)
        {
            out.put("bans ");
            put(found.text(), found.capturedFrom(), found.capturedTo());
            out.put(found.hostFrom() < 0 ? ", which is nobody's address" : " instead of ");
        }
        else
        {
            out.put(found.capturedFrom() < 0 ? "does not count " : "does not ban ");
        }
        if (found.hostFrom() >= 0)
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
