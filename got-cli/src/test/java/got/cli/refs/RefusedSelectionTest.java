package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Selections.DEFAULT;
import static got.cli.refs.Selections.assertRefused;
import static got.cli.refs.Selections.created;
import static got.cli.refs.Selections.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and lists that are no repository's. */
class RefusedSelectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"got", "refs/got", "got/x", "refs/got/x/", "remotes", "refs/remotes/origin/x"})
  void privateReferencesAreRefused(String typed) {
    assertThatThrownBy(() -> RefSelection.of(false, List.of(), List.of(typed), false))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> assertThat(e.text()).startsWith("reference cannot be fetched: refs/"));
  }

  @ParameterizedTest
  @CsvSource({"a..b", "''", "a b", "a.lock", "-x/.y", "*", "a//b"})
  void namesThatAreNoneAreRefused(String typed) {
    assertThatThrownBy(() -> RefSelection.of(false, List.of(typed), List.of(), false))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> RefSelection.of(false, List.of(), List.of(typed), false))
        .isInstanceOf(Failure.class);
  }

  @Test
  void aReferenceMayBeThereTwiceIfItIsTheSame() throws Failure {
    List<RemoteRef> server =
        List.of(
            head("refs/heads/a", 1),
            ref("refs/heads/a", 1),
            head("refs/heads/a", 1),
            ref("refs/heads/b", 2),
            ref("refs/heads/a", 1));
    RefSelection all = options(true, List.of(), List.of(), true);
    assertThat(created(all, server))
        .containsExactly("HEAD: refs/heads/a", "refs/heads/a: 1", "refs/heads/b: 2");
    List<RemoteRef> other = new ArrayList<>(server);
    other.add(ref("refs/heads/b", 3));
    assertRefused(all, other, ExitCode.SERVER, "server sent a reference twice: refs/heads/b");
    other.set(
        other.size() - 1,
        new RemoteRef.Symbolic(name("refs/heads/b"), name("refs/heads/a"), id(2)));
    assertRefused(all, other, ExitCode.SERVER, "server sent a reference twice: refs/heads/b");
    assertThatThrownBy(
            () ->
                PackedRefs.of(
                    HashAlgorithm.SHA1, List.of(head("refs/heads/a", 1), head("refs/heads/b", 1))))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> assertThat(e.text()).isEqualTo("server sent a reference twice: HEAD"));
  }

  @Test
  void theServerCannotSendANameTwice() {
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/a", 1), ref("refs/heads/a", 2)),
        ExitCode.SERVER,
        "server sent a reference twice: refs/heads/a");
    assertRefused(
        DEFAULT,
        List.of(ref("HEAD", 1), head("refs/heads/a", 1)),
        ExitCode.SERVER,
        "server sent a reference twice: HEAD");
  }

  @Test
  void aNameBelowAnotherIsRefused() {
    assertRefused(
        options(true, List.of(), List.of(), false),
        List.of(ref("refs/heads/a", 1), ref("refs/heads/a-b", 1), ref("refs/heads/a/b", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/heads/a and refs/heads/a/b");
  }

  @Test
  void aNameBelowAnotherIsRefusedAfterRenaming() {
    assertRefused(
        options(true, List.of(), List.of("a"), false),
        List.of(ref("refs/heads/a/b", 1), ref("refs/a", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/remotes/origin/a and refs/remotes/origin/a/b");
    assertRefused(
        options(true, List.of(), List.of("a"), false),
        List.of(ref("refs/heads/a", 1), ref("refs/a", 1)),
        ExitCode.SERVER,
        "references exclude one another: refs/remotes/origin/a and refs/remotes/origin/a");
  }

  @Test
  void idsOfAnotherAlgorithmAreRefused() {
    RemoteRef other = new RemoteRef.Direct(name("refs/heads/a"), id(HashAlgorithm.SHA256, 1));
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/b", 1), other),
        ExitCode.SERVER,
        "server mixes hash algorithms: refs/heads/a");
  }

  @Test
  void theIdOfNothingIsRefused() {
    assertRefused(
        DEFAULT,
        List.of(ref("refs/heads/b", 0)),
        ExitCode.SERVER,
        "server sent a reference to nothing: refs/heads/b");
  }

  @Test
  void aNameTooLongForItsNewPlaceIsRefused() {
    String longest = "refs/heads/" + "a/".repeat(506) + "a";
    assertThatThrownBy(
            () -> DEFAULT.select(PackedRefs.of(HashAlgorithm.SHA1, List.of(ref(longest, 1)))))
        .isInstanceOf(Failure.class);
  }
}
