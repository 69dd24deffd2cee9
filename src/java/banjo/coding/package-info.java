/** An adaptive binary range coder, for what the program carries with it in stored form. */
package banjo.coding;
