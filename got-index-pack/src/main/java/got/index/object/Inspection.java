package got.index.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of all objects of one pack: an {@link Inspector} for each thread, and one set of links
 * for all. Safe for several threads, but for {@link #complete} and what follows it.
 */
public final class Inspection {
  private final @Nullable LinkSet links;
  private final @Nullable Search search;
  private final @Nullable LinkLog log;
  private final HashAlgorithm algorithm;
  private final SkipList skipList;
  private final List<Inspector> inspectors = new ArrayList<>();

  private Inspection(
      HashAlgorithm algorithm,
      SkipList skipList,
      @Nullable LinkSet links,
      @Nullable Search search,
      @Nullable LinkLog log) {
    this.algorithm = algorithm;
    this.skipList = skipList;
    this.links = links;
    this.search = search;
    this.log = log;
  }

  /** No checks: for packs whose objects are no objects of Git. */
  public static Inspection none(HashAlgorithm algorithm) {
    return new Inspection(algorithm, SkipList.EMPTY, null, null, null);
  }

  /**
   * Structure and links.
   *
   * @param skipList objects whose faults are counted
   * @param key0 random, like {@code key1}, so that nobody can aim at the set of links
   */
  public static Inspection full(HashAlgorithm algorithm, SkipList skipList, long key0, long key1) {
    return of(algorithm, skipList, new LinkSet(algorithm, key0, key1), false);
  }

  /**
   * As {@link #full}, of a pack for a repository: {@link #outside} tells what the repository must
   * have.
   */
  public static Inspection forRepository(
      HashAlgorithm algorithm, SkipList skipList, long key0, long key1) {
    return of(algorithm, skipList, new LinkSet(algorithm, key0, key1), true);
  }

  private static Inspection of(
      HashAlgorithm algorithm, SkipList skipList, LinkSet links, boolean keeps) {
    LinkLog log = new LinkLog(links, algorithm, keeps);
    return new Inspection(algorithm, skipList, links, null, log);
  }

  /** After {@link #complete}: the ids that objects refer to and that are not in the pack. */
  public Map<ObjectType, List<ObjectId>> outside() {
    if (log == null) {
      throw new IllegalStateException("no repository");
    }
    return log.missing();
  }

  /**
   * Looks through the objects of the same pack once more for the name of something missing.
   *
   * @throws IllegalStateException if this inspection has no links
   */
  public Inspection searchMissing() {
    if (links == null) {
      throw new IllegalStateException("nothing was inspected");
    }
    return new Inspection(algorithm, skipList, null, new Search(algorithm, links), null);
  }

  /** Checks for one thread. */
  public synchronized Inspector inspector() {
    Links target = search != null ? search : log;
    if (target == null) {
      return Inspector.none(algorithm);
    }
    Inspector inspector = Inspector.of(algorithm, target, skipList);
    inspectors.add(inspector);
    return inspector;
  }

  /** Calls back for each object of the pack. */
  @FunctionalInterface
  public interface Objects {
    void forEach(Links each);
  }

  /**
   * Compares the links with the objects that there are.
   *
   * @return how many distinct links lead nowhere, or to an object of another type
   */
  public long complete(Objects objects) {
    if (links == null) {
      return 0;
    }
    objects.forEach(links::answer);
    return links.missing();
  }

  /** What is odd, over all threads, once these have ended. */
  public synchronized Findings findings() {
    Findings all = new Findings();
    inspectors.forEach(inspector -> inspector.addFindings(all));
    return all;
  }

  /** What a search found, as {@code blob 1234…}; empty if nothing. */
  public String found() {
    return search == null ? "" : search.found();
  }

  /** Remembers the first missing link it sees. */
  private static final class Search implements Links {
    private final HashAlgorithm algorithm;
    private final LinkSet links;
    private String found = "";

    Search(HashAlgorithm algorithm, LinkSet links) {
      this.algorithm = algorithm;
      this.links = links;
    }

    @Override
    public synchronized void add(byte[] source, int offset, ObjectType type) {
      if (found.isEmpty() && links.isMissing(source, offset, type)) {
        String id = ObjectId.copyOf(algorithm, source, offset).toString();
        found = type.name().toLowerCase(Locale.ROOT) + " " + id;
      }
    }

    synchronized String found() {
      return found;
    }
  }
}
