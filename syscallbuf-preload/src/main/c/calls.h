/*
 * The calls that the hook makes, with what each reads and writes. X(name, fields): the fields are
 * those of struct shape in hook.h, and what is not named is not there. An argument that may be null
 * is left out when it is. The build takes the names from here for dev.jrr.layout.HookCode.
 */
#define PLAIN_CALL .how = MAKE, .plain = 1
#define PLAIN_OUT(argument, size) PLAIN_CALL, OUT(argument, size)
#define PATH(argument) .how = MAKE, .string1 = argument
#define PATHS(one, two) .how = MAKE, .string1 = one, .string2 = two
#define OUT(argument, size) .out1 = argument, .out1_size = size
#define SECOND(argument, size) .out2 = argument, .out2_size = size
#define RESULT_UP_TO(argument, limit_argument) OUT(argument, RESULT), .limit = limit_argument
#define IN(argument, size) .fixed = argument, .fixed_size = size
#define ALSO_FAILING .writes_failing = 1
#define BYTES(argument, count) .bytes = argument, .length = count

#define CALLS(X) \
  X(read, .how = READ, RESULT_UP_TO(A1, A2)) \
  X(write, .how = WRITE, BYTES(A1, A2)) \
  X(open, .how = OPEN, .string1 = A0) \
  X(close, .how = CLOSE) \
  X(stat, PATH(A0), OUT(A1, 144)) \
  X(fstat, PLAIN_OUT(A1, 144)) \
  X(lstat, PATH(A0), OUT(A1, 144)) \
  X(poll, .how = POLL, OUT(A0, POLL_SET)) \
  X(lseek, .how = ON_FILE) \
  X(rt_sigaction, .how = MAKE, IN(A1, 32), OUT(A2, 32)) \
  X(rt_sigprocmask, .how = MAKE, IN(A1, 8), OUT(A2, 8)) \
  X(ioctl, .how = IOCTL, OUT(A2, BY_OPERATION)) \
  X(pread64, .how = READ, RESULT_UP_TO(A1, A2)) \
  X(pwrite64, .how = WRITE, BYTES(A1, A2)) \
  X(readv, .how = READ, .vector = A1, OUT(A1, VECTOR)) \
  X(writev, .how = WRITE, .vector = A1, .reads_vector = 1) \
  X(access, PATH(A0)) \
  X(pipe, PLAIN_OUT(A0, 8)) \
  X(select, .how = SELECT, OUT(A1, SETS)) \
  X(mmap, .how = MEMORY) \
  X(mprotect, .how = MEMORY, ALSO_FAILING) \
  X(munmap, .how = MEMORY) \
  X(brk, .how = MEMORY) \
  X(msync, PLAIN_CALL) \
  X(mincore, .how = MAKE, OUT(A2, PAGES), ALSO_FAILING) \
  X(madvise, .how = ADVISE) \
  X(dup, .how = DUPLICATE) \
  X(dup2, .how = REPLACE) \
  X(getitimer, PLAIN_OUT(A1, 32)) \
  X(getpid, PLAIN_CALL) \
  X(set_tid_address, .how = TOLD) \
  X(set_robust_list, .how = TOLD) \
  X(rseq, .how = REFUSED) \
  X(socket, PLAIN_CALL) \
  X(connect, .how = CONNECT, BYTES(A1, A2)) \
  X(accept, .how = ACCEPT, OUT(A1, ADDRESS)) \
  X(sendto, .how = SEND, BYTES(A1, A2), .address = A4) \
  X(recvfrom, .how = RECEIVE, RESULT_UP_TO(A1, A2), SECOND(A4, ADDRESS)) \
  X(sendmsg, .how = SEND, .message = A1, .reads_vector = 1) \
  X(recvmsg, .how = RECEIVE, .message = A1, OUT(A1, MESSAGE)) \
  X(shutdown, PLAIN_CALL) \
  X(bind, .how = MAKE, BYTES(A1, A2)) \
  X(listen, PLAIN_CALL) \
  X(getsockname, .how = MAKE, OUT(A1, ADDRESS)) \
  X(getpeername, .how = MAKE, OUT(A1, ADDRESS)) \
  X(socketpair, .how = MAKE, OUT(A3, 8), ALSO_FAILING) \
  X(setsockopt, .how = SET_OPTION, BYTES(A3, A4)) \
  X(getsockopt, .how = GET_OPTION, OUT(A3, ADDRESS), ALSO_FAILING) \
  X(execve, .how = EXECUTE, .string1 = A0) \
  X(wait4, .how = WAIT, OUT(A1, 4), SECOND(A3, 144)) \
  X(uname, PLAIN_OUT(A0, 390)) \
  X(fcntl, .how = FCNTL, OUT(A2, BY_OPERATION)) \
  X(flock, .how = LOCK) \
  X(fsync, .how = ON_FILE) \
  X(fdatasync, .how = ON_FILE) \
  X(ftruncate, .how = ON_PLAIN) \
  X(getcwd, .how = MAKE, RESULT_UP_TO(A0, A1)) \
  X(chdir, PATH(A0)) \
  X(fchdir, PLAIN_CALL) \
  X(rename, PATHS(A0, A1)) \
  X(mkdir, PATH(A0)) \
  X(rmdir, PATH(A0)) \
  X(link, PATHS(A0, A1)) \
  X(unlink, PATH(A0)) \
  X(symlink, PATHS(A0, A1)) \
  X(readlink, PATH(A0), RESULT_UP_TO(A1, A2)) \
  X(chmod, PATH(A0)) \
  X(fchmod, PLAIN_CALL) \
  X(chown, PATH(A0)) \
  X(fchown, PLAIN_CALL) \
  X(lchown, PATH(A0)) \
  X(umask, PLAIN_CALL) \
  X(gettimeofday, .how = MAKE, OUT(A0, 16), SECOND(A1, 8)) \
  X(getrlimit, PLAIN_OUT(A1, 16)) \
  X(getrusage, PLAIN_OUT(A1, 144)) \
  X(sysinfo, PLAIN_OUT(A0, 112)) \
  X(times, PLAIN_OUT(A0, 32)) \
  X(getuid, PLAIN_CALL) \
  X(getgid, PLAIN_CALL) \
  X(geteuid, PLAIN_CALL) \
  X(getegid, PLAIN_CALL) \
  X(getppid, PLAIN_CALL) \
  X(getpgrp, PLAIN_CALL) \
  X(setuid, PLAIN_CALL) \
  X(setgid, PLAIN_CALL) \
  X(setreuid, PLAIN_CALL) \
  X(setregid, PLAIN_CALL) \
  X(setresuid, PLAIN_CALL) \
  X(setresgid, PLAIN_CALL) \
  X(getpgid, PLAIN_CALL) \
  X(getsid, PLAIN_CALL) \
  X(capget, .how = CAPABILITIES, IN(A0, 8), OUT(A1, 24)) \
  X(sigaltstack, .how = ALTERNATE_STACK, IN(A0, 24), OUT(A1, 24)) \
  X(statfs, PATH(A0), OUT(A1, 120)) \
  X(fstatfs, PLAIN_OUT(A1, 120)) \
  X(getpriority, PLAIN_CALL) \
  X(sched_getparam, PLAIN_OUT(A1, 4)) \
  X(sched_getscheduler, PLAIN_CALL) \
  X(sched_get_priority_max, PLAIN_CALL) \
  X(sched_get_priority_min, PLAIN_CALL) \
  X(prctl, .how = PROCESS_OPTION, OUT(A1, BY_OPERATION)) \
  X(arch_prctl, .how = BASE) \
  X(gettid, PLAIN_CALL) \
  X(readahead, .how = ON_FILE) \
  X(setxattr, PATHS(A0, A1), BYTES(A2, A3)) \
  X(lsetxattr, PATHS(A0, A1), BYTES(A2, A3)) \
  X(fsetxattr, PATH(A1), BYTES(A2, A3)) \
  X(getxattr, PATHS(A0, A1), RESULT_UP_TO(A2, A3)) \
  X(lgetxattr, PATHS(A0, A1), RESULT_UP_TO(A2, A3)) \
  X(fgetxattr, PATH(A1), RESULT_UP_TO(A2, A3)) \
  X(listxattr, PATH(A0), RESULT_UP_TO(A1, A2)) \
  X(llistxattr, PATH(A0), RESULT_UP_TO(A1, A2)) \
  X(flistxattr, .how = MAKE, RESULT_UP_TO(A1, A2)) \
  X(removexattr, PATHS(A0, A1)) \
  X(lremovexattr, PATHS(A0, A1)) \
  X(fremovexattr, PATH(A1)) \
  X(time, PLAIN_OUT(A0, 8)) \
  X(futex, .how = FUTEX, OUT(A4, FUTEX_WORD)) \
  X(sched_getaffinity, .how = AFFINITY, RESULT_UP_TO(A2, A1)) \
  X(getdents64, .how = READ, RESULT_UP_TO(A1, A2)) \
  X(fadvise64, .how = ON_FILE) \
  X(clock_gettime, PLAIN_OUT(A1, 16)) \
  X(clock_getres, PLAIN_OUT(A1, 16)) \
  X(epoll_wait, .how = EPOLL, OUT(A1, EPOLL_EVENTS)) \
  X(epoll_ctl, .how = MAKE, IN(A3, 12)) \
  X(inotify_add_watch, PATH(A1)) \
  X(inotify_rm_watch, PLAIN_CALL) \
  X(openat, .how = OPEN, .string1 = A1) \
  X(mkdirat, PATH(A1)) \
  X(fchownat, PATH(A1)) \
  X(newfstatat, PATH(A1), OUT(A2, 144)) \
  X(unlinkat, PATH(A1)) \
  X(renameat, PATHS(A1, A3)) \
  X(linkat, PATHS(A1, A3)) \
  X(symlinkat, PATHS(A0, A2)) \
  X(readlinkat, PATH(A1), RESULT_UP_TO(A2, A3)) \
  X(fchmodat, PATH(A1)) \
  X(faccessat, PATH(A1)) \
  X(pselect6, .how = SELECT, OUT(A1, SETS)) \
  X(ppoll, .how = POLL, OUT(A0, POLL_SET)) \
  X(sync_file_range, .how = ON_FILE) \
  X(utimensat, PATH(A1), IN(A2, 32)) \
  X(epoll_pwait, .how = EPOLL, OUT(A1, EPOLL_EVENTS)) \
  X(eventfd, PLAIN_CALL) \
  X(epoll_create, PLAIN_CALL) \
  X(timerfd_create, PLAIN_CALL) \
  X(fallocate, .how = ON_PLAIN) \
  X(timerfd_settime, .how = MAKE, IN(A2, 32), OUT(A3, 32)) \
  X(timerfd_gettime, PLAIN_OUT(A1, 32)) \
  X(accept4, .how = ACCEPT, OUT(A1, ADDRESS)) \
  X(eventfd2, PLAIN_CALL) \
  X(epoll_create1, PLAIN_CALL) \
  X(dup3, .how = REPLACE) \
  X(pipe2, PLAIN_OUT(A0, 8)) \
  X(inotify_init1, PLAIN_CALL) \
  X(preadv, .how = READ, .vector = A1, OUT(A1, VECTOR)) \
  X(pwritev, .how = WRITE, .vector = A1, .reads_vector = 1) \
  X(recvmmsg, .how = RECEIVE_ALL, .messages = A1, OUT(A1, MESSAGES)) \
  X(prlimit64, .how = LIMITS, OUT(A3, 16)) \
  X(renameat2, PATHS(A1, A3)) \
  X(sendmmsg, .how = SEND_ALL, .messages = A1, .reads_vector = 1, OUT(A1, LENGTHS)) \
  X(getrandom, .how = RANDOM, RESULT_UP_TO(A0, A1)) \
  X(memfd_create, PATH(A0)) \
  X(membarrier, PLAIN_CALL) \
  X(statx, PATH(A1), OUT(A4, 256)) \
  X(faccessat2, PATH(A1)) \
  X(epoll_pwait2, .how = EPOLL, OUT(A1, EPOLL_EVENTS))
