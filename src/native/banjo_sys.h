/*
 * The system calls of banjo.sys.Sys for the native binary. Everything that differs by CPU is resolved here by the C
 * headers: constants, structure layouts, error numbers. A call returns its result, or the negated generic error number.
 */
#ifndef BANJO_SYS_H
#define BANJO_SYS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

/* Maps this CPU's errno to the numbers of asm-generic/errno.h, which banjo.sys.Errno uses. */
static inline int banjo_translate(int error)
{
    switch (error < 0 ? -error : error) {
    case 0: return 0;
    case EPERM: return -1;
    case ENOENT: return -2;
    case EINTR: return -4;
    case EIO: return -5;
    case EBADF: return -9;
    case EAGAIN: return -11;
    case ENOMEM: return -12;
    case EACCES: return -13;
    case EBUSY: return -16;
    case EEXIST: return -17;
    case ENOTDIR: return -20;
    case EISDIR: return -21;
    case EINVAL: return -22;
    case ENFILE: return -23;
    case EMFILE: return -24;
    case EFBIG: return -27;
    case ENOSPC: return -28;
    case ESPIPE: return -29;
    case EROFS: return -30;
    case EPIPE: return -32;
    case ENAMETOOLONG: return -36;
    case ENOSYS: return -38;
    case ELOOP: return -40;
    case EOVERFLOW: return -75;
    case EMSGSIZE: return -90;
    case EPROTONOSUPPORT: return -93;
    case EOPNOTSUPP: return -95;
    case EAFNOSUPPORT: return -97;
    case EADDRINUSE: return -98;
    case EADDRNOTAVAIL: return -99;
    case ENETDOWN: return -100;
    case ECONNRESET: return -104;
    case ENOBUFS: return -105;
    case ENOTCONN: return -107;
    case ETIMEDOUT: return -110;
    case ECONNREFUSED: return -111;
    case EINPROGRESS: return -115;
    case ECANCELED: return -125;
    default: return error < 0 ? error : -error;
    }
}

static inline int banjo_error(void)
{
    return banjo_translate(errno);
}

static inline int banjo_result(long value)
{
    return value >= 0 ? (int)value : banjo_error();
}

static inline int banjo_open(void *path, int flags, int mode)
{
    int bits = O_CLOEXEC | (flags & 3);
    bits |= flags & 0x40 ? O_CREAT : 0;
    bits |= flags & 0x80 ? O_EXCL : 0;
    bits |= flags & 0x200 ? O_TRUNC : 0;
    bits |= flags & 0x400 ? O_APPEND : 0;
    bits |= flags & 0x800 ? O_NONBLOCK : 0;
    bits |= flags & 0x10000 ? O_DIRECTORY : 0;
    return banjo_result(open(path, bits, mode));
}

static inline int banjo_close(int fd) { return banjo_result(close(fd)); }
static inline int banjo_read(int fd, void *buffer, int length) { return banjo_result(read(fd, buffer, length)); }
static inline int banjo_read_at(int fd, void *buffer, int length, int64_t place) { return banjo_result(pread(fd, buffer, length, place)); }
static inline int banjo_write(int fd, void *buffer, int length) { return banjo_result(write(fd, buffer, length)); }
static inline int banjo_sync(int fd) { return banjo_result(fsync(fd)); }
static inline int banjo_rename(void *from, void *to) { return banjo_result(rename(from, to)); }
static inline int banjo_unlink(void *path) { return banjo_result(unlink(path)); }
static inline int banjo_mkdir(void *path, int mode) { return banjo_result(mkdir(path, mode)); }
static inline int banjo_chmod(void *path, int mode) { return banjo_result(chmod(path, mode)); }
static inline int banjo_chown(void *path, int user, int group) { return banjo_result(lchown(path, user, group)); }
static inline int banjo_readlink(void *path, void *target, int length) { return banjo_result(readlink(path, target, length)); }
static inline int banjo_getdents(int fd, void *buffer, int length) { return banjo_result(syscall(SYS_getdents64, fd, buffer, length)); }

