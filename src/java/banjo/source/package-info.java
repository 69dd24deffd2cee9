/** Log files and streams followed as they are written, and cut into lines. */
package banjo.source;
