package dev.jrr.tracee.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocTest {
  @Test
  void theCheckedInPageIsWhatTheTableSays() throws IOException {
    Path page = Path.of("").toAbsolutePath().resolveSibling("docs/SYSCALLS.md");
    assertThat(page).as("write it with: %s", SyscallsDoc.COMMAND).exists();
    assertThat(Files.readString(page).equals(SyscallsDoc.page()))
        .as("docs/SYSCALLS.md is stale; write it again with: %s", SyscallsDoc.COMMAND)
        .isTrue();
  }
}
