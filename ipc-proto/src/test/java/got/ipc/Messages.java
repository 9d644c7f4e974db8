package got.ipc;

import got.ipc.confine.Mechanism;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Messages of every kind, with values from a seeded generator. */
final class Messages {
  private static final Map<Class<? extends Message>, Function<Random, Message>> GENERATORS =
      generators();

  private Messages() {}

  /** Every kind of message there is. */
  static List<Class<? extends Message>> kinds() {
    return List.copyOf(GENERATORS.keySet());
  }

  static Message random(Class<? extends Message> kind, Random random) {
    return GENERATORS.getOrDefault(kind, _ -> fail(kind)).apply(random);
  }

  /** One of the kind, always the same. */
  static Message some(Class<? extends Message> kind) {
    return random(kind, new Random(1));
  }

  private static Message fail(Class<? extends Message> kind) {
    throw new AssertionError("no generator for " + kind);
  }

  private static Map<Class<? extends Message>, Function<Random, Message>> generators() {
    Map<Class<? extends Message>, Function<Random, Message>> all = new LinkedHashMap<>();
    all.put(Message.Ready.class, r -> new Message.Ready(mechanisms(r)));
    all.put(Message.Failed.class, r -> new Message.Failed(report(r)));
    all.put(Message.ListRefs.class, r -> new Message.ListRefs(remote(r), r.nextBoolean()));
    all.put(
        Message.Fetch.class,
        r ->
            new Message.Fetch(
                remote(r), list(r, 20, () -> latin1(r, r.nextInt(60))), r.nextBoolean()));
    all.put(Message.Wants.class, r -> new Message.Wants(ids(r)));
    all.put(Message.WantsEnd.class, _ -> new Message.WantsEnd());
    all.put(
        Message.Advertisement.class, r -> new Message.Advertisement(r.nextInt(3), algorithm(r)));
    all.put(Message.Refs.class, r -> new Message.Refs(list(r, 40, () -> remoteRef(r))));
    all.put(Message.RefsEnd.class, r -> new Message.RefsEnd(count(r)));
    all.put(Message.ServerText.class, r -> new Message.ServerText(text(r), r.nextBoolean()));
    all.put(Message.Heard.class, r -> new Message.Heard(bytes(r)));
    all.put(Message.Packet.class, r -> new Message.Packet(text(r)));
    all.put(Message.Fetching.class, r -> new Message.Fetching(bytes(r)));
    all.put(Message.Fetched.class, r -> new Message.Fetched(bytes(r)));
    all.put(Message.Index.class, r -> new Message.Index(algorithm(r), packLimits(r)));
    all.put(Message.Tips.class, r -> new Message.Tips(ids(r), r.nextBoolean()));
    all.put(Message.TipsEnd.class, _ -> new Message.TipsEnd());
    all.put(Message.Indexing.class, Messages::indexing);
    all.put(
        Message.Indexed.class,
        r -> new Message.Indexed(id(r, algorithm(r)), count(r), bytes(r), bytes(r)));
    all.put(Message.IndexFile.class, r -> new Message.IndexFile(algorithm(r), packLimits(r)));
    all.put(Message.ListFile.class, r -> new Message.ListFile(algorithm(r), packLimits(r)));
    all.put(
        Message.Inspected.class,
        r -> new Message.Inspected(bytes(r), list(r, 20, () -> new Oddity(text(r), bytes(r)))));
    all.put(
        Message.Entries.class,
        r -> new Message.Entries(list(r, 40, () -> packEntry(r, algorithm(r)))));
    all.put(Message.Listed.class, Messages::listed);
    return all;
  }

  private static PackLimits packLimits(Random r) {
    return new PackLimits(bytes(r), bytes(r), bytes(r));
  }

  private static Message listed(Random r) {
    int objects = count(r);
    int unresolved = upTo(r, objects);
    return new Message.Listed(
        id(r, algorithm(r)), objects, bytes(r), unresolved, upTo(r, unresolved));
  }

