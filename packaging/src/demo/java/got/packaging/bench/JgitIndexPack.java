package got.packaging.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/**
 * JGit's indexer: {@code JgitIndexPack PACK DIRECTORY} makes a repository in the directory and has
 * it receive the pack, with the parser's defaults: ids with collision detection, objects not looked
 * into. JGit has no indexer that leaves the pack where it is, so that it copies it, too.
 */
public final class JgitIndexPack {
  private JgitIndexPack() {}

  public static void main(String[] args) throws Exception {
    try (FileRepository repository = new FileRepository(Path.of(args[1]).toFile())) {
      repository.create(true);
      try (InputStream in = Files.newInputStream(Path.of(args[0]));
          ObjectInserter inserter = repository.newObjectInserter()) {
        PackParser parser = inserter.newPackParser(in);
        parser.parse(NullProgressMonitor.INSTANCE);
        inserter.flush();
      }
    }
  }
}
