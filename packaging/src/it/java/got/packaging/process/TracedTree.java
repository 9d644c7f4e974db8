package got.packaging.process;

import got.packaging.support.StraceLog;
import got.packaging.support.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A tree in which one helper runs under strace(1). Its got has to be told {@code --unconfined}: a
 * helper's domain lets nothing start but java.
 */
public final class TracedTree {
  private final Path root;
  private final Path log;

  /**
   * @param root of the copy; is made
   * @param log for strace
   */
  public TracedTree(Path root, Path log) throws IOException {
    this.root = TreeCopy.in(root);
    this.log = log;
    Files.move(java(), java().resolveSibling("java.real"));
  }

  private Path java() {
    return root.resolve("runtime/bin/java");
  }

  /** Traces a helper from now on; strace is no process between it and got. */
  public void trace(String helper, List<String> options) throws IOException {
    Files.deleteIfExists(log);
    String script =
        """
        #!/bin/sh
        case "$*" in
        *%s.jar*) exec strace -D -f -y -o %s %s %s "$@" ;;
        *) exec %s "$@" ;;
        esac
        """
            .formatted(helper, log, String.join(" ", options), java() + ".real", java() + ".real");
    Files.writeString(java(), script);
    Files.setPosixFilePermissions(java(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  public Path got() {
    return root.resolve("bin/got");
  }

  public List<StraceLog.Call> calls() throws IOException {
    return StraceLog.calls(log);
  }

  public List<StraceLog.Call> failed() throws IOException {
    return StraceLog.failed(log);
  }
}
