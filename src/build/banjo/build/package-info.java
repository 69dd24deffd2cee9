/** Build-time tools: they run on the JDK that builds banjo and are no part of the product. */
package banjo.build;
