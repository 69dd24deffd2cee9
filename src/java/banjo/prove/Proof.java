package banjo.prove;

import banjo.filter.Filter;
import banjo.filter.FilterException;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter held against all its formats in all its modes. A mode must count its own formats and the filter's; those of other
 * modes it may miss, but not take a wrong address from. A format without a host must never ban anybody. A known limit
 * excuses what it names: {@code spoof} any wrong capture, {@code escape} any line that bans nobody.
 */
public final class Proof
{
    /** Where the modes of a filter come from, compiled. */
    public interface Modes
    {
        /** @throws FilterException when a pattern cannot be used. */
        Filter load(String mode) throws FilterException;
    }

    private final Prover prover;
    private final FormatSet formats;
    private final List<Finding> findings = new ArrayList<>();
    private final boolean[] limitMet;
    private int states;

    private Proof(Prover prover, FormatSet formats)
    {
        this.prover = prover;
        this.formats = formats;
        limitMet = new boolean[formats.limits.size()];
    }

    /**
     * @param modes the names of the filter's modes.
     * @throws FilterException with {@code FILE:LINE:COL: error: } when a pattern or a format cannot be used.
     */
    public static Proof of(Prover prover, FormatSet formats, List<String> modes, Modes filters) throws FilterException
    {
        Proof proof = new Proof(prover, formats);
        for (String mode : modes)
        {
            if (!formats.messages.isEmpty())
            {
                proof.prove(filters.load(mode), mode);
            }
        }
        for (int i = 0; i < proof.limitMet.length; i++)
        {
            if (!proof.limitMet[i])
            {
                proof.findings.add(new Finding("", formats.limits.get(i).format(), Finding.Kind.NO_LIMIT, null, null));
            }
        }
        return proof;
    }

    private void prove(Filter filter, String mode) throws FilterException
    {
        List<String> seen = new ArrayList<>();
        for (int round = 0; round < 2; round++)
        {
            for (FormatSet.Message message : formats.messages)
            {
                boolean counts = message.mode() == null || message.mode().equals(mode);
                if (counts == (round == 0) && !seen.contains(message.format()))
                {
                    seen.add(message.format());
                    prove(filter, mode, message, counts);
                }
            }
        }
    }

    private void prove(Filter filter, String mode, FormatSet.Message message, boolean counts) throws FilterException
    {
        Verdict verdict;
        try
        {
            verdict = prover.prove(filter, message.format(), counts);
        }
        catch (FormatException e)
        {
            throw message.error(e);
        }
        states += verdict.states();
        add(mode, message.format(), Finding.Kind.SPOOF, verdict.spoof());
        add(mode, message.format(), Finding.Kind.ESCAPE, verdict.escape());
        if (!verdict.complete())
        {
            findings.add(new Finding(mode, message.format(), Finding.Kind.UNDECIDED, verdict.undecided(), null));
        }
    }

    private void add(String mode, String format, Finding.Kind kind, Counterexample found)
    {
        boolean known = found == null;
        for (int i = 0; i < limitMet.length && found != null; i++)
        {
            FormatSet.Limit limit = formats.limits.get(i);
            if (limit.spoof() == (kind == Finding.Kind.SPOOF) && limit.format().equals(format))
            {
                known = true;
                limitMet[i] = true;
            }
        }
        if (!known)
        {
            findings.add(new Finding(mode, format, kind, null, found));
        }
    }

    /** @return what keeps the filter from being proved; none when it is, or when it has no formats. */
    public List<Finding> findings()
    {
        return findings;
    }

    /** @return the states that were looked at. */
    public int stateCount()
    {
        return states;
    }
}
