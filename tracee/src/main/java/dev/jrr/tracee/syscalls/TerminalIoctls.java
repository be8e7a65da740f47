package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.IoctlVariants.*;
import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Terminals, pseudo-terminals, serial lines and consoles; numbers from asm-generic/ioctls.h,
 * linux/kd.h, linux/vt.h and linux/fb.h.
 */
final class TerminalIoctls {
  private TerminalIoctls() {}

  static List<SyscallSpec> rows() {
    List<SyscallSpec> rows = new ArrayList<>();
    settings(rows);
    terminals(rows);
    serialLines(rows);
    consoles(rows);
    frameBuffers(rows);
    return rows;
  }

  private static void settings(List<SyscallSpec> rows) {
    each(rows, out("arg", TERMIOS), "TCGETS=0x5401 TIOCGLCKTRMIOS=0x5456");
    each(rows, in("arg", TERMIOS), "TCSETS=0x5402 TIOCSLCKTRMIOS=0x5457");
    waiting(rows, in("arg", TERMIOS), "TCSETSW=0x5403 TCSETSF=0x5404");
    each(rows, out("arg", TERMIO), "TCGETA=0x5405");
    each(rows, in("arg", TERMIO), "TCSETA=0x5406");
    waiting(rows, in("arg", TERMIO), "TCSETAW=0x5407 TCSETAF=0x5408");
    each(rows, out("arg", TERMIOS2), "TCGETS2=0x802c542a");
    each(rows, in("arg", TERMIOS2), "TCSETS2=0x402c542b");
    waiting(rows, in("arg", TERMIOS2), "TCSETSW2=0x402c542c TCSETSF2=0x402c542d");
    each(
        rows,
        unused(),
        "TCXONC=0x540a TCFLSH=0x540b TIOCEXCL=0x540c TIOCNXCL=0x540d TIOCSCTTY=0x540e "
            + "TIOCNOTTY=0x5422 TIOCCONS=0x541d TIOCSBRK=0x5427 TIOCCBRK=0x5428 "
            + "TIOCSIG=0x40045436 TIOCVHANGUP=0x5437 TIOCGPTPEER=0x5441 TIOCSERCONFIG=0x5453");
    waiting(rows, unused(), "TCSBRK=0x5409 TCSBRKP=0x5425 TIOCMIWAIT=0x545c");
  }

  private static void terminals(List<SyscallSpec> rows) {
    each(rows, out("arg", WINSIZE), "TIOCGWINSZ=0x5413");
    each(rows, in("arg", WINSIZE), "TIOCSWINSZ=0x5414");
    each(
        rows,
        out("arg", INT),
        "TIOCGPGRP=0x540f TIOCGSID=0x5429 TIOCOUTQ=0x5411 FIONREAD=0x541b "
            + "TIOCMGET=0x5415 TIOCGSOFTCAR=0x5419 TIOCGETD=0x5424 TIOCGPTN=0x80045430 "
            + "TIOCGDEV=0x80045432 TIOCGPKT=0x80045438 TIOCGPTLCK=0x80045439 "
            + "TIOCGEXCL=0x80045440 TIOCSERGETLSR=0x5459");
    each(
        rows,
        in("arg", INT),
        "TIOCSPGRP=0x5410 TIOCMBIS=0x5416 TIOCMBIC=0x5417 TIOCMSET=0x5418 "
            + "TIOCSSOFTCAR=0x541a TIOCPKT=0x5420 TIOCSETD=0x5423 TIOCSPTLCK=0x40045431");
    each(rows, in("arg", CHAR), "TIOCSTI=0x5412");
  }

  private static void serialLines(List<SyscallSpec> rows) {
    each(rows, out("arg", SERIAL_STRUCT), "TIOCGSERIAL=0x541e");
    each(rows, in("arg", SERIAL_STRUCT), "TIOCSSERIAL=0x541f");
    each(rows, out("arg", SERIAL_ICOUNTER), "TIOCGICOUNT=0x545d");
    each(rows, out("arg", SERIAL_RS485), "TIOCGRS485=0x542e");
    each(rows, inout("arg", SERIAL_RS485), "TIOCSRS485=0x542f");
  }

  private static void consoles(List<SyscallSpec> rows) {
    each(rows, out("arg", CHAR), "KDGKBTYPE=0x4b33 KDGETLED=0x4b31");
    each(
        rows,
        out("arg", INT),
        "KDGKBMODE=0x4b44 KDGETMODE=0x4b3b KDGKBMETA=0x4b62 VT_OPENQRY=0x5600");
    each(
        rows,
        unused(),
        "KIOCSOUND=0x4b2f KDMKTONE=0x4b30 KDSETLED=0x4b32 KDSETMODE=0x4b3a "
            + "KDSKBMODE=0x4b45 KDSKBMETA=0x4b63 KDADDIO=0x4b34 KDDELIO=0x4b35 "
            + "KDENABIO=0x4b36 KDDISABIO=0x4b37 KDSIGACCEPT=0x4b4e PIO_FONTRESET=0x4b6d "
            + "VT_RELDISP=0x5605 VT_ACTIVATE=0x5606 VT_DISALLOCATE=0x5608 "
            + "VT_LOCKSWITCH=0x560b VT_UNLOCKSWITCH=0x560c VT_SENDSIG=0x5604");
    waiting(rows, unused(), "VT_WAITACTIVE=0x5607");
    each(rows, inout("arg", KBENTRY), "KDGKBENT=0x4b46");
    each(rows, in("arg", KBENTRY), "KDSKBENT=0x4b47");
    each(rows, out("arg", VT_MODE), "VT_GETMODE=0x5601");
    each(rows, in("arg", VT_MODE), "VT_SETMODE=0x5602");
    each(rows, out("arg", VT_STAT), "VT_GETSTATE=0x5603");
  }

  private static void frameBuffers(List<SyscallSpec> rows) {
    each(rows, out("arg", FB_VAR_SCREENINFO), "FBIOGET_VSCREENINFO=0x4600");
    each(
        rows, inout("arg", FB_VAR_SCREENINFO), "FBIOPUT_VSCREENINFO=0x4601 FBIOPAN_DISPLAY=0x4606");
    each(rows, out("arg", FB_FIX_SCREENINFO), "FBIOGET_FSCREENINFO=0x4602");
    each(rows, unused(), "FBIOBLANK=0x4611");
  }
}
