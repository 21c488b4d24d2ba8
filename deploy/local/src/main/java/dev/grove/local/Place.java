package dev.grove.local;

import java.nio.file.Path;

/**
 * Where the launcher works.
 *
 * @param root the project's root
 * @param state everything that the stack writes: {@code .grove/} in the root
 * @param caller the directory that relative file names on the command line start from
 */
public record Place(Path root, Path state, Path caller) {
  /** As the shell script set it. */
  static Place ofProcess() {
    Path root = Path.of(System.getProperty("grove.root", ".")).toAbsolutePath().normalize();
    String state = System.getProperty("grove.state", ".grove");
    return new Place(root, root.resolve(state), Path.of("").toAbsolutePath());
  }

  public Path log(String component) {
    return state.resolve("logs").resolve(component + ".log");
  }

  /** How the caller names a file of the project in a command of his. */
  public String shown(Path file) {
    Path relative = caller.relativize(file);
    return relative.startsWith("../..") ? file.toString() : relative.toString();
  }

  /** The launcher as the caller would type it. */
  public String grove() {
    return shown(root.resolve("deploy/local/grove"));
  }
}
