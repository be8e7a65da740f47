package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.IoctlVariants.*;
import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Devices and kernel objects behind descriptors: clocks, input, random, namespaces, watchdogs;
 * numbers from linux/rtc.h, linux/input.h and others.
 */
final class DeviceIoctls {
  private DeviceIoctls() {}

  static List<SyscallSpec> rows() {
    List<SyscallSpec> rows = new ArrayList<>();
    clocks(rows);
    random(rows);
    namespaces(rows);
    input(rows);
    madeInput(rows);
    seccomp(rows);
    performance(rows);
    watchdogs(rows);
    others(rows);
    return rows;
  }

  private static void clocks(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "RTC_AIE_ON=0x7001 RTC_AIE_OFF=0x7002 RTC_UIE_ON=0x7003 RTC_UIE_OFF=0x7004 "
            + "RTC_PIE_ON=0x7005 RTC_PIE_OFF=0x7006 RTC_WIE_ON=0x700f RTC_WIE_OFF=0x7010 "
            + "RTC_IRQP_SET=0x4008700c RTC_EPOCH_SET=0x4008700e RTC_VL_CLR=0x7014");
    each(rows, in("arg", RTC_TIME), "RTC_ALM_SET=0x40247007 RTC_SET_TIME=0x4024700a");
    each(rows, out("arg", RTC_TIME), "RTC_ALM_READ=0x80247008 RTC_RD_TIME=0x80247009");
    each(rows, out("arg", LONG), "RTC_IRQP_READ=0x8008700b RTC_EPOCH_READ=0x8008700d");
    each(rows, in("arg", RTC_WKALRM), "RTC_WKALM_SET=0x4028700f");
    each(rows, out("arg", RTC_WKALRM), "RTC_WKALM_RD=0x80287010");
    each(rows, out("arg", REQUEST), "RTC_PLL_GET=0x80207011 RTC_VL_READ=0x80047013");
    each(rows, in("arg", REQUEST), "RTC_PLL_SET=0x40207012 RTC_PARAM_SET=0x40187014");
    each(rows, inout("arg", REQUEST), "RTC_PARAM_GET=0x40187013");
  }

  private static void random(List<SyscallSpec> rows) {
    each(rows, out("arg", INT), "RNDGETENTCNT=0x80045200");
    each(rows, in("arg", INT), "RNDADDTOENTCNT=0x40045201");
    each(rows, unused(), "RNDZAPENTCNT=0x5204 RNDCLEARPOOL=0x5206 RNDRESEEDCRNG=0x5207");
  }

  private static void namespaces(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "NS_GET_USERNS=0xb701 NS_GET_PARENT=0xb702 NS_GET_NSTYPE=0xb703 "
            + "NS_GET_PID_FROM_PIDNS=0x8004b706 NS_GET_TGID_FROM_PIDNS=0x8004b707 "
            + "NS_GET_PID_IN_PIDNS=0x8004b708 NS_GET_TGID_IN_PIDNS=0x8004b709");
    each(rows, out("arg", INT), "NS_GET_OWNER_UID=0xb704");
    each(rows, out("arg", LONG), "NS_GET_MNTNS_ID=0x8008b705");
    each(
        rows,
        inout("arg", REQUEST),
        "NS_MNT_GET_INFO=0x8010b70a NS_MNT_GET_NEXT=0x8010b70b " + "NS_MNT_GET_PREV=0x8010b70c");
    each(
        rows,
        unused(),
        "PIDFD_GET_CGROUP_NAMESPACE=0xff01 PIDFD_GET_IPC_NAMESPACE=0xff02 "
            + "PIDFD_GET_MNT_NAMESPACE=0xff03 PIDFD_GET_NET_NAMESPACE=0xff04 "
            + "PIDFD_GET_PID_NAMESPACE=0xff05 PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE=0xff06 "
            + "PIDFD_GET_TIME_NAMESPACE=0xff07 PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE=0xff08 "
            + "PIDFD_GET_USER_NAMESPACE=0xff09 PIDFD_GET_UTS_NAMESPACE=0xff0a");
  }

  private static void input(List<SyscallSpec> rows) {
    each(rows, out("arg", INT), "EVIOCGVERSION=0x80044501 EVIOCGEFFECTS=0x80044584");
    each(rows, out("arg", INPUT_ID), "EVIOCGID=0x80084502");
    each(rows, out("arg", REQUEST), "EVIOCGREP=0x80084503");
    each(
        rows,
        in("arg", REQUEST),
        "EVIOCSREP=0x40084503 EVIOCSKEYCODE=0x40084504 EVIOCSKEYCODE_V2=0x40284504");
    each(
        rows,
        inout("arg", REQUEST),
        "EVIOCGKEYCODE=0x80084504 EVIOCGKEYCODE_V2=0x80284504 EVIOCSFF=0x40304580");
    each(rows, unused(), "EVIOCRMFF=0x40044581 EVIOCGRAB=0x40044590 EVIOCREVOKE=0x40044591");
    each(rows, in("arg", INT), "EVIOCSCLOCKID=0x400445a0");
  }

  private static void madeInput(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "UI_DEV_CREATE=0x5501 UI_DEV_DESTROY=0x5502 UI_SET_EVBIT=0x40045564 "
            + "UI_SET_KEYBIT=0x40045565 UI_SET_RELBIT=0x40045566 UI_SET_ABSBIT=0x40045567 "
            + "UI_SET_MSCBIT=0x40045568 UI_SET_LEDBIT=0x40045569 UI_SET_SNDBIT=0x4004556a "
            + "UI_SET_FFBIT=0x4004556b UI_SET_SWBIT=0x4004556d UI_SET_PROPBIT=0x4004556e");
    each(rows, path("arg"), "UI_SET_PHYS=0x4008556c");
    each(rows, in("arg", REQUEST), "UI_DEV_SETUP=0x405c5503 UI_ABS_SETUP=0x401c5504");
    each(rows, out("arg", INT), "UI_GET_VERSION=0x8004552d");
  }

  private static void seccomp(List<SyscallSpec> rows) {
    waiting(rows, inout("arg", SECCOMP_NOTIF), "SECCOMP_IOCTL_NOTIF_RECV=0xc0502100");
    each(rows, in("arg", SECCOMP_NOTIF_RESP), "SECCOMP_IOCTL_NOTIF_SEND=0xc0182101");
    each(rows, in("arg", LONG), "SECCOMP_IOCTL_NOTIF_ID_VALID=0x40082102");
    each(rows, in("arg", SECCOMP_NOTIF_ADDFD), "SECCOMP_IOCTL_NOTIF_ADDFD=0x40182103");
  }

  private static void performance(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "PERF_EVENT_IOC_ENABLE=0x2400 PERF_EVENT_IOC_DISABLE=0x2401 "
            + "PERF_EVENT_IOC_REFRESH=0x2402 PERF_EVENT_IOC_RESET=0x2403 "
            + "PERF_EVENT_IOC_SET_OUTPUT=0x2405 PERF_EVENT_IOC_SET_BPF=0x40042408 "
            + "PERF_EVENT_IOC_PAUSE_OUTPUT=0x40042409");
    each(rows, in("arg", LONG), "PERF_EVENT_IOC_PERIOD=0x40082404");
    each(rows, path("arg"), "PERF_EVENT_IOC_SET_FILTER=0x40082406");
    each(rows, out("arg", LONG), "PERF_EVENT_IOC_ID=0x80082407");
  }

  private static void watchdogs(List<SyscallSpec> rows) {
    each(rows, out("arg", REQUEST), "WDIOC_GETSUPPORT=0x80285700");
    each(
        rows,
        out("arg", INT),
        "WDIOC_GETSTATUS=0x80045701 WDIOC_GETBOOTSTATUS=0x80045702 "
            + "WDIOC_GETTEMP=0x80045703 WDIOC_GETTIMEOUT=0x80045707 "
            + "WDIOC_GETPRETIMEOUT=0x80045709 WDIOC_GETTIMELEFT=0x8004570a");
    each(rows, inout("arg", INT), "WDIOC_SETTIMEOUT=0xc0045706 WDIOC_SETPRETIMEOUT=0xc0045708");
    each(rows, in("arg", INT), "WDIOC_SETOPTIONS=0x80045704");
    each(rows, unused(), "WDIOC_KEEPALIVE=0x80045705");
  }

  private static void others(List<SyscallSpec> rows) {
    each(
        rows,
        in("arg", REQUEST),
        "EPIOCSPARAMS=0x40088a01 DMA_BUF_IOCTL_SYNC=0x40086200 " + "UDMABUF_CREATE=0x40187542");
    each(rows, out("arg", REQUEST), "EPIOCGPARAMS=0x80088a02");
    each(
        rows,
        inout("arg", REQUEST),
        "DMA_BUF_IOCTL_EXPORT_SYNC_FILE=0xc0086202 " + "DMA_BUF_IOCTL_IMPORT_SYNC_FILE=0x40086203");
    each(rows, in("arg", LONG), "TFD_IOC_SET_TICKS=0x40085400");
    each(rows, unused(), "INOTIFY_IOC_SETNEXTWD=0x40044900");
    each(rows, in("arg", INT), "FUSE_DEV_IOC_CLONE=0x8004e500");
  }
}
