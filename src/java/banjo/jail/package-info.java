/** Attempts and bans of each jail in fixed tables: who failed when, who is banned until when. Knows nothing of the firewall. */
package banjo.jail;
