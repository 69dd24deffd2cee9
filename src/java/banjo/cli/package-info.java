/** The command line: one program that is daemon and client. Commands print through {@link banjo.cli.Output} and return an exit code. */
package banjo.cli;
