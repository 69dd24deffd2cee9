/** The loop and its wiring: the only place that knows sources, filters, jails, firewall and control socket all together. */
package banjo.daemon;
