package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.registers.TargetDescription;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.SharedLibraries;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.ThreadId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code qXfer}: objects of any length, told in parts. All of them can only be read. */
final class TransferPackets {
  static final List<PacketSpec> PACKETS = List.of(packet("qXfer", TransferPackets::transfer));

  /** How an object is made. */
  @FunctionalInterface
  private interface ObjectMaker {
    byte[] make(DebugSession session, String annex)
        throws TargetException, MalformedPacketException;
  }

  /** An object by its name in the packet, the feature that it needs, and how it is made. */
  private record TransferObject(String name, Optional<TargetFeature> needs, ObjectMaker maker) {}

  private static final List<TransferObject> OBJECTS =
      List.of(
          new TransferObject("features", Optional.empty(), TransferPackets::features),
          new TransferObject("threads", Optional.empty(), TransferPackets::threads),
          new TransferObject("auxv", Optional.of(TargetFeature.AUXV), TransferPackets::auxv),
          new TransferObject(
              "exec-file", Optional.of(TargetFeature.EXECUTABLE_PATH), TransferPackets::execFile),
          new TransferObject(
              "siginfo", Optional.of(TargetFeature.SIGINFO), TransferPackets::siginfo),
          new TransferObject(
              "libraries-svr4", Optional.of(TargetFeature.LIBRARIES), TransferPackets::libraries));

  /** The most bytes of one part: each may need an escape, and a letter goes first. */
  private static final int MOST_BYTES = PacketDecoder.MAX_PAYLOAD_BYTES / 2 - 1;

  private TransferPackets() {}

  /** {@code qXfer:object:read:annex:offset,length}. */
  private static Reply transfer(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.expect(':');
    String name = packet.textUpTo(':');
    Optional<TransferObject> object =
        OBJECTS.stream()
            .filter(candidate -> candidate.name().equals(name))
            .filter(candidate -> candidate.needs().map(session::targetHas).orElse(true))
            .findFirst();
    if (object.isEmpty() || !packet.textUpTo(':').equals("read")) {
      return Reply.UNSUPPORTED;
    }
    String annex = packet.textUpTo(':');
    int offset = packet.hexInt();
    packet.expect(',');
    int lengthBytes = packet.hexInt();
    packet.expectEnd();
    byte[] bytes = whole(session, object.get(), annex, offset == 0);
    if (offset > bytes.length) {
      throw new MalformedPacketException("starts at " + offset + " of " + bytes.length);
    }
    int end = offset + Math.min(bytes.length - offset, Math.min(lengthBytes, MOST_BYTES));
    return Reply.binary(end == bytes.length ? 'l' : 'm', Arrays.copyOfRange(bytes, offset, end));
  }

  private static byte[] whole(
      DebugSession session, TransferObject object, String annex, boolean fromStart)
      throws MalformedPacketException, TargetException {
    String key = object.name() + ":" + annex + ":" + session.selectedOrNone();
    Optional<byte[]> kept = session.transfers().get(key, fromStart);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] made = object.maker().make(session, annex);
    session.transfers().put(key, made);
    return made;
  }

  private static byte[] features(DebugSession session, String annex) throws TargetException {
    if (!annex.equals("target.xml")) {
      throw new TargetException(Errno.ENOENT, "no description " + annex);
    }
    return TargetDescription.xml(session.registers()).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] threads(DebugSession session, String annex) throws TargetException {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
    for (ThreadId thread : session.target().threads()) {
      xml.append("<thread id=\"").append(session.format(thread)).append("\" name=\"");
      xml.append(Xml.escape(session.target().threadName(thread))).append("\">");
      xml.append(Xml.escape(session.target().threadDescription(thread))).append("</thread>\n");
    }
    return xml.append("</threads>\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] auxv(DebugSession session, String annex) throws TargetException {
    return session.target().auxiliaryVector(session.selectedThread().process());
  }

  /** The annex is the process in digits, or empty for the selected one. */
  private static byte[] execFile(DebugSession session, String annex)
      throws TargetException, MalformedPacketException {
    int process =
        annex.isEmpty()
            ? session.selectedThread().process()
            : new PacketCursor(annex.getBytes(StandardCharsets.ISO_8859_1)).hexInt();
    return session.target().executablePath(process).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] siginfo(DebugSession session, String annex) throws TargetException {
    return session.target().signalInfo(session.selectedThread());
  }

  private static byte[] libraries(DebugSession session, String annex) throws TargetException {
    SharedLibraries libraries = session.target().libraries(session.selectedThread().process());
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n");
    xml.append("<library-list-svr4 version=\"1.0\" main-lm=\"");
    xml.append(libraries.mainLinkMap()).append("\">\n");
    for (SharedLibraries.Library library : libraries.libraries()) {
      xml.append("<library name=\"").append(Xml.escape(library.path()));
      xml.append("\" lm=\"").append(library.linkMap());
      xml.append("\" l_addr=\"").append(library.loadBias());
      xml.append("\" l_ld=\"").append(library.dynamicSection());
      // The linker's namespace, which gdb insists on since version 13: the program's own.
      xml.append("\" lmid=\"0x0\"/>\n");
    }
    return xml.append("</library-list-svr4>\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
