package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Refs.unborn;
import static org.assertj.core.api.Assertions.assertThat;

import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefListingTest {
  private static List<String> lines(List<RemoteRef> refs) throws Failure {
    return PackedRefs.of(HashAlgorithm.SHA1, refs).listing().stream()
        .map(RefListing::line)
        .toList();
  }

  @Test
  void headIsFirstAndTheRestIsSorted() throws Failure {
    RemoteRef remote =
        new RemoteRef.Symbolic(
            name("refs/remotes/origin/HEAD"), name("refs/remotes/origin/main"), id(1));
    assertThat(
            lines(
                List.of(
                    ref("refs/tags/1.0", 2),
                    ref("refs/heads/a-b", 1),
                    ref("refs/heads/a/b", 1),
                    ref("refs/heads/a", 1),
                    remote,
                    ref("refs/got/x", 1),
                    head("refs/heads/main", 1))))
        .containsExactly(
            "HEAD: refs/heads/main",
            "refs/got/x: " + id(1),
            "refs/heads/a: " + id(1),
            "refs/heads/a/b: " + id(1),
            "refs/heads/a-b: " + id(1),
            "refs/remotes/origin/HEAD: refs/remotes/origin/main",
            "refs/tags/1.0: " + id(2));
  }

  @Test
  void aHeadThatIsDetachedOrUnbornIsFirstToo() throws Failure {
    assertThat(lines(List.of(ref("HEAD", 1)))).containsExactly("HEAD: " + id(1));
    assertThat(lines(List.of(unborn("refs/heads/x")))).containsExactly("HEAD: refs/heads/x");
  }

  @Test
  void namesAreCleaned() throws Exception {
    RefName evil = RefName.check("refs/heads/\u202eevil\u009b".getBytes(StandardCharsets.UTF_8));
    assertThat(lines(List.of(new RemoteRef.Direct(evil, id(1)))))
        .containsExactly("refs/heads/\\u{202e}evil\\x9b: " + id(1));
  }
}
