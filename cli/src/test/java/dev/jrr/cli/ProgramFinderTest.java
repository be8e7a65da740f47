package dev.jrr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file a program's name means, and what is told if it cannot be run. */
class ProgramFinderTest {
  @TempDir Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void makePath() throws IOException {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
  }

  private static Path file(Path path, String permissions, byte[] contents) throws IOException {
    Files.write(path, contents);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private String find(String program) {
    List<byte[]> environment = List.of(bytes("X=1"), bytes("PATH=" + first + ":" + second));
    return new String(ProgramFinder.find(bytes(program), environment), StandardCharsets.UTF_8);
  }

  private CliException failure(String program) {
    return catchThrowableOfType(CliException.class, () -> find(program));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The start of an ELF file: class at 4, machine at 18 (elf.h). */
  private static byte[] elf(int bits, int machine) {
    byte[] header = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', (byte) bits}, 0, header, 0, 5);
    header[18] = (byte) machine;
    return header;
  }

  @Test
  void theFirstExecutableFileInPathIsIt() throws IOException {
    file(first.resolve("p"), "rw-r--r--", bytes("#!"));
    Files.createDirectory(first.resolve("q"));
    file(second.resolve("p"), "rwxr-xr-x", bytes("#!"));
    file(second.resolve("q"), "rwxr-xr-x", bytes("#!"));

    assertThat(find("p")).isEqualTo(second.resolve("p").toString());
    assertThat(find("q")).isEqualTo(second.resolve("q").toString());
  }

  @Test
  void aNameWithASlashIsNotSearchedFor() throws IOException {
    Path program = file(folder.resolve("prögram"), "rwxr-xr-x", elf(2, 62));

    assertThat(find(program.toString())).isEqualTo(program.toString());
    assertThat(failure("./no/such").code()).isEqualTo(ErrorCode.PROGRAM_NOT_FOUND);
  }

  @Test
  void whatIsNowhereIsNotFound() {
    assertThat(failure("nowhere").code()).isEqualTo(ErrorCode.PROGRAM_NOT_FOUND);
    assertThat(failure("").code()).isEqualTo(ErrorCode.PROGRAM_NOT_FOUND);
    assertThat(ErrorCode.PROGRAM_NOT_FOUND.exitStatus()).isEqualTo(127);
  }

  @Test
  void whatMayNotBeExecutedIsToldApart() throws IOException {
    Path plain = file(first.resolve("plain"), "rw-r--r--", bytes("text"));

    assertThat(failure("plain").code()).isEqualTo(ErrorCode.PROGRAM_NOT_EXECUTABLE);
    assertThat(failure(plain.toString()).code()).isEqualTo(ErrorCode.PROGRAM_NOT_EXECUTABLE);
    assertThat(failure(folder.toString()).why()).contains("directory");
    assertThat(ErrorCode.PROGRAM_NOT_EXECUTABLE.exitStatus()).isEqualTo(126);
  }

  @Test
  void programsForOtherMachinesAreRefused() throws IOException {
    file(first.resolve("p32"), "rwxr-xr-x", elf(1, 3));
    file(first.resolve("arm"), "rwxr-xr-x", elf(2, 183));

    assertThat(failure("p32").code()).isEqualTo(ErrorCode.PROGRAM_WRONG_ARCHITECTURE);
    assertThat(failure("p32").why()).contains("32-bit");
    assertThat(failure("arm").why()).contains("another processor");
  }
}
