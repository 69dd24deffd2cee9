/**
 * The control socket (docs/control-protocol.md): {@link banjo.control.ControlServer} in the daemon's loop, {@link banjo.control.ControlClient}
 * in the commands that ask it. What the answers say is the daemon's business ({@link banjo.control.ControlHandler}).
 */
package banjo.control;
