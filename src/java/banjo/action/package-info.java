/** Operators' own commands at bans and unbans: bounded, timed, never through a shell. */
package banjo.action;
