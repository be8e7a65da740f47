package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.TargetFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code vFile}: files of the recorded machine, read only, so that gdb finds program and libraries
 * where there are none of them any more. Replies are {@code F result[;bytes]} or {@code F-1,errno}.
 */
final class FilePackets {
  static final List<PacketSpec> PACKETS =
      List.of(packet("vFile", FilePackets::file).needing(TargetFeature.FILES));

  private static final Map<String, PacketHandler> OPERATIONS =
      Map.of(
          "setfs", FilePackets::setFileSystem,
          "open", FilePackets::open,
          "pread", FilePackets::read,
          "fstat", FilePackets::status,
          "readlink", FilePackets::readLink,
          "close", FilePackets::close,
          "pwrite", FilePackets::refuse,
          "unlink", FilePackets::refuse);

  /** Flags of the protocol's open that ask for more than reading: modes, APPEND, CREAT, TRUNC. */
  private static final int WRITING_FLAGS = 0x3 | 0x8 | 0x200 | 0x400;

  private static final int MOST_BYTES = PacketDecoder.MAX_PAYLOAD_BYTES / 2 - 32;

  /** {@code struct stat} of the protocol: big-endian, in this order. */
  private static final int STATUS_BYTES = 64;

  private static final int BLOCK_BYTES = 4096;
  private static final int SECTOR_BYTES = 512;

  private FilePackets() {}

  private static Reply file(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expect(':');
    PacketHandler operation = OPERATIONS.get(packet.textUpTo(':'));
    if (operation == null) {
      return Reply.UNSUPPORTED;
    }
    try {
      return operation.handle(session, packet);
    } catch (TargetException e) {
      return Reply.text("F-1," + Hex.of(FileErrors.number(e.errno())));
    }
  }

  private static Reply setFileSystem(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    int process = packet.hexInt();
    packet.expectEnd();
    session.files().setProcess(process);
    return Reply.text("F0");
  }

  /** {@code open:path,flags,mode}. */
  private static Reply open(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    String path = packet.hexText();
    packet.expect(',');
    int flags = packet.hexInt();
    packet.expect(',');
    packet.hexInt();
    packet.expectEnd();
    if ((flags & WRITING_FLAGS) != 0) {
      return refuse(session, packet);
    }
    return Reply.text("F" + Hex.of(session.files().open(path)));
  }

  /** {@code pread:file,count,offset}. */
  private static Reply read(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    int number = packet.hexInt();
    packet.expect(',');
    int count = Math.min(packet.hexInt(), MOST_BYTES);
    packet.expect(',');
    long offset = packet.hexLong();
    packet.expectEnd();
    if (offset < 0) {
      throw new MalformedPacketException("negative offset");
    }
    return attachment(session.files().get(number).read(offset, count));
  }

  private static Reply status(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    int number = packet.hexInt();
    packet.expectEnd();
    TargetFile.Status status = session.files().get(number).status();
    int seconds = (int) status.modifiedSeconds();
    return attachment(
        ByteBuffer.allocate(STATUS_BYTES)
            .putInt((int) status.device())
            .putInt((int) status.inode())
            .putInt(status.mode())
            .putInt(1)
            .putInt(0)
            .putInt(0)
            .putInt(0)
            .putLong(status.lengthBytes())
            .putLong(BLOCK_BYTES)
            .putLong((status.lengthBytes() + SECTOR_BYTES - 1) / SECTOR_BYTES)
            .putInt(seconds)
            .putInt(seconds)
            .putInt(seconds)
            .array());
  }

  private static Reply readLink(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    String path = packet.hexText();
    packet.expectEnd();
    String held = session.target().readLink(session.files().process(), path);
    return attachment(held.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply close(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    int number = packet.hexInt();
    packet.expectEnd();
    session.files().close(number);
    return Reply.text("F0");
  }

  private static Reply refuse(DebugSession session, PacketCursor packet) throws TargetException {
    throw new TargetException(Errno.EROFS, "the trace's files can only be read");
  }

  private static Reply attachment(byte[] bytes) {
    String head = Hex.of(bytes.length) + ";";
    byte[] rest = new byte[head.length() + bytes.length];
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, rest, 0, head.length());
    System.arraycopy(bytes, 0, rest, head.length(), bytes.length);
    return Reply.binary('F', rest);
  }
}
