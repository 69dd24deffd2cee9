/** What the machine's network says of addresses: its own over rtnetlink(7), those of host names over DNS. Never waits for an answer. */
package banjo.network;
