/*
 * What the native binary calls in C, in the order of banjo.sys.Sys. Everything that differs by CPU is resolved here by the C
 * headers: constants, structure layouts, error numbers. A call returns its result, or the negated generic error number.
 */
#ifndef BANJO_SYS_H
#define BANJO_SYS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdio.h>
#include "banjo_files.h"
#include "banjo_sockets.h"
#include "banjo_processes.h"
#include "banjo_memory.h"

#endif
