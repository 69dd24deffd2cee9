/**
 * Regular expressions as fail2ban filters write them, compiled to tagged automata over bytes:
 * {@code Parser -> Node -> ProgramBuilder -> Program -> Determiniser -> Dfa -> Minimiser -> Tables -> DfaLoop}.
 * {@code Expander} takes look-arounds and conditionals out of a program. A pattern that is too large for tables runs in
 * {@code OnDemand} instead, over the same program: states made as lines ask for them, and {@code Simulation}.
 * The answer is the one Python's {@code re.search} gives (leftmost, first alternative); matching is one pass over the
 * line and allocates nothing. Knows nothing of filters, hosts or jails.
 */
package banjo.regex;
