package banjo.sys;

import banjo.text.Utf8;
import org.teavm.interop.Address;

/** System calls of the native binary: imported C functions that read and write the arrays in place. */
final class ImportedSys implements Sys
{
    private static final int ENVIRONMENT_BYTES = 4096;

    ImportedSys()
    {
        LibC.begin();
    }

    /** The address of a part of an array; an impossible part ends here, in managed code, not in the C function. */
    private static Address at(byte[] array, int offset, int length)
    {
        if (offset < 0 || length < 0 || length > array.length - offset)
        {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length + " of " + array.length);
        }
        return Address.ofData(array).add(offset);
    }

    private static void fields(long[] status)
    {
        if (status.length < FileStatus.FIELDS)
        {
            throw new IndexOutOfBoundsException("file status of " + status.length);
        }
    }

    @Override
    public int open(byte[] path, int flags, int mode)
    {
        return LibC.open(Address.ofData(path), flags, mode);
    }

    @Override
    public int close(int descriptor)
    {
        return LibC.close(descriptor);
    }

    @Override
    public int read(int descriptor, byte[] buffer, int offset, int length)
    {
        return LibC.read(descriptor, at(buffer, offset, length), length);
    }

    @Override
    public int readAt(int descriptor, byte[] buffer, int offset, int length, long place)
    {
        return LibC.readAt(descriptor, at(buffer, offset, length), length, place);
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length)
    {
        return LibC.write(descriptor, at(buffer, offset, length), length);
    }

    @Override
    public long seek(int descriptor, long offset, int whence)
    {
        return LibC.seek(descriptor, offset, whence);
    }

    @Override
    public int sync(int descriptor)
    {
        return LibC.sync(descriptor);
    }

    @Override
    public int stat(byte[] path, long[] status)
    {
        fields(status);
        return LibC.stat(Address.ofData(path), Address.ofData(status));
    }

    @Override
    public int statDescriptor(int descriptor, long[] status)
    {
        fields(status);
        return LibC.fstat(descriptor, Address.ofData(status));
    }

    @Override
    public int readLink(byte[] path, byte[] target)
    {
        return LibC.readlink(Address.ofData(path), Address.ofData(target), target.length);
    }

    @Override
    public int rename(byte[] from, byte[] to)
    {
        return LibC.rename(Address.ofData(from), Address.ofData(to));
    }

    @Override
    public int unlink(byte[] path)
    {
        return LibC.unlink(Address.ofData(path));
    }

    @Override
    public int makeDirectory(byte[] path, int mode)
    {
        return LibC.mkdir(Address.ofData(path), mode);
    }

    @Override
    public int changeMode(byte[] path, int mode)
    {
        return LibC.chmod(Address.ofData(path), mode);
    }

    @Override
    public int changeOwner(byte[] path, int user, int group)
    {
        return LibC.chown(Address.ofData(path), user, group);
    }

    @Override
    public int readDirectory(int descriptor, byte[] buffer)
    {
        return LibC.getdents(descriptor, Address.ofData(buffer), buffer.length);
    }

    @Override
    public int pipe(int[] ends)
    {
        return ends.length < 2 ? -Errno.EINVAL : LibC.pipe(Address.ofData(ends));
    }

    @Override
    public int poll(int[] descriptors, int[] events, int[] ready, int count, int timeoutMillis)
    {
        if (count < 0 || count > descriptors.length || count > events.length || count > ready.length)
        {
            return -Errno.EINVAL;
        }
        return LibC.poll(Address.ofData(descriptors), Address.ofData(events), Address.ofData(ready), count, timeoutMillis);
    }

    @Override
    public int inotifyCreate()
    {
        return LibC.inotifyCreate();
    }

    @Override
    public int inotifyAdd(int descriptor, byte[] path, int mask)
    {
        return LibC.inotifyAdd(descriptor, Address.ofData(path), mask);
    }

    @Override
    public int inotifyRemove(int descriptor, int watch)
    {
        return LibC.inotifyRemove(descriptor, watch);
    }

    @Override
    public int socket(int domain, int type, int protocol)
    {
        return LibC.socket(domain, type, protocol);
    }

    @Override
    public int bindUnix(int descriptor, byte[] path)
    {
        return LibC.bindUnix(descriptor, Address.ofData(path), path.length);
    }

    @Override
    public int connectUnix(int descriptor, byte[] path)
    {
        return LibC.connectUnix(descriptor, Address.ofData(path), path.length);
    }

    @Override
    public int bindNetlink(int descriptor)
    {
        return LibC.bindNetlink(descriptor);
    }

    @Override
    public int bindInternet(int descriptor, boolean ipv6, long high, long low, int port)
    {
        return LibC.bindInternet(descriptor, ipv6 ? 1 : 0, high, low, port);
    }

    @Override
    public int connectInternet(int descriptor, boolean ipv6, long high, long low, int port)
    {
        return LibC.connectInternet(descriptor, ipv6 ? 1 : 0, high, low, port);
    }

    @Override
    public int listen(int descriptor, int backlog)
    {
        return LibC.listen(descriptor, backlog);
    }

    @Override
    public int accept(int descriptor)
    {
        return LibC.accept(descriptor);
    }

    @Override
    public int setSocketOption(int descriptor, int level, int option, int value)
    {
        return LibC.setSocketOption(descriptor, level, option, value);
    }

    @Override
    public long filterSize(int descriptor, boolean ipv6)
    {
        return LibC.filterSize(descriptor, ipv6 ? 1 : 0);
    }

    @Override
    public int send(int descriptor, byte[] buffer, int offset, int length, int flags)
    {
        return LibC.send(descriptor, at(buffer, offset, length), length, flags);
    }

    @Override
    public int receive(int descriptor, byte[] buffer, int offset, int length, int flags)
    {
        return LibC.receive(descriptor, at(buffer, offset, length), length, flags);
    }

    @Override
    public int peerCredentials(int descriptor, int[] processUserGroup)
    {
        return processUserGroup.length < 3 ? -Errno.EINVAL : LibC.peer(descriptor, Address.ofData(processUserGroup));
    }

    @Override
    public int spawn(byte[] arguments, int input, int output, int error)
    {
        if (arguments.length == 0 || arguments[arguments.length - 1] != 0)
        {
            return -Errno.EINVAL;
        }
        return LibC.spawn(Address.ofData(arguments), arguments.length, input, output, error);
    }

    @Override
    public int waitProcess(int process)
    {
        return LibC.waitProcess(process);
    }

    @Override
    public int kill(int process, int signal)
    {
        return LibC.kill(process, signal);
    }

    @Override
    public int dropPrivileges(int user, int group, long capabilities, boolean programs)
    {
        return LibC.dropPrivileges(user, group, capabilities, programs ? 1 : 0);
    }

    @Override
    public boolean isTerminal(int descriptor)
    {
        return LibC.terminal(descriptor) == 1;
    }

    @Override
    public int processId()
    {
        return LibC.process();
    }

    @Override
    public int effectiveUserId()
    {
        return LibC.user();
    }

    @Override
    public int signalPipe(int[] signals)
    {
        return LibC.signalPipe(Address.ofData(signals), signals.length);
    }

    @Override
    public String environment(String name)
    {
        byte[] key = Paths.of(name);
        byte[] value = new byte[ENVIRONMENT_BYTES];
        int length = LibC.environment(Address.ofData(key), Address.ofData(value), value.length);
        return length < 0 ? null : Utf8.decode(value, 0, length < value.length ? length : value.length);
    }

    @Override
    public long monotonicNanos()
    {
        return LibC.clock(1);
    }

    @Override
    public long realtimeNanos()
    {
        return LibC.clock(0);
    }

    @Override
    public long processNanos()
    {
        return LibC.clock(2);
    }

    @Override
    public int translateError(int error)
    {
        return LibC.translate(error);
    }

    @Override
    public void exit(int code)
    {
        LibC.exit(code);
    }
}
