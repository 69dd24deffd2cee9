package banjo.prove;

import banjo.config.FilterConfiguration;
import banjo.config.Text;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
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
    private final List<Finding> findings = new ArrayList<>();
    private final boolean[] limitSeen;
    private int formats;
    private int modes;
    private int limits;
    private int states;

    private Proof(int limits)
    {
        limitSeen = new boolean[limits];
    }

    /** @throws FilterException with {@code FILE:LINE:COL: error: } when a pattern or a format cannot be used. */
    public static Proof of(Prover prover, FilterConfiguration definition) throws FilterException
    {
        Proof proof = new Proof(definition.knownLimits().size());
        List<String> names = modes(definition);
        proof.modes = names.size();
        proof.formats = definition.formats().size();
        for (FilterConfiguration.Mode mode : definition.modes())
        {
            proof.formats += mode.formats().size();
        }
        for (String name : names)
        {
            Filter filter = proof.formats == 0 ? null : FilterCompiler.compile(definition, name);
            List<String> counted = new ArrayList<>();
            for (Text format : definition.formats())
            {
                proof.add(prover, definition, filter, name, format, counted, true);
            }
            for (int own = 1; own >= 0; own--)
            {
                for (FilterConfiguration.Mode mode : definition.modes())
                {
                    for (Text format : mode.formats())
                    {
                        if (mode.name().equals(name) == (own == 1))
                        {
                            proof.add(prover, definition, filter, name, format, counted, own == 1);
                        }
                    }
                }
            }
        }
        proof.checkLimits(definition);
        return proof;
    }

    /** The mode without a name first, unless the filter has no pattern of its own. */
    private static List<String> modes(FilterConfiguration definition)
    {
        List<String> names = new ArrayList<>();
        if (!definition.failRegexes().isEmpty())
        {
            names.add(FilterCompiler.DEFAULT_MODE);
        }
        for (FilterConfiguration.Mode mode : definition.modes())
        {
            if (!names.contains(mode.name()))
            {
                names.add(mode.name());
            }
        }
        return names;
    }

    private void add(Prover prover, FilterConfiguration definition, Filter filter, String mode, Text format, List<String> seen,
        boolean counts) throws FilterException
    {
        if (seen.contains(format.value()))
        {
            return;
        }
        seen.add(format.value());
        Verdict verdict;
        try
        {
            verdict = prover.prove(filter, format.value(), counts);
        }
        catch (FormatException e)
        {
            throw new FilterException(format.origin().error(e.getMessage()));
        }
        states += verdict.states();
        boolean spoofKnown = isKnown(definition, format, true, verdict.spoof());
        boolean escapeKnown = isKnown(definition, format, false, verdict.escape());
        if (verdict.spoof() != null && !spoofKnown)
        {
            findings.add(new Finding(mode, format.value(), Finding.Kind.SPOOF, verdict.spoof()));
        }
        if (verdict.escape() != null && !escapeKnown)
        {
            findings.add(new Finding(mode, format.value(), Finding.Kind.ESCAPE, verdict.escape()));
        }
        if (!verdict.complete())
        {
            findings.add(new Finding(mode, format.value(), Finding.Kind.UNDECIDED, null));
        }
    }

    private boolean isKnown(FilterConfiguration definition, Text format, boolean spoof, Counterexample found)
    {
        boolean known = false;
        for (int i = 0; i < limitSeen.length && found != null; i++)
        {
            FilterConfiguration.KnownLimit limit = definition.knownLimits().get(i);
            if (limit.spoof() == spoof && limit.format().value().equals(format.value()))
            {
                known = true;
                limitSeen[i] = true;
            }
        }
        return known;
    }

    private void checkLimits(FilterConfiguration definition)
    {
        for (int i = 0; i < limitSeen.length; i++)
        {
            limits += limitSeen[i] ? 1 : 0;
            if (!limitSeen[i])
            {
                findings.add(new Finding("", definition.knownLimits().get(i).format().value(), Finding.Kind.NO_LIMIT, null));
            }
        }
    }

    /** @return what keeps the filter from being proved; none when it is. */
    public List<Finding> findings()
    {
        return findings;
    }

    /** @return how many formats the filter has; without any nothing is proved. */
    public int formatCount()
    {
        return formats;
    }

    public int modeCount()
    {
        return modes;
    }

    /** @return how many known limits were met. */
    public int limitCount()
    {
        return limits;
    }

    /** @return the states that were looked at. */
    public int stateCount()
    {
        return states;
    }
}
