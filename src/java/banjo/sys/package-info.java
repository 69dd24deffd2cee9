/**
 * The operating system behind one interface, {@link banjo.sys.Sys}, and memory that costs nothing until it is used.
 * {@code Platform} and {@code IntMemory} exist twice under the same names: in src/jvm for the image
 * (jnr-ffi) and in src/teavm for the native binary (imported C functions, src/native/banjo_sys.h).
 */
package banjo.sys;