static inline int64_t banjo_seek(int fd, int64_t offset, int whence)
{
    int64_t at = lseek(fd, offset, whence);
    return at >= 0 ? at : banjo_error();
}

/* Fields in the order of banjo.sys.FileStatus. */
static inline int banjo_status(int result, struct stat *status, int64_t *fields)
{
    if (result < 0) {
        return banjo_error();
    }
    fields[0] = status->st_dev;
    fields[1] = status->st_ino;
    fields[2] = status->st_mode;
    fields[3] = status->st_size;
    fields[4] = status->st_uid;
    fields[5] = status->st_gid;
    fields[6] = status->st_nlink;
    fields[7] = (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
    return 0;
}

static inline int banjo_stat(void *path, void *fields)
{
    struct stat status;
    int result = stat(path, &status);
    return banjo_status(result, &status, fields);
}

static inline int banjo_fstat(int fd, void *fields)
{
    struct stat status;
    int result = fstat(fd, &status);
    return banjo_status(result, &status, fields);
}

static inline int banjo_pipe(void *ends) { return banjo_result(pipe2(ends, O_CLOEXEC | O_NONBLOCK)); }

static inline int banjo_poll(void *descriptors, void *events, void *ready, int count, int timeout)
{
    struct pollfd entries[256];
    if (count < 0 || count > 256) {
        return -22;
    }
    for (int i = 0; i < count; i++) {
        entries[i].fd = ((int32_t *)descriptors)[i];
        entries[i].events = (short)((int32_t *)events)[i];
        entries[i].revents = 0;
    }
    int result = banjo_result(poll(entries, count, timeout));
    for (int i = 0; i < count; i++) {
        ((int32_t *)ready)[i] = result > 0 ? (uint16_t)entries[i].revents : 0;
    }
    return result;
}

static inline int banjo_inotify_create(void) { return banjo_result(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)); }
static inline int banjo_inotify_add(int fd, void *path, int mask) { return banjo_result(inotify_add_watch(fd, path, (uint32_t)mask)); }
static inline int banjo_inotify_remove(int fd, int watch) { return banjo_result(inotify_rm_watch(fd, watch)); }

static inline int banjo_socket(int domain, int type, int protocol)
{
    int cpu_type = type == 1 ? SOCK_STREAM : type == 2 ? SOCK_DGRAM : SOCK_RAW;
    return banjo_result(socket(domain, cpu_type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
}

static inline int banjo_unix_address(struct sockaddr_un *address, void *path, int length)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length > (int)sizeof address->sun_path) {
        return -36;
    }
    memcpy(address->sun_path, path, length);
    return 0;
}

static inline int banjo_bind_unix(int fd, void *path, int length)
{
    struct sockaddr_un address;
    int result = banjo_unix_address(&address, path, length);
    return result < 0 ? result : banjo_result(bind(fd, (struct sockaddr *)&address, sizeof address));
}

static inline int banjo_connect_unix(int fd, void *path, int length)
{
    struct sockaddr_un address;
    int result = banjo_unix_address(&address, path, length);
    return result < 0 ? result : banjo_result(connect(fd, (struct sockaddr *)&address, sizeof address));
}

static inline int banjo_bind_netlink(int fd)
{
    struct sockaddr_nl address;
    socklen_t length = sizeof address;
    memset(&address, 0, sizeof address);
    address.nl_family = AF_NETLINK;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || getsockname(fd, (struct sockaddr *)&address, &length) < 0) {
        return banjo_error();
    }
    return (int)(address.nl_pid & 0x7FFFFFFF);
}

