/**
 * From a log line to a failure: the syslog header taken apart, the tags of fail2ban's filter language, filters of one stage
 * ({@link banjo.filter.Filter}) and filters that work in stages as fail2ban's do ({@code Stages}: date, prefix, failures, ignored lines,
 * connections, several lines), and the library of built-in ones.
 */
package banjo.filter;
