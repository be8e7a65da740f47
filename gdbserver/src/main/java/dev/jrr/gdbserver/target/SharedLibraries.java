package dev.jrr.gdbserver.target;

import java.util.List;

/**
 * The libraries that the dynamic linker of a process has mapped.
 *
 * @param mainLinkMap the {@code struct link_map} of the program itself
 * @param libraries the others, in the linker's order
 */
public record SharedLibraries(TargetAddress mainLinkMap, List<Library> libraries) {
  /** Keeps a copy. */
  public SharedLibraries {
    libraries = List.copyOf(libraries);
  }

  /**
   * One library.
   *
   * @param path its file
   * @param linkMap its {@code struct link_map}
   * @param loadBias what was added to the addresses in its file
   * @param dynamicSection its {@code .dynamic} section in memory
   */
  public record Library(
      String path, TargetAddress linkMap, TargetAddress loadBias, TargetAddress dynamicSection) {}
}