/* The address comes as the two halves of 128 bits; IPv4 is in the last 32. */
static inline socklen_t banjo_internet_address(struct sockaddr_storage *storage, int ipv6, int64_t high, int64_t low, int port)
{
    memset(storage, 0, sizeof *storage);
    if (ipv6) {
        struct sockaddr_in6 *address = (struct sockaddr_in6 *)storage;
        address->sin6_family = AF_INET6;
        address->sin6_port = htons((uint16_t)port);
        for (int i = 0; i < 8; i++) {
            address->sin6_addr.s6_addr[i] = (uint8_t)((uint64_t)high >> (56 - 8 * i));
            address->sin6_addr.s6_addr[8 + i] = (uint8_t)((uint64_t)low >> (56 - 8 * i));
        }
        return sizeof *address;
    }
    struct sockaddr_in *address = (struct sockaddr_in *)storage;
    address->sin_family = AF_INET;
    address->sin_port = htons((uint16_t)port);
    address->sin_addr.s_addr = htonl((uint32_t)low);
    return sizeof *address;
}

static inline int banjo_bind_internet(int fd, int ipv6, int64_t high, int64_t low, int port)
{
    struct sockaddr_storage address;
    socklen_t length = banjo_internet_address(&address, ipv6, high, low, port);
    return banjo_result(bind(fd, (struct sockaddr *)&address, length));
}

static inline int banjo_connect_internet(int fd, int ipv6, int64_t high, int64_t low, int port)
{
    struct sockaddr_storage address;
    socklen_t length = banjo_internet_address(&address, ipv6, high, low, port);
    return banjo_result(connect(fd, (struct sockaddr *)&address, length));
}

static inline int banjo_listen(int fd, int backlog) { return banjo_result(listen(fd, backlog)); }
static inline int banjo_accept(int fd) { return banjo_result(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)); }

static inline int banjo_set_socket_option(int fd, int level, int option, int value)
{
    if (level == 1) {
        level = SOL_SOCKET;
        switch (option) {
        case 2: option = SO_REUSEADDR; break;
        case 7: option = SO_SNDBUF; break;
        case 8: option = SO_RCVBUF; break;
        case 32: option = SO_SNDBUFFORCE; break;
        case 33: option = SO_RCVBUFFORCE; break;
        }
    }
    return banjo_result(setsockopt(fd, level, option, &value, sizeof value));
}

/* struct ipt_getinfo: the table's name, then 11 numbers before the count of entries and that of bytes. */
static inline int64_t banjo_filter_size(int fd, int ipv6)
{
    struct { char name[32]; uint32_t numbers[13]; } info = {"filter"};
    socklen_t length = sizeof info;
    return getsockopt(fd, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, 64, &info, &length) < 0 ? banjo_error() : (int64_t)info.numbers[12] << 32 | info.numbers[11];
}

static inline int banjo_send(int fd, void *buffer, int length, int flags)
{
    return banjo_result(send(fd, buffer, length, (flags & 0x40 ? MSG_DONTWAIT : 0) | MSG_NOSIGNAL));
}

static inline int banjo_receive(int fd, void *buffer, int length, int flags)
{
    return banjo_result(recv(fd, buffer, length, (flags & 0x40 ? MSG_DONTWAIT : 0) | MSG_TRUNC));
}

static inline int banjo_peer(int fd, void *process_user_group)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    int result = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length);
    if (result < 0) {
        return banjo_error();
    }
    ((int32_t *)process_user_group)[0] = peer.pid;
    ((int32_t *)process_user_group)[1] = (int32_t)peer.uid;
    ((int32_t *)process_user_group)[2] = (int32_t)peer.gid;
    return 0;
}

static inline int64_t banjo_clock(int clock)
{
    struct timespec time;
    clock_gettime(clock == 0 ? CLOCK_REALTIME : clock == 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* A daemon's SIGHUP waits from the beginning until banjo_signal_pipe can take it: by default it would end the process. */
static inline void banjo_mask_hangup(int how)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    sigprocmask(how, &signals, NULL);
}

static inline void banjo_hold_hangup(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "run") == 0) {
        banjo_mask_hangup(SIG_BLOCK);
    }
}

static int banjo_signal_writer = -1;

static void banjo_on_signal(int signal)
{
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    if (write(banjo_signal_writer, &number, 1) < 0) {
        /* a full pipe holds this signal already */
    }
    errno = saved;
}

