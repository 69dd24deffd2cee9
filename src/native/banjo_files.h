/* The calls of banjo.sys.Sys on files, directories, pipes and what waits for them. */
#ifndef BANJO_FILES_H
#define BANJO_FILES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "banjo_errors.h"

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

static inline int banjo_terminal(int descriptor) { return isatty(descriptor); }

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

#endif
