package banjo.filter;

import banjo.regex.Automaton;

/**
 * The automata of a filter and the meaning of their captures, for those who reason about it.
 *
 * @param message whether it sees a program's message without white space around, not the whole line less its date.
 * @param indented whether blanks at the beginning of that line are left to it.
 * @param prefix chooses what {@code failures} see; null for none.
 * @param content the capture of {@code prefix} that they see; without it they see what it saw.
 * @param failures the patterns of failures.
 * @param hosts the captures of {@code failures} that may be the host; the first that takes part is.
 * @param excuses the captures of {@code failures} that make a match no failure.
 * @param excused by pattern: whether its matches are no failures by themselves; null when none is, or captures tell.
 * @param ignored lines that do not count all the same; null for none.
 */
public record FilterParts(boolean message, boolean indented, Automaton prefix, int content, Automaton failures, int[] hosts, int[] excuses,
    boolean[] excused, Automaton ignored)
{
}
