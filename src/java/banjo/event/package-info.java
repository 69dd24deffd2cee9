/** What happens, told: one line for each event, as text or JSON, to standard error, a file or syslog. */
package banjo.event;
