/** Text as bytes: UTF-8 and an append-only buffer that never grows. Knows nothing of the rest of banjo. */
package banjo.text;
