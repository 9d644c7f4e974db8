package got.pkt;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server says it can do: keys, with or without a value, each perhaps several times.
 *
 * <p>Keys are compared whole, so {@code side-band-64kx} is not {@code side-band-64k}. Unknown ones
 * are kept and never looked at. Source: gitprotocol-capabilities(5), gitprotocol-v2(5).
 */
public final class Capabilities {
  /** Bytes of all capabilities with their framing. */
  static final int BYTES = Limits.CAPABILITY_BYTES;

  private static final String AGENT = "agent=got/0.1.0";
  private static final String OBJECT_FORMAT = "object-format";

  private final Map<String, List<String>> values = new HashMap<>();
  private int bytes;

  public Capabilities() {}

  /** Those of versions 0 and 1, separated by spaces. */
  static Capabilities parse(String list) throws ProtocolException {
    Capabilities capabilities = new Capabilities();
    int start = 0;
    while (start < list.length()) {
      int space = list.indexOf(' ', start);
      int end = space < 0 ? list.length() : space;
      capabilities.put(list.substring(start, end));
      start = end + 1;
    }
    return capabilities;
  }

  /**
   * One line of version 2.
   *
   * @throws ProtocolException if they become too many: a list without end would fill the memory
   */
  public void add(String line) throws ProtocolException {
    bytes += PktLine.HEADER + line.length();
    if (bytes > BYTES) {
      throw ProtocolException.limit(BYTES, "bytes of capabilities");
    }
    put(line);
  }

  private void put(String capability) {
    int equals = capability.indexOf('=');
    String key = equals < 0 ? capability : capability.substring(0, equals);
    String value = equals < 0 ? "" : capability.substring(equals + 1);
    values.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Every value of the key in the order they came; none if it is not there. */
  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /**
   * The value of a key that must not say two things.
   *
   * @return empty if there is no such key, or it has no value
   * @throws ProtocolException if it is there twice and the values differ
   */
  String only(String key) throws ProtocolException {
    List<String> found = all(key);
    if (found.stream().distinct().count() > 1) {
      throw ProtocolException.broken("contradictory capability " + key);
    }
    return found.isEmpty() ? "" : found.getFirst();
  }

  /**
   * Demands a command of version 2.
   *
   * @return its features
   * @throws ProtocolException if the server does not have it, or says two things about it
   */
  public List<String> command(String name) throws ProtocolException {
    if (!has(name)) {
      throw ProtocolException.broken("the server does not support " + name);
    }
    return List.of(only(name).split(" ", -1));
  }

  /**
   * The hash function of version 2; SHA-1 if the server does not say.
   *
   * @throws ProtocolException if it is unknown to us, or there are two
   */
  public HashAlgorithm algorithm() throws ProtocolException {
    return has(OBJECT_FORMAT) ? algorithm(only(OBJECT_FORMAT)) : HashAlgorithm.SHA1;
  }

  /** As {@link #algorithm} for versions 0 and 1, where the first of several is in use. */
  HashAlgorithm firstAlgorithm() throws ProtocolException {
    return has(OBJECT_FORMAT) ? algorithm(all(OBJECT_FORMAT).getFirst()) : HashAlgorithm.SHA1;
  }

  /** What we answer to the server's own {@code object-format} and {@code agent}, if it has them. */
  public List<String> answers(HashAlgorithm algorithm) {
    List<String> answers = new ArrayList<>();
    if (has("agent")) {
      answers.add(AGENT);
    }
    if (has(OBJECT_FORMAT)) {
      answers.add(OBJECT_FORMAT + "=" + algorithm.gitName());
    }
    return answers;
  }

  private static HashAlgorithm algorithm(String name) throws ProtocolException {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.gitName().equals(name)) {
        return algorithm;
      }
    }
    throw ProtocolException.broken("unknown object format '" + ProtocolException.quote(name) + "'");
  }
}