static inline int banjo_signal_pipe(void *signals, int count)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
        return banjo_error();
    }
    banjo_signal_writer = ends[1];
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = banjo_on_signal;
    for (int i = 0; i < count; i++) {
        sigaction(((int32_t *)signals)[i], &action, NULL);
    }
    banjo_mask_hangup(SIG_UNBLOCK);
    return ends[0];
}

extern char **environ;

static inline int banjo_spawn(void *arguments, int length, int input, int output, int error)
{
    char *argv[65];
    int streams[3] = {input, output, error};
    int count = 0;
    for (char *at = arguments, *end = at + length; at < end; at += strlen(at) + 1) {
        if (count == 64) {
            return -7;
        }
        argv[count++] = at;
    }
    argv[count] = NULL;
    if (count == 0) {
        return -22;
    }
#ifdef SYS_close_range
    /* Descriptors that were open before us are passed on to nobody; CLOSE_RANGE_CLOEXEC, Linux 5.11. */
    syscall(SYS_close_range, 3, ~0u, 4);
#endif
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    pid_t process;
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; i++) {
        if (streams[i] >= 0) {
            if (streams[i] > 2) {
                fcntl(streams[i], F_SETFL, fcntl(streams[i], F_GETFL) & ~O_NONBLOCK);
            }
            posix_spawn_file_actions_adddup2(&actions, streams[i], i);
        } else {
            posix_spawn_file_actions_addopen(&actions, i, "/dev/null", i == 0 ? O_RDONLY : O_WRONLY, 0);
        }
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    int result = posix_spawnp(&process, argv[0], &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result == 0 ? (int)process : banjo_translate(result);
}

static inline int banjo_wait(int process)
{
    int status;
    int result = waitpid(process, &status, WNOHANG);
    return result == 0 ? -11 : result < 0 ? banjo_error() : WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

static inline int banjo_kill(int process, int signal) { return banjo_result(kill(process, signal)); }

/* Bounding set and ambient capabilities: those that may not be changed are limited by whoever started us. */
static inline int banjo_drop_privileges(int user, int group, int64_t capabilities, int programs)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    for (int capability = 0; capability < 64 && !programs; capability++) {
        if ((capabilities >> capability & 1) == 0) {
            prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
        }
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (user >= 0 && (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 || setgroups(0, NULL) < 0 || setgid((gid_t)group) < 0 || setuid((uid_t)user) < 0)) {
        return banjo_error();
    }
    if (syscall(SYS_capget, &header, data) < 0) {
        return banjo_error();
    }
    for (int half = 0; half < 2; half++) {
        data[half].permitted &= (uint32_t)(capabilities >> 32 * half);
        data[half].effective = data[half].permitted;
        data[half].inheritable = 0;
    }
    if (syscall(SYS_capset, &header, data) < 0) {
        return banjo_error();
    }
    return programs ? 0 : banjo_result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static inline int banjo_terminal(int descriptor) { return isatty(descriptor); }
static inline int banjo_process(void) { return getpid(); }
static inline int banjo_user(void) { return (int)geteuid(); }
static inline void banjo_exit(int code) { _exit(code); }

/* A fault of the CPU below 64 KB, where nothing lies, is a null reference in Java (banjo.build.CheaperChecks) and ends like what
   banjo.sys.Diagnostics reports. Any other fault kills as ever. */
static void banjo_on_fault(int number, siginfo_t *fault, void *context)
{
    static const char text[] = "banjo: internal error: null reference\n";
    if (fault->si_code > 0 && (uintptr_t)fault->si_addr < 65536) {
        if (write(2, text, sizeof text - 1) < 0) {
            /* nobody reads it */
        }
        _exit(1);
    }
    signal(number, SIG_DFL);
    raise(number);
}

/* A closed pipe is an error number, not a death. */
static inline void banjo_begin(void)
{
    signal(SIGPIPE, SIG_IGN);
#ifndef __SANITIZE_ADDRESS__
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = banjo_on_fault;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &action, NULL);
#endif
}

/* @return the length of the variable, copied as far as it fits; -1 when it is not set. */
static inline int banjo_environment(void *name, void *value, int room)
{
    const char *found = getenv(name);
    if (found == NULL) {
        return -1;
    }
    int length = (int)strlen(found);
    memcpy(value, found, length < room ? length : room);
    return length;
}

/* Zeroed memory that costs nothing until it is touched; the process ends when the kernel gives none. */
static inline void *banjo_map(int64_t bytes)
{
    void *memory = mmap(NULL, (size_t)(bytes > 0 ? bytes : 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        static const char message[] = "banjo: error: out of memory at start; lower memory_ceiling\n";
        if (write(2, message, sizeof message - 1) < 0) {
            _exit(1);
        }
        _exit(1);
    }
    return memory;
}

static inline void banjo_unmap(void *memory, int64_t bytes)
{
    munmap(memory, (size_t)(bytes > 0 ? bytes : 1));
}

/* Gives pages back that stay mapped; of any size that Linux has. */
static inline void banjo_forget(void *memory, int64_t bytes)
{
    madvise(memory, (size_t)(bytes & ~(int64_t)0xFFFF), MADV_DONTNEED);
}

static inline void banjo_prefetch(const void *at)
{
    __builtin_prefetch(at);
}

static inline void banjo_out_of_bounds(void)
{
    static const char message[] = "banjo: error: a table was used beyond its end; please report this\n";
    if (write(2, message, sizeof message - 1) < 0) {
        abort();
    }
    abort();
}

/* The built-in filters: an array that the build writes into banjo_filters.h. */
#include "banjo_filters.h"

static inline void *banjo_builtin_filters(void) { return (void *)banjo_filters; }
static inline int banjo_builtin_filters_length(void) { return (int)sizeof banjo_filters; }

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* @return a number that tells texts from each other: eight bytes a step, the last ones once more where that fills a step. */
static inline int64_t banjo_hash(void *buffer, int length)
{
    const unsigned char *bytes = buffer;
    uint64_t hash = (uint64_t)length, word = 0;
    int at = 0;
    for (; at < length; at += 8) {
        if (length >= 8)
            memcpy(&word, bytes + (at + 8 <= length ? at : length - 8), 8);
        else
            for (int i = 0; i < length; ++i)
                word = word << 8 | bytes[i];
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return (int64_t)hash;
}

/* @return the index of the first such byte, or -1. On x86 32 bytes at a time, which on short lines takes half of memchr's time. */
static inline int banjo_find(void *buffer, int value, int length)
{
    const char *bytes = buffer;
    int at = 0;
#if defined(__SSE2__)
    __m128i wanted = _mm_set1_epi8((char)value);
    for (; at + 32 <= length; at += 32) {
        __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), wanted);
        __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at + 16)), wanted);
        unsigned found = (unsigned)_mm_movemask_epi8(low) | (unsigned)_mm_movemask_epi8(high) << 16;
        if (found != 0)
            return at + __builtin_ctz(found);
    }
    if (at + 16 <= length) {
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), wanted));
        if (found != 0)
            return at + __builtin_ctz((unsigned)found);
        at += 16;
    }
    for (; at < length; at++) {
        if (bytes[at] == (char)value)
            return at;
    }
    return -1;
#else
    const char *found = memchr(bytes, value, (size_t)length);
    return found == NULL ? -1 : (int)(found - bytes);
#endif
}

/*
 * @return the index of the last such byte among those from an index on, or -1. On x86 16 bytes at a time, without a branch on how
 * long the word is, which changes from line to line.
 */
static inline int banjo_find_last(void *buffer, int from, int length, int value)
{
    const char *bytes = buffer;
    int at = length;
#if defined(__SSE2__)
    __m128i wanted = _mm_set1_epi8((char)value);
    for (; at >= 16 && at > from; at -= 16) {
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at - 16)), wanted));
        int before = from - (at - 16);
        found &= ~0u << (before < 0 ? 0 : before);
        if (found != 0)
            return at - 16 + 31 - __builtin_clz(found);
    }
#endif
    while (--at >= from) {
        if (bytes[at] == (char)value)
            return at;
    }
    return -1;
}

#endif
