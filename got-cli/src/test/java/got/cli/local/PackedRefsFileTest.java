package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** packed-refs as git writes it, old and new. */
class PackedRefsFileTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final String PEELED = "# pack-refs with: peeled fully-peeled sorted \n";

  private static PackedRefsFile parse(String text) throws IOException, Failure {
    return PackedRefsFile.parse(HashAlgorithm.SHA1, text, Interruption.NEVER);
  }

  private static RefName name(String name) throws BadValueException {
    return RefName.check(name);
  }

  private static RefValue id(String hex) throws BadValueException {
    byte[] bytes = hex.getBytes(StandardCharsets.US_ASCII);
    return new RefValue.Direct(ObjectId.parse(HashAlgorithm.SHA1, bytes));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void orderDoesNotMatter() throws Exception {
    PackedRefsFile file = parse(TWO + " refs/heads/b\n" + ONE + " refs/heads/a\n");
    assertThat(file.value(name("refs/heads/a"))).isEqualTo(id(ONE));
    assertThat(file.value(name("refs/heads/b"))).isEqualTo(id(TWO));
    assertThat(file.value(name("refs/heads/c"))).isEqualTo(RefValue.NONE);
  }

  @Test
  void whatTagsPointToIsKeptWhenALineGoes() throws Exception {
    String kept = ONE + " refs/tags/b\n^" + TWO + "\n";
    PackedRefsFile file = parse(PEELED + TWO + " refs/tags/a\n^" + ONE + "\n" + kept);
    assertThat(text(file.with(Map.of(name("refs/tags/a"), RefValue.NONE))))
        .isEqualTo(PEELED + kept);
  }

  @Test
  void aFileWithANewLineSaysNoMoreThatItIsPeeled() throws Exception {
    PackedRefsFile file = parse(PEELED + ONE + " refs/tags/b\n^" + TWO + "\n");
    assertThat(text(file.with(Map.of(name("refs/heads/z"), id(TWO)))))
        .isEqualTo(
            "# pack-refs with: sorted \n" + TWO + " refs/heads/z\n" + ONE + " refs/tags/b\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n",
        "1111111111111111111111111111111111111111 refs/heads/a",
        "1111111111111111111111111111111111111111 refs/heads/a..b\n",
        "1111111111111111111111111111111111111111  refs/heads/a\n",
        "g111111111111111111111111111111111111111 refs/heads/a\n",
        "^1111111111111111111111111111111111111111\n",
      })
  void whatGitNeverWritesIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
  }
}
