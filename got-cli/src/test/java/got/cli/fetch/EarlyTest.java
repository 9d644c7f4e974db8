package got.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.local.LocalRefs;
import got.cli.local.RefValue;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the server is told before got-read-pack has answered. */
class EarlyTest {
  private final TreeMap<RefName, RefValue> refs = new TreeMap<>();

  private static ObjectId id(int number) throws BadValueException {
    byte[] hex = "%040x".formatted(number).getBytes(StandardCharsets.US_ASCII);
    return ObjectId.parse(HashAlgorithm.SHA1, hex);
  }

  private static RefName name(String name) throws BadValueException {
    return RefName.check(name);
  }

  private void ref(String name, int id) throws BadValueException {
    refs.put(name(name), new RefValue.Direct(id(id)));
  }

  private Early early(List<ObjectId> commits, List<ObjectId> others) {
    return Early.of(
        new FetchPlan(List.of(), List.of(), commits, others), LocalRefs.of(refs, RefValue.NONE));
  }

  @Test
  void eachBranchOnceAndNoTag() throws Exception {
    ref("refs/heads/a", 1);
    ref("refs/heads/b", 2);
    ref("refs/remotes/origin/a", 1);
    ref("refs/tags/v1", 3);
    refs.put(name("refs/remotes/origin/HEAD"), new RefValue.Symbolic(name("refs/heads/a")));
    Early early = early(List.of(id(9)), List.of());
    assertThat(early.haves()).containsExactly(id(1), id(2));
    assertThat(early.wants().commits()).containsExactly(id(9));
    assertThat(early.isPossible()).isTrue();
  }

  /** What got-read-pack will find here for certain is not asked for. */
  @Test
  void whatAReferenceHasIsNotWanted() throws Exception {
    ref("refs/heads/a", 1);
    ref("refs/tags/v1", 3);
    Early early = early(List.of(id(3), id(9)), List.of(id(1), id(8)));
    assertThat(early.wants().commits()).containsExactly(id(9));
    assertThat(early.wants().others()).containsExactly(id(8));
    assertThat(early(List.of(id(3)), List.of()).isPossible()).isFalse();
  }

  @Test
  void notWithoutBranches() throws Exception {
    ref("refs/tags/v1", 3);
    assertThat(early(List.of(id(9)), List.of()).isPossible()).isFalse();
  }

  @Test
  void notWithVeryManyBranches() throws Exception {
    for (int i = 1; i <= Early.MOST; i++) {
      ref("refs/heads/b" + i, i);
    }
    assertThat(early(List.of(id(999)), List.of()).haves()).hasSize(Early.MOST);
    ref("refs/heads/one-more", 998);
    assertThat(early(List.of(id(999)), List.of()).isPossible()).isFalse();
  }
}
