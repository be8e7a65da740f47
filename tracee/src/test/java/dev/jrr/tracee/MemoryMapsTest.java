package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What mappings tell of themselves. */
class MemoryMapsTest {
  private static String file(long device, long inode) {
    return new MemoryMaps.Mapping(0, 4096, 0, true, 0, device, inode, "").file();
  }

  /** As in lines of maps, for devices that stat(2) gives in this way. */
  @Test
  void filesAreToldAsTheKernelDoes() {
    assertThat(file(0x0801, 42)).isEqualTo("08:01 42");
    assertThat(file(0x1, 0)).isEqualTo("00:01 0");
    assertThat(file(0xfd1aL, 7)).isEqualTo("fd:1a 7");
    assertThat(file(0x12000_6783_45abL, 7)).isEqualTo("12345:678ab 7");
  }
}
