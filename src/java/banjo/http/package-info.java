/** A small HTTP server inside the poll loop: GET and HEAD, a few clients at a time, everything bounded. Knows bytes, not what they mean. */
package banjo.http;
