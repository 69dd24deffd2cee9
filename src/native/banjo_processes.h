/* The calls of banjo.sys.Sys on processes, rights, signals, the environment and clocks, and what a process begins with. */
#ifndef BANJO_PROCESSES_H
#define BANJO_PROCESSES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <grp.h>
#include <linux/capability.h>
#include <time.h>
#include <unistd.h>
#include "banjo_errors.h"

extern char **environ;

static inline int banjo_spawn(void *arguments, int length, int input, int output, int error)
{
    char *argv[1025];
    int streams[3] = {input, output, error};
    int count = 0;
    for (char *at = arguments, *end = at + length; at < end; at += strlen(at) + 1) {
        if (count == 1024) {
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
    /* Where who started us has set no_new_privs, programs get no more than our permitted set has. */
    int inherited = programs && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) > 0;
    for (int half = 0; half < 2; half++) {
        data[half].effective = data[half].permitted & (uint32_t)(capabilities >> 32 * half);
        data[half].permitted = inherited ? data[half].permitted : data[half].effective;
        data[half].inheritable = 0;
    }
    if (syscall(SYS_capset, &header, data) < 0) {
        return banjo_error();
    }
    return programs ? 0 : banjo_result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static inline int banjo_process(void) { return getpid(); }
static inline int banjo_user(void) { return (int)geteuid(); }
static inline void banjo_exit(int code) { _exit(code); }

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

static inline int64_t banjo_clock(int clock)
{
    struct timespec time;
    clock_gettime(clock == 0 ? CLOCK_REALTIME : clock == 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

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

#endif
