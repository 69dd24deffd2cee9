/* Error numbers of banjo.sys.Errno: the generic ones, whatever the CPU's are. */
#ifndef BANJO_ERRORS_H
#define BANJO_ERRORS_H

#include <errno.h>

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

#endif
