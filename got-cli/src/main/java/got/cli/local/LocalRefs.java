package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.Status;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All references of a repository: files below refs/, lines of packed-refs, and HEAD.
 *
 * <p>Files are read first: {@code git pack-refs} writes packed-refs before it removes the files, so
 * nothing is missed. A file counts more than a line. A file whose name git refuses is no reference.
 */
public final class LocalRefs {
  /** Directories below one another: no name has more. */
  private static final int DEPTH = Limits.REF_NAME / 2;

  /** Symbolic references one after the other. Source: git's SYMREF_MAXDEPTH. */
  private static final int LINKS = 5;

  static final String LOCK = ".lock";

  private final Map<RefName, RefValue> values;
  private final Set<RefName> loose;
  private final PackedRefsFile packed;
  private final RefValue head;

  /** By bytes; made when somebody asks what a name excludes. */
  private @Nullable NavigableMap<String, RefName> names;

  private LocalRefs(HeldDirectory directory, HashAlgorithm algorithm, Interruption interruption)
      throws IOException, Failure {
    Files files = new Files(algorithm, interruption);
    Optional<HeldDirectory> refs = directory.find("refs");
    if (refs.isPresent()) {
      try (HeldDirectory opened = refs.get()) {
        files.read(opened, "refs/", 0);
      }
    }
    this.packed = PackedRefsFile.read(directory, algorithm, interruption);
    Map<RefName, RefValue> all = new LinkedHashMap<>();
    for (Map.Entry<RefName, PackedRefsFile.Line> line : packed.lines().entrySet()) {
      interruption.check();
      all.put(line.getKey(), new RefValue.Direct(line.getValue().id()));
    }
    all.putAll(files.found);
    this.values = all;
    this.loose = files.found.keySet();
    Optional<String> text = LocalRepository.text(directory, "HEAD");
    this.head =
        text.isEmpty()
            ? RefValue.NONE
            : RefText.parse(algorithm, directory.path().resolve("HEAD").toString(), text.get());
  }

  private LocalRefs(NavigableMap<RefName, RefValue> files, RefValue head) {
    this.values = new LinkedHashMap<>(files);
    this.loose = files.keySet();
    this.packed = PackedRefsFile.EMPTY;
    this.head = head;
  }

  /** These, whatever there is on a disk. */
  public static LocalRefs of(NavigableMap<RefName, RefValue> files, RefValue head) {
    return new LocalRefs(files, head);
  }

  /** Reads them as they are now. */
  public static LocalRefs read(LocalRepository repository) throws Failure {
    return read(repository, Interruption.NEVER);
  }

  static LocalRefs read(LocalRepository repository, Interruption interruption) throws Failure {
    try {
      return new LocalRefs(repository.directory(), repository.algorithm(), interruption);
    } catch (IOException e) {
      throw LocalRepository.failure(ExitCode.FAILED, repository.directory().path(), e);
    }
  }

  /** Reads the files below one directory. */
  private static final class Files {
    private final HashAlgorithm algorithm;
    private final Interruption interruption;
    private final Map<RefName, RefValue> found = new HashMap<>();

    Files(HashAlgorithm algorithm, Interruption interruption) {
      this.algorithm = algorithm;
      this.interruption = interruption;
    }

    void read(HeldDirectory in, String prefix, int depth) throws IOException, Failure {
      if (depth > DEPTH) {
        throw new FileSystemException(
            in.path().toString(), null, "too many directories below one another");
      }
      for (String name : in.names()) {
        interruption.check();
        Optional<Status> status = name.endsWith(LOCK) ? Optional.empty() : in.status(name);
        if (status.isEmpty()) {
          continue;
        }
        if (status.get().isDirectory()) {
          Optional<HeldDirectory> below = in.find(name);
          if (below.isPresent()) {
            try (HeldDirectory opened = below.get()) {
              read(opened, prefix + name + "/", depth + 1);
            }
          }
        } else {
          readFile(in, prefix, name);
        }
      }
    }

    private void readFile(HeldDirectory in, String prefix, String name) throws IOException {
      Optional<RefName> checked = checked(prefix + name);
      Optional<String> text = checked.isEmpty() ? Optional.empty() : LocalRepository.text(in, name);
      if (text.isPresent()) {
        String file = FileName.path(in.path(), name).toString();
        found.put(checked.get(), RefText.parse(algorithm, file, text.get()));
      }
    }
  }

  private static Optional<RefName> checked(String name) {
    try {
      return Optional.of(RefName.check(FileName.bytes(name)));
    } catch (BadValueException e) {
      return Optional.empty();
    }
  }

  /** Each reference below refs/ and what it says, in no order. */
  public Map<RefName, RefValue> values() {
    return Collections.unmodifiableMap(values);
  }

  /** {@link RefValue#NONE} if there is no such reference. */
  public RefValue value(RefName name) {
    return name.equals(RefName.HEAD) ? head : values.getOrDefault(name, RefValue.NONE);
  }

  boolean isLoose(RefName name) {
    return name.equals(RefName.HEAD) || loose.contains(name);
  }

  PackedRefsFile packed() {
    return packed;
  }

  /** The id at the end of symbolic references; empty if there is none. */
  public Optional<ObjectId> id(RefName name) {
    RefName at = name;
    for (int i = 0; i <= LINKS; i++) {
      switch (value(at)) {
        case RefValue.Direct(ObjectId id) -> {
          return Optional.of(id);
        }
        case RefValue.Symbolic(RefName target) -> at = target;
        case RefValue.Absent _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Every id that a reference, or HEAD, says itself, each once. */
  public Set<ObjectId> ids() {
    Set<ObjectId> ids = new LinkedHashSet<>();
    if (head instanceof RefValue.Direct(ObjectId id)) {
      ids.add(id);
    }
    for (RefValue value : values.values()) {
      if (value instanceof RefValue.Direct(ObjectId id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Likewise, of references whose names begin so. */
  public Set<ObjectId> idsBelow(String prefix) {
    Set<ObjectId> ids = new LinkedHashSet<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix) && value instanceof RefValue.Direct(ObjectId id)) {
            ids.add(id);
          }
        });
    return ids;
  }

  private NavigableMap<String, RefName> names() {
    NavigableMap<String, RefName> made = names;
    if (made == null) {
      made = new TreeMap<>();
      for (RefName name : values.keySet()) {
        made.put(name.latin1(), name);
      }
      names = made;
    }
    return made;
  }

  /**
   * A reference that cannot be together with one of this name: it is on the way to it, or below it.
   *
   * @param going true for one that will be gone, and does not count
   */
  public Optional<RefName> excluding(RefName name, Predicate<RefName> going) {
    String latin1 = name.latin1();
    NavigableMap<String, RefName> names = names();
    for (RefName below : names.subMap(latin1 + "/", latin1 + "0").values()) {
      if (!going.test(below)) {
        return Optional.of(below);
      }
    }
    for (int slash = latin1.lastIndexOf('/');
        slash > 0;
        slash = latin1.lastIndexOf('/', slash - 1)) {
      RefName above = names.get(latin1.substring(0, slash));
      if (above != null && !going.test(above)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }
}
