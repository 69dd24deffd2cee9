/** Bans in the kernel: one interface of five verbs, nf_tables over netlink behind it, and a back end that only looks on. */
package banjo.firewall;
