/**
 * From a log line to a failure: the syslog header taken apart, the host tags of fail2ban's filter language, compiled filters
 * and the library of built-in ones.
 */
package banjo.filter;
