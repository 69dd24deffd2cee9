/** IP addresses and prefixes: reading, writing, comparing. Knows nothing of the rest of banjo. */
package banjo.address;
