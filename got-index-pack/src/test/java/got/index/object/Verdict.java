package got.index.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What a check said of one object.
 *
 * @param fatal the reason to refuse it, or empty
 * @param links as "type id"
 */
record Verdict(String fatal, Set<Finding> findings, List<String> links) {
  boolean isFatal() {
    return !fatal.isEmpty();
  }

  Set<String> distinctLinks() {
    return new HashSet<>(links);
  }

  /** A call of some {@link ObjectCheck}. */
  interface Call {
    void on(ObjectCheck check) throws ObjectFormatException;
  }

  static Verdict of(ObjectType type, byte[] content) {
    return of(HashAlgorithm.SHA1, type, content);
  }

  /** As if the object were on the skip list. */
  static Verdict ofListed(ObjectType type, byte[] content) {
    return of(HashAlgorithm.SHA1, ObjectCheck::ofListed, call(type, content));
  }

  static Verdict of(HashAlgorithm algorithm, ObjectType type, byte[] content) {
    return of(algorithm, call(type, content));
  }

  /** Checks the object amid other bytes. */
  private static Call call(ObjectType type, byte[] content) {
    byte[] amid = new byte[content.length + 10];
    Arrays.fill(amid, (byte) '\n');
    System.arraycopy(content, 0, amid, 7, content.length);
    return check -> {
      switch (type) {
        case COMMIT -> check.commit(amid, 7, content.length);
        case TREE -> check.tree(amid, 7, content.length, new TreeLayout());
        case TAG -> check.tag(amid, 7, content.length);
        case BLOB -> throw new IllegalStateException();
      }
    };
  }

  static Verdict of(HashAlgorithm algorithm, Call call) {
    return of(algorithm, ObjectCheck::new, call);
  }

  private static Verdict of(
      HashAlgorithm algorithm, BiFunction<HashAlgorithm, Links, ObjectCheck> checks, Call call) {
    List<String> links = new ArrayList<>();
    ObjectCheck check =
        checks.apply(
            algorithm,
            (source, offset, type) ->
                links.add(type + " " + ObjectId.copyOf(algorithm, source, offset)));
    String fatal = "";
    try {
      call.on(check);
    } catch (ObjectFormatException e) {
      fatal = e.reason();
    }
    Set<Finding> findings = EnumSet.noneOf(Finding.class);
    for (Finding finding : Finding.values()) {
      if (check.findings().count(finding) > 0) {
        findings.add(finding);
      }
    }
    return new Verdict(fatal, findings, links);
  }
}
