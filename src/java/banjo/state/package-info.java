/** What outlives the daemon: one checksummed file, replaced as a whole. Knows bytes and files, not what they mean. */
package banjo.state;
