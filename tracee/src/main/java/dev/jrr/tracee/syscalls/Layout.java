package dev.jrr.tracee.syscalls;

/**
 * The kernel's structures on x86-64 that calls pass by address, with their sizes in bytes. A C
 * probe in the tests checks each against the system's headers.
 */
public enum Layout {
  /** One byte. */
  CHAR("char", 1),
  /** A 16-bit integer. */
  SHORT("short", 2),
  /** A 32-bit integer. */
  INT("int", 4),
  /** A 64-bit integer or a pointer. */
  LONG("long", 8),
  /** Two descriptors. */
  INT_PAIR("int[2]", 8),
  /** 128-bit. */
  TIMESPEC("struct timespec", 16),
  /** Seconds and microseconds. */
  TIMEVAL("struct timeval", 16),
  /** utime(2). */
  UTIMBUF("struct utimbuf", 16),
  /** Minutes west and a daylight rule. */
  TIMEZONE("struct timezone", 8),
  /** setitimer(2). */
  ITIMERVAL("struct itimerval", 32),
  /** timer_settime(2). */
  ITIMERSPEC("struct itimerspec", 32),
  /** adjtimex(2). */
  TIMEX("struct timex", 208),
  /** times(2). */
  TMS("struct tms", 32),
  /** stat(2). */
  STAT("struct stat", 144),
  /** statfs(2). */
  STATFS("struct statfs", 120),
  /** statx(2). */
  STATX("struct statx", 256),
  /** ustat(2). */
  USTAT("struct ustat", 32),
  /** fcntl(2) locks. */
  FLOCK("struct flock", 32),
  /** fcntl(2) F_SETOWN_EX. */
  F_OWNER_EX("struct f_owner_ex", 8),
  /** getrusage(2). */
  RUSAGE("struct rusage", 144),
  /** getrlimit(2). */
  RLIMIT("struct rlimit", 16),
  /** uname(2). */
  UTSNAME("struct utsname", 390),
  /** sysinfo(2). */
  SYSINFO("struct sysinfo", 112),
  /** The kernel's signal set: 64 bits. */
  SIGSET("kernel_sigset_t", 8),
  /** rt_sigaction(2): handler, flags, restorer, mask. */
  SIGACTION("struct kernel_sigaction", 32),
  /** sigaltstack(2). */
  STACK("stack_t", 24),
  /** Information on a signal. */
  SIGINFO("siginfo_t", 128),
  /** timer_create(2). */
  SIGEVENT("struct sigevent", 64),
  /** epoll_wait(2); packed on x86-64. */
  EPOLL_EVENT("struct epoll_event", 12),
  /** poll(2). */
  POLLFD("struct pollfd", 8),
  /** The kernel's termios, not libc's. */
  TERMIOS("struct kernel_termios", 36),
  /** With free speeds. */
  TERMIOS2("struct termios2", 44),
  /** The old System V form. */
  TERMIO("struct termio", 18),
  /** Terminal size. */
  WINSIZE("struct winsize", 8),
  /** TIOCGSERIAL. */
  SERIAL_STRUCT("struct serial_struct", 72),
  /** TIOCGICOUNT. */
  SERIAL_ICOUNTER("struct serial_icounter_struct", 80),
  /** TIOCGRS485. */
  SERIAL_RS485("struct serial_rs485", 32),
  /** A scatter-gather element. */
  IOVEC("struct iovec", 16),
  /** An interface request. */
  IFREQ("struct ifreq", 40),
  /** SIOCGIFCONF. */
  IFCONF("struct ifconf", 16),
  /** SIOCADDRT. */
  RTENTRY("struct rtentry", 120),
  /** SIOCGARP. */
  ARPREQ("struct arpreq", 68),
  /** A classic BPF program: length and pointer. */
  SOCK_FPROG("struct sock_fprog", 16),
  /** prlimit64(2) and scheduling. */
  SCHED_PARAM("struct sched_param", 4),
  /** capget(2). */
  CAP_HEADER("struct __user_cap_header_struct", 8),
  /** One 32-bit slice of the capability sets. */
  CAP_DATA("struct __user_cap_data_struct", 12),
  /** mq_open(3). */
  MQ_ATTR("struct mq_attr", 64),
  /** msgctl(2). */
  MSQID_DS("struct msqid_ds", 120),
  /** msgctl(2) IPC_INFO. */
  MSGINFO("struct msginfo", 32),
  /** shmctl(2). */
  SHMID_DS("struct shmid_ds", 112),
  /** shmctl(2) IPC_INFO. */
  SHMINFO("struct shminfo", 72),
  /** shmctl(2) SHM_INFO. */
  SHM_INFO("struct shm_info", 48),
  /** semctl(2). */
  SEMID_DS("struct semid_ds", 104),
  /** semctl(2) IPC_INFO. */
  SEMINFO("struct seminfo", 40),
  /** semop(2). */
  SEMBUF("struct sembuf", 6),
  /** quotactl(2). */
  IF_DQBLK("struct if_dqblk", 72),
  /** quotactl(2) Q_GETNEXTQUOTA. */
  IF_NEXTDQBLK("struct if_nextdqblk", 72),
  /** quotactl(2) Q_GETINFO. */
  IF_DQINFO("struct if_dqinfo", 24),
  /** quotactl(2) Q_XGETQUOTA. */
  FS_DISK_QUOTA("struct fs_disk_quota", 112),
  /** quotactl(2) Q_XGETQSTAT. */
  FS_QUOTA_STAT("struct fs_quota_stat", 80),
  /** quotactl(2) Q_XGETQSTATV. */
  FS_QUOTA_STATV("struct fs_quota_statv", 160),
  /** ptrace(2) PTRACE_GETREGS. */
  USER_REGS("struct user_regs_struct", 216),
  /** ptrace(2) PTRACE_GETFPREGS. */
  USER_FPREGS("struct user_fpregs_struct", 512),
  /** ptrace(2) PTRACE_PEEKSIGINFO. */
  PEEKSIGINFO_ARGS("struct __ptrace_peeksiginfo_args", 16),
  /** seccomp(2) SECCOMP_GET_NOTIF_SIZES. */
  NOTIF_SIZES("struct seccomp_notif_sizes", 6),
  /** A received seccomp notification. */
  SECCOMP_NOTIF("struct seccomp_notif", 80),
  /** Its answer. */
  SECCOMP_NOTIF_RESP("struct seccomp_notif_resp", 24),
  /** A descriptor for the notified task. */
  SECCOMP_NOTIF_ADDFD("struct seccomp_notif_addfd", 24),
  /** modify_ldt(2), set_thread_area(2). */
  USER_DESC("struct user_desc", 16),
  /** copy_file_range(2) and kin pass offsets by address. */
  OFFSET("loff_t", 8),
  /** FICLONERANGE. */
  CLONE_RANGE("struct file_clone_range", 32),
  /** FITRIM. */
  FSTRIM_RANGE("struct fstrim_range", 24),
  /** FS_IOC_FSGETXATTR. */
  FSXATTR("struct fsxattr", 28),
  /** LOOP_GET_STATUS64. */
  LOOP_INFO64("struct loop_info64", 232),
  /** LOOP_GET_STATUS. */
  LOOP_INFO("struct loop_info", 168),
  /** LOOP_CONFIGURE. */
  LOOP_CONFIG("struct loop_config", 304),
  /** HDIO_GETGEO. */
  HD_GEOMETRY("struct hd_geometry", 16),
  /** RTC_RD_TIME. */
  RTC_TIME("struct rtc_time", 36),
  /** RTC_WKALM_RD. */
  RTC_WKALRM("struct rtc_wkalrm", 40),
  /** EVIOCGID. */
  INPUT_ID("struct input_id", 8),
  /** EVIOCGABS. */
  INPUT_ABSINFO("struct input_absinfo", 24),
  /** VT_GETSTATE. */
  VT_STAT("struct vt_stat", 6),
  /** VT_GETMODE. */
  VT_MODE("struct vt_mode", 8),
  /** KDGKBENT. */
  KBENTRY("struct kbentry", 4),
  /** FBIOGET_VSCREENINFO. */
  FB_VAR_SCREENINFO("struct fb_var_screeninfo", 160),
  /** FBIOGET_FSCREENINFO. */
  FB_FIX_SCREENINFO("struct fb_fix_screeninfo", 80),
  /** futex_waitv(2). */
  FUTEX_WAITV("struct futex_waitv", 24),
  /** io_getevents(2). */
  IO_EVENT("struct io_event", 32),
  /** bpf(2) BPF_OBJ_GET_INFO_BY_FD and others share this union's size limit. */
  KEYCTL_KDF_PARAMS("struct keyctl_kdf_params", 56),
  /** keyctl(2) KEYCTL_PKEY_QUERY. */
  KEYCTL_PKEY_QUERY("struct keyctl_pkey_query", 56),
  /** keyctl(2) KEYCTL_PKEY_ENCRYPT and kin. */
  KEYCTL_PKEY_PARAMS("struct keyctl_pkey_params", 40),
  /** keyctl(2) KEYCTL_DH_COMPUTE. */
  KEYCTL_DH_PARAMS("struct keyctl_dh_params", 12),
  /** landlock_create_ruleset(2), first version. */
  LANDLOCK_PATH("struct landlock_path_beneath_attr", 12),
  /** landlock_add_rule(2) on ports. */
  LANDLOCK_PORT("struct landlock_net_port_attr", 16),
  /** An ethtool-like private call's largest plain argument. */
  TCP_INFO("struct tcp_info", 232);

  private final String type;
  private final int bytes;

  Layout(String type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** The C type, {@code kernel_} marking those whose libc namesake differs. */
  public String type() {
    return type;
  }

  /** The size in bytes. */
  public int bytes() {
    return bytes;
  }
}
