/** Serving clients inside the poll loop: a few at a time, piece by piece, everything bounded. Knows bytes and time, not what they say. */
package banjo.server;
