package got.cli.local;

import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The files that objects are in: which there are, and each one open for reading only. */
public final class LocalObjects implements Closeable {
  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}");
  private static final String PACK = ".pack";
  private static final String INDEX = ".idx";

  private final HashAlgorithm algorithm;
  private final HeldDirectory objects;
  private final Optional<HeldDirectory> packs;

  private LocalObjects(
      HashAlgorithm algorithm, HeldDirectory objects, Optional<HeldDirectory> packs) {
    this.algorithm = algorithm;
    this.objects = objects;
    this.packs = packs;
  }

  public static LocalObjects open(LocalRepository repository) throws IOException {
    HeldDirectory objects = repository.directory().enter("objects");
    try {
      return new LocalObjects(repository.algorithm(), objects, objects.find("pack"));
    } catch (IOException e) {
      objects.close();
      throw e;
    }
  }

  /** Where they were when they were opened: for messages. */
  public Path path() {
    return objects.path();
  }

  /** Names of packs that have an index, without their ends. */
  public List<String> packs() throws IOException {
    List<String> found = new ArrayList<>();
    if (packs.isPresent()) {
      Set<String> names = new HashSet<>(packs.get().names());
      for (String name : names) {
        String stem = name.endsWith(PACK) ? name.substring(0, name.length() - PACK.length()) : "";
        if (!stem.isEmpty() && names.contains(stem + INDEX)) {
          found.add(stem);
        }
      }
    }
    return found;
  }

  /**
   * @return empty if it is gone
   */
  public Optional<HeldFile> pack(String name) throws IOException {
    return packs.isPresent() ? packs.get().openFile(name) : Optional.empty();
  }

  /** The ids of loose objects. */
  public List<ObjectId> loose() throws IOException {
    List<ObjectId> ids = new ArrayList<>();
    for (String first : objects.names()) {
      Optional<HeldDirectory> found =
          DIRECTORY.matcher(first).matches() && isDirectory(first)
              ? objects.find(first)
              : Optional.empty();
      if (found.isPresent()) {
        try (HeldDirectory directory = found.get()) {
          for (String rest : directory.names()) {
            id(first + rest).ifPresent(ids::add);
          }
        }
      }
    }
    return ids;
  }

  /**
   * @throws IOException if it is a link: objects that only git finds would count as missing
   */
  private boolean isDirectory(String name) throws IOException {
    Optional<Status> status = objects.status(name);
    if (status.filter(Status::isLink).isPresent()) {
      objects.enter(name).close();
    }
    return status.filter(Status::isDirectory).isPresent();
  }

  /** Another name is that of a file that git is writing. */
  private Optional<ObjectId> id(String hex) {
    try {
      byte[] bytes = hex.getBytes(StandardCharsets.UTF_8);
      return Optional.of(ObjectId.parse(algorithm, bytes));
    } catch (BadValueException e) {
      return Optional.empty();
    }
  }

  /**
   * @return empty if it is gone
   */
  public Optional<HeldFile> loose(ObjectId id) throws IOException {
    String hex = id.toString();
    Optional<HeldDirectory> found = objects.find(hex.substring(0, 2));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (HeldDirectory directory = found.get()) {
      return directory.openFile(hex.substring(2));
    }
  }

  @Override
  public void close() throws IOException {
    if (packs.isPresent()) {
      packs.get().close();
    }
    objects.close();
  }
}
