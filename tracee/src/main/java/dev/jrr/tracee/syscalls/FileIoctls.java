package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.IoctlVariants.*;
import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Files, file systems and block devices; numbers from linux/fs.h, linux/loop.h, linux/btrfs.h and
 * others.
 */
final class FileIoctls {
  private FileIoctls() {}

  static List<SyscallSpec> rows() {
    List<SyscallSpec> rows = new ArrayList<>();
    files(rows);
    labelsAndEncryption(rows);
    blockDevices(rows);
    loopDevices(rows);
    drives(rows);
    btrfs(rows);
    return rows;
  }

  private static void files(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "FIOCLEX=0x5451 FIONCLEX=0x5450 FICLONE=0x40049409 FIFREEZE=0xc0045877 "
            + "FITHAW=0xc0045878");
    each(rows, in("arg", INT), "FIONBIO=0x5421 FIOASYNC=0x5452");
    each(rows, out("arg", OFFSET), "FIOQSIZE=0x5460");
    each(rows, inout("arg", INT), "FIBMAP=0x1");
    each(
        rows,
        out("arg", INT),
        "FIGETBSZ=0x2 FS_IOC_GETFLAGS=0x80086601 FS_IOC_GETVERSION=0x80087601 "
            + "EXT4_IOC_GETVERSION=0x80086603 FAT_IOCTL_GET_ATTRIBUTES=0x80047210 "
            + "FAT_IOCTL_GET_VOLUME_ID=0x80047213");
    each(
        rows,
        in("arg", INT),
        "FS_IOC_SETFLAGS=0x40086602 FS_IOC_SETVERSION=0x40087602 "
            + "EXT4_IOC_SETVERSION=0x40086604 FAT_IOCTL_SET_ATTRIBUTES=0x40047211");
    each(rows, out("arg", FSXATTR), "FS_IOC_FSGETXATTR=0x801c581f");
    each(rows, in("arg", FSXATTR), "FS_IOC_FSSETXATTR=0x401c5820");
    each(rows, in("arg", CLONE_RANGE), "FICLONERANGE=0x4020940d");
    each(rows, inout("arg", FSTRIM_RANGE), "FITRIM=0xc0185879");
  }

  private static void labelsAndEncryption(List<SyscallSpec> rows) {
    each(
        rows,
        out("arg", REQUEST),
        "FS_IOC_GETFSLABEL=0x81009431 FS_IOC_GETFSUUID=0x80111500 "
            + "FS_IOC_GETFSSYSFSPATH=0x80811501 FS_IOC_GET_ENCRYPTION_NONCE=0x8010661b");
    each(
        rows,
        in("arg", REQUEST),
        "FS_IOC_SETFSLABEL=0x41009432 FS_IOC_ENABLE_VERITY=0x40806685 "
            + "FS_IOC_SET_ENCRYPTION_POLICY=0x800c6613");
    each(
        rows,
        out("arg", REQUEST),
        "FS_IOC_GET_ENCRYPTION_POLICY=0x400c6615 " + "FS_IOC_GET_ENCRYPTION_PWSALT=0x40106614");
    each(
        rows,
        inout("arg", REQUEST),
        "FS_IOC_REMOVE_ENCRYPTION_KEY=0xc0406618 "
            + "FS_IOC_REMOVE_ENCRYPTION_KEY_ALL_USERS=0xc0406619 "
            + "FS_IOC_GET_ENCRYPTION_KEY_STATUS=0xc080661a");
  }

  private static void blockDevices(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "BLKRRPART=0x125f BLKFLSBUF=0x1261 BLKRASET=0x1262 BLKFRASET=0x1264 "
            + "BLKTRACESTART=0x1274 BLKTRACESTOP=0x1275 BLKTRACETEARDOWN=0x1276");
    each(rows, in("arg", INT), "BLKROSET=0x125d BLKBSZSET=0x40081271");
    each(
        rows,
        out("arg", INT),
        "BLKROGET=0x125e BLKSSZGET=0x1268 BLKPBSZGET=0x127b BLKIOMIN=0x1278 "
            + "BLKIOOPT=0x1279 BLKALIGNOFF=0x127a BLKDISCARDZEROES=0x127c "
            + "BLKBSZGET=0x80081270 BLKGETZONESZ=0x80041284 BLKGETNRZONES=0x80041285");
    each(rows, out("arg", SHORT), "BLKSECTGET=0x1267 BLKROTATIONAL=0x127e");
    each(
        rows,
        out("arg", LONG),
        "BLKRAGET=0x1263 BLKFRAGET=0x1265 BLKGETSIZE=0x1260 BLKGETSIZE64=0x80081272 "
            + "BLKGETDISKSEQ=0x80081280");
    each(rows, in("arg", fixed(16)), "BLKDISCARD=0x1277 BLKSECDISCARD=0x127d BLKZEROOUT=0x127f");
    each(
        rows,
        in("arg", REQUEST),
        "BLKRESETZONE=0x40101283 BLKOPENZONE=0x40101286 BLKCLOSEZONE=0x40101287 "
            + "BLKFINISHZONE=0x40101288");
  }

  private static void loopDevices(List<SyscallSpec> rows) {
    each(
        rows,
        unused(),
        "LOOP_SET_FD=0x4c00 LOOP_CLR_FD=0x4c01 LOOP_CHANGE_FD=0x4c06 "
            + "LOOP_SET_CAPACITY=0x4c07 LOOP_SET_DIRECT_IO=0x4c08 LOOP_SET_BLOCK_SIZE=0x4c09 "
            + "LOOP_CTL_ADD=0x4c80 LOOP_CTL_REMOVE=0x4c81 LOOP_CTL_GET_FREE=0x4c82");
    each(rows, in("arg", LOOP_INFO), "LOOP_SET_STATUS=0x4c02");
    each(rows, out("arg", LOOP_INFO), "LOOP_GET_STATUS=0x4c03");
    each(rows, in("arg", LOOP_INFO64), "LOOP_SET_STATUS64=0x4c04");
    each(rows, out("arg", LOOP_INFO64), "LOOP_GET_STATUS64=0x4c05");
    each(rows, in("arg", LOOP_CONFIG), "LOOP_CONFIGURE=0x4c0a");
  }

  private static void drives(List<SyscallSpec> rows) {
    each(rows, out("arg", HD_GEOMETRY), "HDIO_GETGEO=0x301");
    each(rows, out("arg", fixed(512)), "HDIO_GET_IDENTITY=0x30d");
    each(
        rows,
        out("arg", LONG),
        "HDIO_GET_UNMASKINTR=0x302 HDIO_GET_MULTCOUNT=0x304 HDIO_GET_KEEPSETTINGS=0x308 "
            + "HDIO_GET_NOWERR=0x30a HDIO_GET_DMA=0x30b HDIO_GET_NICE=0x30c "
            + "HDIO_GET_WCACHE=0x30e HDIO_GET_ACOUSTIC=0x30f");
    each(
        rows,
        unused(),
        "CDROMPAUSE=0x5301 CDROMRESUME=0x5302 CDROMSTOP=0x5307 CDROMSTART=0x5308 "
            + "CDROMEJECT=0x5309 CDROMCLOSETRAY=0x5319 CDROMEJECT_SW=0x530f CDROMRESET=0x5312 "
            + "CDROM_SET_OPTIONS=0x5320 CDROM_CLEAR_OPTIONS=0x5321 CDROM_SELECT_SPEED=0x5322 "
            + "CDROM_SELECT_DISC=0x5323 CDROM_MEDIA_CHANGED=0x5325 CDROM_DRIVE_STATUS=0x5326 "
            + "CDROM_DISC_STATUS=0x5327 CDROM_CHANGER_NSLOTS=0x5328 CDROM_LOCKDOOR=0x5329 "
            + "CDROM_GET_CAPABILITY=0x5331");
    each(
        rows,
        out("arg", INT),
        "SG_GET_VERSION_NUM=0x2282 SG_EMULATED_HOST=0x2203 SG_GET_RESERVED_SIZE=0x2272 "
            + "SG_GET_SG_TABLESIZE=0x227f SG_GET_NUM_WAITING=0x227d SG_GET_LOW_DMA=0x227a "
            + "SG_GET_PACK_ID=0x227c SG_GET_KEEP_ORPHAN=0x2288");
    each(
        rows,
        in("arg", INT),
        "SG_SET_RESERVED_SIZE=0x2275 SG_SET_TIMEOUT=0x2201 SG_SET_KEEP_ORPHAN=0x2287 "
            + "SG_SET_FORCE_PACK_ID=0x227b");
    each(rows, unused(), "SG_GET_TIMEOUT=0x2202 NVME_IOCTL_ID=0x4e40");
  }

  private static void btrfs(List<SyscallSpec> rows) {
    each(
        rows,
        out("arg", REQUEST),
        "BTRFS_IOC_SUBVOL_GETFLAGS=0x80089419 BTRFS_IOC_GET_FEATURES=0x80189439 "
            + "BTRFS_IOC_GET_SUBVOL_INFO=0x81f8943c");
    each(
        rows,
        in("arg", REQUEST),
        "BTRFS_IOC_SUBVOL_CREATE=0x5000940e BTRFS_IOC_SNAP_CREATE=0x50009401 "
            + "BTRFS_IOC_SNAP_DESTROY=0x5000940f BTRFS_IOC_SUBVOL_SETFLAGS=0x4008941a "
            + "BTRFS_IOC_RESIZE=0x50009403 BTRFS_IOC_DEFRAG_RANGE=0x40309410");
    each(
        rows,
        inout("arg", REQUEST),
        "BTRFS_IOC_FS_INFO=0x8400941f BTRFS_IOC_DEV_INFO=0xd000941e "
            + "BTRFS_IOC_INO_LOOKUP=0xd0009412 BTRFS_IOC_TREE_SEARCH=0xd0009411");
    each(rows, out("arg", LONG), "BTRFS_IOC_START_SYNC=0x80089418");
    each(rows, unused(), "BTRFS_IOC_SYNC=0x9408");
  }
}
