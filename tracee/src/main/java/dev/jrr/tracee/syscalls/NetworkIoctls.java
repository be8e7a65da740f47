package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.IoctlVariants.*;
import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/** Sockets, interfaces and tunnels; numbers from linux/sockios.h and linux/if_tun.h. */
final class NetworkIoctls {
  private NetworkIoctls() {}

  static List<SyscallSpec> rows() {
    List<SyscallSpec> rows = new ArrayList<>();
    interfaces(rows);
    sockets(rows);
    tunnels(rows);
    return rows;
  }

  private static void interfaces(List<SyscallSpec> rows) {
    each(
        rows,
        inout("arg", IFREQ),
        "SIOCGIFNAME=0x8910 SIOCGIFFLAGS=0x8913 SIOCGIFADDR=0x8915 "
            + "SIOCGIFDSTADDR=0x8917 SIOCGIFBRDADDR=0x8919 SIOCGIFNETMASK=0x891b "
            + "SIOCGIFMETRIC=0x891d SIOCGIFMEM=0x891f SIOCGIFMTU=0x8921 SIOCGIFHWADDR=0x8927 "
            + "SIOCGIFSLAVE=0x8929 SIOCGIFINDEX=0x8933 SIOCGIFPFLAGS=0x8935 "
            + "SIOCGIFTXQLEN=0x8942 SIOCGIFMAP=0x8970 SIOCGMIIPHY=0x8947 SIOCGMIIREG=0x8948");
    each(
        rows,
        in("arg", IFREQ),
        "SIOCSIFFLAGS=0x8914 SIOCSIFADDR=0x8916 SIOCSIFDSTADDR=0x8918 "
            + "SIOCSIFBRDADDR=0x891a SIOCSIFNETMASK=0x891c SIOCSIFMETRIC=0x891e "
            + "SIOCSIFMTU=0x8922 SIOCSIFNAME=0x8923 SIOCSIFHWADDR=0x8924 "
            + "SIOCSIFHWBROADCAST=0x8937 SIOCADDMULTI=0x8931 SIOCDELMULTI=0x8932 "
            + "SIOCSIFPFLAGS=0x8934 SIOCDIFADDR=0x8936 SIOCSIFTXQLEN=0x8943 SIOCSIFMAP=0x8971 "
            + "SIOCSMIIREG=0x8949 SIOCBRADDIF=0x89a2 SIOCBRDELIF=0x89a3 "
            + "SIOCBONDENSLAVE=0x8990 SIOCBONDRELEASE=0x8991 SIOCBONDSETHWADDR=0x8992 "
            + "SIOCBONDCHANGEACTIVE=0x8995");
    each(rows, path("arg"), "SIOCBRADDBR=0x89a0 SIOCBRDELBR=0x89a1");
    each(rows, in("arg", RTENTRY), "SIOCADDRT=0x890b SIOCDELRT=0x890c");
    each(rows, in("arg", ARPREQ), "SIOCSARP=0x8955 SIOCDARP=0x8953");
    each(rows, inout("arg", ARPREQ), "SIOCGARP=0x8954");
  }

  private static void sockets(List<SyscallSpec> rows) {
    each(rows, out("arg", INT), "SIOCGPGRP=0x8904 SIOCATMARK=0x8905 SIOCOUTQNSD=0x894b");
    each(rows, in("arg", INT), "SIOCSPGRP=0x8902");
    each(rows, unused(), "SIOCGSKNS=0x894c");
    each(rows, out("arg", TIMEVAL), "SIOCGSTAMP_OLD=0x8906");
    each(rows, out("arg", TIMESPEC), "SIOCGSTAMPNS_OLD=0x8907");
  }

  private static void tunnels(List<SyscallSpec> rows) {
    each(rows, inout("arg", IFREQ), "TUNSETIFF=0x400454ca");
    each(rows, out("arg", IFREQ), "TUNGETIFF=0x800454d2");
    each(rows, in("arg", IFREQ), "TUNSETQUEUE=0x400454d9");
    each(
        rows,
        unused(),
        "TUNSETNOCSUM=0x400454c8 TUNSETDEBUG=0x400454c9 TUNSETPERSIST=0x400454cb "
            + "TUNSETOWNER=0x400454cc TUNSETLINK=0x400454cd TUNSETGROUP=0x400454ce "
            + "TUNSETOFFLOAD=0x400454d0 TUNDETACHFILTER=0x401054d6 TUNGETDEVNETNS=0x54e3");
    each(
        rows,
        out("arg", INT),
        "TUNGETFEATURES=0x800454cf TUNGETSNDBUF=0x800454d3 TUNGETVNETHDRSZ=0x800454d7 "
            + "TUNGETVNETLE=0x800454dd TUNGETVNETBE=0x800454df");
    each(
        rows,
        in("arg", INT),
        "TUNSETSNDBUF=0x400454d4 TUNSETVNETHDRSZ=0x400454d8 TUNSETIFINDEX=0x400454da "
            + "TUNSETVNETLE=0x400454dc TUNSETVNETBE=0x400454de TUNSETSTEERINGEBPF=0x800454e0 "
            + "TUNSETFILTEREBPF=0x800454e1 TUNSETCARRIER=0x400454e2");
  }
}
