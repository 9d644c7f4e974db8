package got.cli.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Failure;
import got.ipc.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of --skip-list, as git reads it. */
class SkipListTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;

  private SkipList read(String content) throws Exception {
    Path file = directory.resolve("list");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    return SkipList.read(file);
  }

  private void assertRefused(String content, String reason) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(Failure.class)
        .hasMessage(directory.resolve("list") + ": " + reason);
  }

  @Test
  void idsStandOnLinesAmidSpaceAndComments() throws Exception {
    String longId = ID + "0".repeat(24);
    SkipList list =
        read(
            "# caf\u00e9 \u0085 "
                + ID
                + "\n\n \t\r\n"
                + ID.toUpperCase(Locale.ROOT)
                + "\r\n\t "
                + longId
                + " # why\n"
                + ID
                + "#x");
    assertThat(list.ids()).extracting(Object::toString).containsExactly(ID, longId, ID);
    assertThat(read("").ids()).isEmpty();
  }

  @Test
  void anythingElseIsNamedWithItsLine() {
    assertRefused("\n" + ID + "0\n", "line 2 is no object id: " + ID + "0");
    assertRefused(ID.substring(1), "line 1 is no object id: " + ID.substring(1));
    assertRefused(
        ID + " " + ID, "line 1 is no object id: " + ID + " " + ID.substring(0, 36) + "...");
    assertRefused("#\n#\nx\0y", "line 3 is no object id: x\\x00y");
    assertRefused("\u00c3\u00a9", "line 1 is no object id: \u00e9");
  }

  @Test
  void aListIsBounded() throws Exception {
    assertThat(read((ID + "\n").repeat(Limits.SKIP_LIST)).ids()).hasSize(Limits.SKIP_LIST);
    assertRefused((ID + "\n").repeat(Limits.SKIP_LIST + 1), "more than 65536 ids");
    assertThat(read("\n".repeat(Limits.SKIP_LIST_BYTES)).ids()).isEmpty();
    assertRefused("\n".repeat(Limits.SKIP_LIST_BYTES + 1), "more than 8388608 bytes");
  }

  /** A search for the last of them, begun at each, would take hours. */
  @Test
  void anyAmountOfSpaceIsPassedOver() throws Exception {
    String space = " ".repeat(Limits.SKIP_LIST_BYTES / 2 - ID.length());
    assertThat(read(space + ID + space).ids()).hasSize(1);
    assertRefused("x" + space + "y", "line 1 is no object id: x" + " ".repeat(76) + "...");
  }
}