  private static PackEntry packEntry(Random r, HashAlgorithm algorithm) {
    long offset = 12 + (r.nextLong() >>> 2);
    long size = bytes(r);
    PackEntry.Base base =
        switch (r.nextInt(3)) {
          case 0 -> new PackEntry.NoBase();
          case 1 -> new PackEntry.OffsetBase(1 + r.nextLong(offset - 1));
          default -> new PackEntry.IdBase(id(r, algorithm));
        };
    boolean isDelta = !(base instanceof PackEntry.NoBase);
    PackEntry.Type[] types = PackEntry.Type.values();
    PackEntry.Content content =
        isDelta && r.nextBoolean()
            ? new PackEntry.Unresolved()
            : new PackEntry.Resolved(
                id(r, algorithm),
                types[r.nextInt(types.length)],
                isDelta ? bytes(r) : size,
                isDelta ? 1 + r.nextInt(Integer.MAX_VALUE - 1) : 0);
    return new PackEntry(offset, size, 1 + r.nextInt(Integer.MAX_VALUE - 1), base, content);
  }

  private static Message indexing(Random r) {
    int objects = count(r);
    int indexed = upTo(r, objects);
    int deltas = upTo(r, indexed);
    return new Message.Indexing(bytes(r), objects, indexed, deltas, upTo(r, deltas));
  }

  private static Set<Mechanism> mechanisms(Random r) {
    Set<Mechanism> some = EnumSet.allOf(Mechanism.class);
    some.removeIf(_ -> r.nextBoolean());
    return some;
  }

  private static ErrorReport report(Random r) {
    ErrorKind[] kinds = ErrorKind.values();
    return new ErrorReport(kinds[r.nextInt(kinds.length)], r.nextLong(), text(r), text(r));
  }

  private static Remote remote(Random r) {
    Remote.Transport[] transports = Remote.Transport.values();
    return new Remote(
        transports[r.nextInt(transports.length)], "höst:9418", "/päth/文/" + r.nextInt());
  }

  static ObjectId id(Random r, HashAlgorithm algorithm) {
    byte[] bytes = new byte[algorithm.idBytes()];
    r.nextBytes(bytes);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }

  private static List<ObjectId> ids(Random r) {
    HashAlgorithm algorithm = algorithm(r);
    return list(r, 50, () -> id(r, algorithm));
  }

  private static RemoteRef remoteRef(Random r) {
    ObjectId id = id(r, algorithm(r));
    return switch (r.nextInt(3)) {
      case 0 -> new RemoteRef.Direct(name(r), id);
      case 1 -> new RemoteRef.Symbolic(RefName.HEAD, name(r), id);
      default -> new RemoteRef.Unborn(RefName.HEAD, name(r));
    };
  }

  private static RefName name(Random r) {
    try {
      return RefName.check(
          ("refs/heads/" + latin1(r, 1 + r.nextInt(40))).getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw new AssertionError(e);
    }
  }

  /** Letters and bytes that are no ASCII, one byte per char. */
  private static String latin1(Random r, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append((char) (r.nextBoolean() ? 'a' + r.nextInt(26) : 0x80 + r.nextInt(0x80)));
    }
    return out.toString();
  }

  /** Any chars: halves of surrogate pairs, control characters and all. */
  static String text(Random r) {
    StringBuilder out = new StringBuilder();
    for (int i = r.nextInt(8) == 0 ? 900 + r.nextInt(300) : r.nextInt(30); i > 0; i--) {
      out.append((char) (r.nextInt(4) == 0 ? r.nextInt(0x10000) : r.nextInt(0x120)));
    }
    return out.toString();
  }

  private static HashAlgorithm algorithm(Random r) {
    return r.nextBoolean() ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
  }

  private static int count(Random r) {
    return r.nextInt(4) == 0 ? Integer.MAX_VALUE : r.nextInt() >>> (1 + r.nextInt(31));
  }

  private static int upTo(Random r, int most) {
    return (int) r.nextLong(most + 1L);
  }

  private static long bytes(Random r) {
    return r.nextInt(4) == 0 ? Long.MAX_VALUE : r.nextLong() >>> (1 + r.nextInt(63));
  }

  private static <T> List<T> list(Random r, int most, Supplier<T> element) {
    List<T> all = new ArrayList<>();
    for (int i = r.nextInt(most); i > 0; i--) {
      all.add(element.get());
    }
    return List.copyOf(all);
  }
}
