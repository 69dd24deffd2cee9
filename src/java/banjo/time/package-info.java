/**
 * Dates of log lines and time zones: {@link banjo.time.DateReader} reads the date at the beginning of a line,
 * {@link banjo.time.DateFinder} finds it anywhere with fail2ban's templates or a datepattern (docs/dates.md),
 * {@link banjo.time.Zone} maps local time to epoch seconds and back, {@link banjo.time.DateWriter} writes dates for people.
 * Knows nothing of files: zone data comes in as bytes or as a string.
 */
package banjo.time;
