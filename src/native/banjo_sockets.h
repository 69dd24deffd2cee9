/* The calls of banjo.sys.Sys on sockets. */
#ifndef BANJO_SOCKETS_H
#define BANJO_SOCKETS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/netlink.h>
#include "banjo_errors.h"

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

#endif
