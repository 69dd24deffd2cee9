/**
 * Reads fail2ban's filter definitions (filter.d/*.conf) as fail2ban does: Python's configparser dialect of INI, includes, .local
 * overlays, {@code %(x)s} and {@code <x>} substitution. Knows nothing of matching.
 */
package banjo.fail2ban;
