package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.http.ByteProxy.What;
import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A clone over http or https is cut somewhere: there is an error of the connection, and no
 * repository. Each byte of a conversation is tried within got-fetch-http's own tests, this is a
 * sample of whole programs.
 */
class CutCloneTest extends NginxFixture {
  /** Behind Git's last packet: the end of its chunk, and the last chunk. */
  private static final int ONLY_FRAMING = 7;

  @TempDir Path whole;

  private static Result clone(Path where, String scheme, String directory, int port)
      throws Exception {
    return GotProcess.run(
        where,
        "clone",
        "-q",
        "--cacert",
        certificates.authority().toString(),
        scheme + "://localhost:" + port + "/" + directory + "/small.git",
        "clone.git");
  }

  private static int port(String scheme) {
    return URI.create(scheme.equals("https") ? nginx.https("/") : nginx.http("/")).getPort();
  }

  /** How many bytes the server sends for a clone, about. */
  private long length(String scheme, String directory) throws Exception {
    try (ByteProxy all = new ByteProxy(port(scheme), Long.MAX_VALUE, What.CLOSES)) {
      assertThat(clone(whole, scheme, directory, all.port())).isEqualTo(new Result(0, "", ""));
      new ClonedRepository(whole.resolve("clone.git")).check(served.resolve("small.git"));
      return all.passed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, git, CLOSES, 10",
    "http, git, RESETS, 4",
    "http, old, CLOSES, 5",
    "https, git, CLOSES, 6",
    "https, git, RESETS, 3",
  })
  void cutCloneLeavesNothing(String scheme, String directory, What what, int cuts)
      throws Exception {
    long length = length(scheme, directory);
    for (int i = 0; i < cuts; i++) {
      long at = i == 0 ? 0 : length * i / cuts + i;
      try (ByteProxy proxy = new ByteProxy(port(scheme), at, what)) {
        Result result = clone(work, scheme, directory, proxy.port());
        String where = "cut at byte " + at + " of " + length + ": " + result.err();
        assertThat(result.status()).as(where).isEqualTo(4);
        assertThat(result.complaints().getFirst())
            .as(where)
            .containsAnyOf("closed the connection", "could not connect", "reset", "inside");
        assertThat(work).as(where).isEmptyDirectory();
      }
    }
  }

  /** Nothing of Git's is missing there: got may be done, or miss the end of the framing. */
  @Test
  void whereOnlyFramingIsMissingThereIsAllOrNothing() throws Exception {
    long length = length("http", "git");
    for (long at = length - ONLY_FRAMING; at < length; at += 3) {
      try (ByteProxy proxy = new ByteProxy(port("http"), at, What.CLOSES)) {
        Path there = Files.createDirectory(work.resolve("cut-at-" + at));
        Result result = clone(there, "http", "git", proxy.port());
        if (result.status() == 0) {
          new ClonedRepository(there.resolve("clone.git")).check(served.resolve("small.git"));
        } else {
          assertThat(result.status()).as(result.err()).isEqualTo(4);
          assertThat(there).isEmptyDirectory();
        }
      }
    }
  }
}
