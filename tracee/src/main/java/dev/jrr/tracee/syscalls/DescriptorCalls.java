package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Input, output and management of descriptors. */
final class DescriptorCalls {
  private DescriptorCalls() {}

  private static final long RWF_NOWAIT = 8;
  private static final long SPLICE_F_NONBLOCK = 2;
  private static final long LOCK_NB = 4;

  static List<SyscallSpec> rows() {
    return List.of(
        call("read", 0, fd(), out("buf", returned(2)), size("count")).mayBlock(),
        call("write", 1, fd(), in("buf", bytes(2)), size("count")).mayBlock(),
        call("pread64", 17, fd(), out("buf", returned(2)), size("count"), offset()).mayBlock(),
        call("pwrite64", 18, fd(), in("buf", bytes(2)), size("count"), offset()).mayBlock(),
        call("readv", 19, fd(), iovecOut(2), size("iovcnt")).mayBlock(),
        call("writev", 20, fd(), iovecIn(2), size("iovcnt")).mayBlock(),
        call("preadv", 295, fd(), iovecOut(2), size("iovcnt"), offset("pos_l"), offset("pos_h"))
            .mayBlock(),
        call("pwritev", 296, fd(), iovecIn(2), size("iovcnt"), offset("pos_l"), offset("pos_h"))
            .mayBlock(),
        call(
                "preadv2",
                327,
                fd(),
                iovecOut(2),
                size("iovcnt"),
                offset("pos_l"),
                offset("pos_h"),
                flags(SymbolSets.RWF))
            .blocksUnless(5, RWF_NOWAIT, "RWF_NOWAIT"),
        call(
                "pwritev2",
                328,
                fd(),
                iovecIn(2),
                size("iovcnt"),
                offset("pos_l"),
                offset("pos_h"),
                flags(SymbolSets.RWF))
            .blocksUnless(5, RWF_NOWAIT, "RWF_NOWAIT"),
        call("lseek", 8, fd(), offset(), choice("whence", SymbolSets.WHENCE)),
        call("close", 3, fd()).mayBlock().note("waits with SO_LINGER"),
        call(
            "close_range", 436, unsigned("first"), unsigned("last"), flags(SymbolSets.CLOSE_RANGE)),
        call("dup", 32, fd("oldfd")),
        call("dup2", 33, fd("oldfd"), fd("newfd")),
        call("dup3", 292, fd("oldfd"), fd("newfd"), flags(SymbolSets.CLOEXEC_NONBLOCK)),
        call("pipe", 22, out("pipefd", INT_PAIR)),
        call("pipe2", 293, out("pipefd", INT_PAIR), flags(SymbolSets.CLOEXEC_NONBLOCK)),
        call("ioctl", 16, fd(), flags("request", null), address("arg")).by(IoctlVariants::table),
        call("fcntl", 72, fd(), integer("cmd"), number("arg")).by(FcntlVariants::table),
        call("flock", 73, fd(), flags("operation", SymbolSets.FLOCK_OP))
            .blocksUnless(1, LOCK_NB, "LOCK_NB"),
        call("fsync", 74, fd()),
        call("fdatasync", 75, fd()),
        call("sync", 162),
        call("syncfs", 306, fd()),
        call("sync_file_range", 277, fd(), offset(), offset("nbytes"), flags()),
        call("ftruncate", 77, fd(), offset("length")),
        call("fallocate", 285, fd(), flags("mode", SymbolSets.FALLOCATE), offset(), offset("len")),
        call("fadvise64", 221, fd(), offset(), size("len"), choice("advice", SymbolSets.FADVISE)),
        call("readahead", 187, fd(), offset(), size("count")),
        call("cachestat", 451, fd(), in("range", fixed(16)), out("cstat", fixed(40)), flags()),
        call(
                "sendfile",
                40,
                fd("out_fd"),
                fd("in_fd"),
                inout("offset", OFFSET).when(When.ALWAYS),
                size("count"))
            .mayBlock(),
        call(
                "splice",
                275,
                fd("fd_in"),
                inout("off_in", OFFSET),
                fd("fd_out"),
                inout("off_out", OFFSET),
                size("len"),
                flags(SymbolSets.SPLICE))
            .blocksUnless(5, SPLICE_F_NONBLOCK, "SPLICE_F_NONBLOCK"),
        call("tee", 276, fd("fd_in"), fd("fd_out"), size("len"), flags(SymbolSets.SPLICE))
            .blocksUnless(3, SPLICE_F_NONBLOCK, "SPLICE_F_NONBLOCK"),
        call(
                "vmsplice",
                278,
                fd(),
                new Arg.Vector("iov", Direction.INOUT, 2, true),
                size("nr_segs"),
                flags(SymbolSets.SPLICE))
            .blocksUnless(3, SPLICE_F_NONBLOCK, "SPLICE_F_NONBLOCK")
            .note(
                "the descriptor decides whether memory is read or written; pages are kept by "
                    + "reference, so it is never moved"),
        call(
            "copy_file_range",
            326,
            fd("fd_in"),
            inout("off_in", OFFSET),
            fd("fd_out"),
            inout("off_out", OFFSET),
            size("len"),
            flags()),
        call("memfd_create", 319, path("name"), flags(SymbolSets.MEMFD)),
        call("memfd_secret", 447, flags(SymbolSets.OPEN)).special("enosys"),
        call("eventfd", 284, unsigned("initval")),
        call("eventfd2", 290, unsigned("initval"), flags(SymbolSets.EVENTFD)),
        call("kcmp", 312, pid("pid1"), pid("pid2"), integer("type"), size("idx1"), size("idx2")),
        call("pidfd_getfd", 438, fd("pidfd"), fd("targetfd"), flags()));
  }
}
