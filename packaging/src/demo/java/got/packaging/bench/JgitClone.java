package got.packaging.bench;

import java.io.File;
import org.eclipse.jgit.api.Git;

/** Clones with JGit: {@code JgitClone URL DIRECTORY}. */
final class JgitClone {
  private JgitClone() {}

  public static void main(String[] args) throws Exception {
    Git.cloneRepository()
        .setBare(true)
        .setURI(args[0])
        .setDirectory(new File(args[1]))
        .call()
        .close();
  }
}
