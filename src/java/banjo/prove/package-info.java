/**
 * Proves filters: the product of a message template and the compiled filter, searched for a line on which the filter bans
 * another address than the program's or none. See {@link banjo.prove.Prover}.
 */
package banjo.prove;
