package banjo.sys;

import jnr.ffi.Pointer;

/** The functions of the C library that the image calls, as jnr-ffi binds them: plain longs and ints, buffers off the heap. */
@SuppressWarnings("checkstyle:MethodName")
public interface LibC
{
    int open(byte[] path, int flags, int mode);

    int close(int descriptor);

    long read(int descriptor, Pointer buffer, long length);

    long pread(int descriptor, Pointer buffer, long length, long place);

    long write(int descriptor, Pointer buffer, long length);

    long lseek(int descriptor, long offset, int whence);

    int fsync(int descriptor);

    int statx(int directory, byte[] path, int flags, int mask, Pointer status);

    long readlink(byte[] path, Pointer target, long length);

    int rename(byte[] from, byte[] to);

    int unlink(byte[] path);

    int mkdir(byte[] path, int mode);

    int chmod(byte[] path, int mode);

    int lchown(byte[] path, int user, int group);

    long getdents64(int descriptor, Pointer buffer, long length);

    int pipe2(Pointer ends, int flags);

    int poll(Pointer entries, long count, int timeout);

    int inotify_init1(int flags);

    int inotify_add_watch(int descriptor, byte[] path, int mask);

    int inotify_rm_watch(int descriptor, int watch);

    int socket(int domain, int type, int protocol);

    int bind(int descriptor, Pointer address, int length);

    int connect(int descriptor, Pointer address, int length);

    int getsockname(int descriptor, Pointer address, Pointer length);

    int listen(int descriptor, int backlog);

    int accept4(int descriptor, Pointer address, Pointer length, int flags);

    int setsockopt(int descriptor, int level, int option, Pointer value, int length);

    int getsockopt(int descriptor, int level, int option, Pointer value, Pointer length);

    long send(int descriptor, Pointer buffer, long length, int flags);

    long recv(int descriptor, Pointer buffer, long length, int flags);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    int posix_spawn_file_actions_addopen(Pointer actions, int descriptor, byte[] path, int flags, int mode);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int sigemptyset(Pointer signals);

    int sigfillset(Pointer signals);

    int posix_spawnp(Pointer process, Pointer program, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

    long syscall(long number, long first, long last, long flags);

    int fcntl(int descriptor, int command, int value);

    int waitpid(int process, Pointer status, int options);

    int kill(int process, int signal);

    long signal(int signal, long handler);

    int isatty(int descriptor);

    int getpid();

    int geteuid();

    int clock_gettime(int clock, Pointer time);
}
