package got.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedPathTest {
  private static final int BOB = 54321;

  @TempDir Path temp;
  private Path above;
  private Path directory;
  private int user;
  private int group;

  @BeforeEach
  void make() throws Exception {
    above = temp.toRealPath().resolve("a/b");
    directory = Files.createDirectories(above.resolve("c"));
    user = FileCalls.ofSystem().user();
    group = (int) Files.getAttribute(directory, "unix:gid");
  }

  private Accounts accounts(String members) {
    return new Accounts(
        List.of("root:x:0:0::/:", "me:x:" + user + ":7::/:", "bob:x:" + BOB + ":8::/:"),
        List.of("ours:x:" + group + ":" + members));
  }

  private void check(String members, Path path) throws Failure, IOException {
    try {
      new TrustedPath(user, () -> accounts(members)).check(path);
    } catch (UntrustedException e) {
      throw e.failure();
    }
  }

  private void accepts(Path path) {
    assertThatCode(() -> check("", path)).doesNotThrowAnyException();
  }

  private void refuses(Path path, Path which, String why) {
    assertThatThrownBy(() -> check("", path))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text())
                  .isEqualTo(which + ": " + why + ", who can replace what is in it");
              assertThat(e.hint()).contains("--trust-directory");
              assertThat(e.exitCode()).isEqualTo(ExitCode.DESTINATION);
            });
  }

  private static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  /** Gives it to another user; without root's rights, we are another user than its owner. */
  private void giveAway(Path path) throws IOException {
    if (user == 0) {
      Files.setAttribute(path, "unix:uid", BOB, LinkOption.NOFOLLOW_LINKS);
    } else {
      user = BOB + 1;
    }
  }

  @Test
  void directoriesOfOursAndRootsAreTrusted() {
    accepts(directory);
    accepts(Path.of("/"));
  }

  @Test
  void aDirectoryForEverybodyIsNot() throws Exception {
    mode(above, 0777);
    refuses(directory, above, "is writable by everybody");
  }

  @Test
  void aStickyDirectoryForEverybodyIs() throws Exception {
    mode(above, 01777);
    accepts(directory);
    mode(directory, 01777);
    accepts(directory);
  }

  @Test
  void aDirectoryOfAnotherUserIsNot() throws Exception {
    giveAway(directory);
    assertThatThrownBy(() -> check("", directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(": belongs to ");
  }

  @Test
  void theGroupsRightsCountIfThereIsSomebodyElseInIt() throws Exception {
    mode(directory, 0775);
    accepts(directory);
    assertThatThrownBy(() -> check("root,bob", directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(directory + ": is writable by group ours,");
    Accounts unknown = new Accounts(List.of(), List.of());
    assertThatThrownBy(() -> new TrustedPath(user, () -> unknown).check(directory))
        .isInstanceOf(UntrustedException.class);
  }

  @Test
  void bothSidesOfALinkAreLookedAt() throws Exception {
    Path open = Files.createDirectory(temp.toRealPath().resolve("open"));
    Path link = Files.createSymbolicLink(open.resolve("link"), directory);
    accepts(link);
    mode(open, 0777);
    refuses(link, open, "is writable by everybody");
    mode(open, 0755);
    mode(above, 0777);
    refuses(link, above, "is writable by everybody");
  }

  @Test
  void aLinkOfAnotherUserInAStickyDirectoryIsNot() throws Exception {
    Path open = Files.createDirectory(temp.toRealPath().resolve("open"));
    mode(open, 01777);
    Path link = Files.createSymbolicLink(open.resolve("link"), directory);
    accepts(link);
    giveAway(link);
    assertThatThrownBy(() -> check("", link))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(": belongs to ");
  }

  @Test
  void linksInACircleEnd() throws Exception {
    Path one = temp.toRealPath().resolve("one");
    Files.createSymbolicLink(one, Path.of("two"));
    Files.createSymbolicLink(temp.resolve("two"), Path.of("one"));
    assertThatThrownBy(() -> check("", one)).isInstanceOf(IOException.class);
    assertThat(one).isSymbolicLink();
  }
}
