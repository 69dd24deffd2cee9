package banjo.sys;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The C functions of src/native/banjo_sys.h, as TeaVM imports them. */
@Include("banjo_sys.h")
final class LibC
{
    private LibC()
    {
    }

    @Import(name = "banjo_open")
    @Unmanaged
    static native int open(Address path, int flags, int mode);

    @Import(name = "banjo_close")
    @Unmanaged
    static native int close(int descriptor);

    @Import(name = "banjo_read")
    @Unmanaged
    static native int read(int descriptor, Address buffer, int length);

    @Import(name = "banjo_read_at")
    @Unmanaged
    static native int readAt(int descriptor, Address buffer, int length, long place);

    @Import(name = "banjo_write")
    @Unmanaged
    static native int write(int descriptor, Address buffer, int length);

    @Import(name = "banjo_seek")
    @Unmanaged
    static native long seek(int descriptor, long offset, int whence);

    @Import(name = "banjo_sync")
    @Unmanaged
    static native int sync(int descriptor);

    @Import(name = "banjo_stat")
    @Unmanaged
    static native int stat(Address path, Address fields);

    @Import(name = "banjo_fstat")
    @Unmanaged
    static native int fstat(int descriptor, Address fields);

    @Import(name = "banjo_readlink")
    @Unmanaged
    static native int readlink(Address path, Address target, int length);

    @Import(name = "banjo_rename")
    @Unmanaged
    static native int rename(Address from, Address to);

    @Import(name = "banjo_unlink")
    @Unmanaged
    static native int unlink(Address path);

    @Import(name = "banjo_mkdir")
    @Unmanaged
    static native int mkdir(Address path, int mode);

    @Import(name = "banjo_chmod")
    @Unmanaged
    static native int chmod(Address path, int mode);

    @Import(name = "banjo_chown")
    @Unmanaged
    static native int chown(Address path, int user, int group);

    @Import(name = "banjo_getdents")
    @Unmanaged
    static native int getdents(int descriptor, Address buffer, int length);

    @Import(name = "banjo_pipe")
    @Unmanaged
    static native int pipe(Address ends);

    @Import(name = "banjo_poll")
    @Unmanaged
    static native int poll(Address descriptors, Address events, Address ready, int count, int timeoutMillis);

    @Import(name = "banjo_inotify_create")
    @Unmanaged
    static native int inotifyCreate();

    @Import(name = "banjo_inotify_add")
    @Unmanaged
    static native int inotifyAdd(int descriptor, Address path, int mask);

    @Import(name = "banjo_inotify_remove")
    @Unmanaged
    static native int inotifyRemove(int descriptor, int watch);

    @Import(name = "banjo_socket")
    @Unmanaged
    static native int socket(int domain, int type, int protocol);

    @Import(name = "banjo_bind_unix")
    @Unmanaged
    static native int bindUnix(int descriptor, Address path, int length);

    @Import(name = "banjo_connect_unix")
    @Unmanaged
    static native int connectUnix(int descriptor, Address path, int length);

    @Import(name = "banjo_bind_netlink")
    @Unmanaged
    static native int bindNetlink(int descriptor);

    @Import(name = "banjo_bind_internet")
    @Unmanaged
    static native int bindInternet(int descriptor, int ipv6, long high, long low, int port);

    @Import(name = "banjo_connect_internet")
    @Unmanaged
    static native int connectInternet(int descriptor, int ipv6, long high, long low, int port);

    @Import(name = "banjo_listen")
    @Unmanaged
    static native int listen(int descriptor, int backlog);

    @Import(name = "banjo_accept")
    @Unmanaged
    static native int accept(int descriptor);

    @Import(name = "banjo_set_socket_option")
    @Unmanaged
    static native int setSocketOption(int descriptor, int level, int option, int value);

    @Import(name = "banjo_filter_size")
    @Unmanaged
    static native long filterSize(int descriptor, int ipv6);

    @Import(name = "banjo_send")
    @Unmanaged
    static native int send(int descriptor, Address buffer, int length, int flags);

    @Import(name = "banjo_receive")
    @Unmanaged
    static native int receive(int descriptor, Address buffer, int length, int flags);

    @Import(name = "banjo_peer")
    @Unmanaged
    static native int peer(int descriptor, Address processUserGroup);

    @Import(name = "banjo_spawn")
    @Unmanaged
    static native int spawn(Address arguments, int length, int input, int output, int error);

    @Import(name = "banjo_wait")
    @Unmanaged
    static native int waitProcess(int process);

    @Import(name = "banjo_kill")
    @Unmanaged
    static native int kill(int process, int signal);

    @Import(name = "banjo_drop_privileges")
    @Unmanaged
    static native int dropPrivileges(int user, int group, long capabilities, int programs);

    @Import(name = "banjo_terminal")
    @Unmanaged
    static native int terminal(int descriptor);

    @Import(name = "banjo_process")
    @Unmanaged
    static native int process();

    @Import(name = "banjo_user")
    @Unmanaged
    static native int user();

    @Import(name = "banjo_signal_pipe")
    @Unmanaged
    static native int signalPipe(Address signals, int count);

    @Import(name = "banjo_environment")
    @Unmanaged
    static native int environment(Address name, Address value, int room);

    @Import(name = "banjo_clock")
    @Unmanaged
    static native long clock(int clock);

    @Import(name = "banjo_exit")
    @Unmanaged
    static native void exit(int code);

    @Import(name = "banjo_begin")
    @Unmanaged
    static native void begin();

    /** Ends the process: a table was used beyond its end. */
    @Import(name = "banjo_prefetch")
    @Unmanaged
    static native void prefetch(Address at);

    @Import(name = "banjo_out_of_bounds")
    @Unmanaged
    static native void outOfBounds();

    @Import(name = "banjo_map")
    @Unmanaged
    static native Address map(long bytes);

    @Import(name = "banjo_unmap")
    @Unmanaged
    static native void unmap(Address memory, long bytes);

    @Import(name = "banjo_trim_heap")
    static native void trimHeap();

    @Import(name = "banjo_forget")
    @Unmanaged
    static native void forget(Address memory, long bytes);

    @Import(name = "banjo_builtin_filters")
    @Unmanaged
    static native Address builtinFilters();

    @Import(name = "banjo_builtin_filters_length")
    @Unmanaged
    static native int builtinFiltersLength();

    @Import(name = "banjo_translate")
    @Unmanaged
    static native int translate(int error);

    @Import(name = "banjo_find")
    @Unmanaged
    static native int find(Address buffer, int value, int length);

    @Import(name = "banjo_hash")
    @Unmanaged
    static native long hash(Address buffer, int length);

    @Import(name = "banjo_find_last")
    @Unmanaged
    static native int findLast(Address buffer, int from, int length, int value);
}
