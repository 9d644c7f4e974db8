package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.BadValueException;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** git's own server, in each version of the protocol, over pipes. */
class UploadPackTest {
  @TempDir Path temporary;

  private Exchange fetch(GitRepository repository, String protocol)
      throws IOException, InterruptedException {
    return fetch(repository, protocol, Exchange::ids);
  }

  private Exchange fetch(
      GitRepository repository, String protocol, Function<List<RemoteRef>, List<ObjectId>> choice)
      throws IOException, InterruptedException {
    Process server = repository.uploadPack(protocol);
    try {
      Exchange exchange =
          Exchange.fetch(
              Exchange.OVER_SSH, server.getInputStream(), server.getOutputStream(), choice);
      server.getOutputStream().close();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).as("upload-pack ends").isTrue();
      assertThat(server.exitValue()).isZero();
      int version = protocol.isEmpty() ? 0 : protocol.charAt("version=".length()) - '0';
      assertThat(exchange.succeeds().only(FetchTalk.Advertisement.class))
          .extracting(FetchTalk.Advertisement::version)
          .containsExactly(version);
      return exchange;
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** Indexes the pack in a new repository and walks from what was listed. */
  private void indexes(Exchange exchange, String... options)
      throws IOException, InterruptedException {
    GitRepository copy =
        GitRepository.empty(Files.createDirectory(temporary.resolve("copy")), options);
    copy.git(exchange.packBytes(), "index-pack", "--stdin", "--strict");
    StringBuilder updates = new StringBuilder();
    GitRepository.map(exchange.refs()).entrySet().stream()
        .filter(e -> !e.getKey().equals("HEAD"))
        .forEach(e -> updates.append("create " + e.getKey() + " " + e.getValue() + "\n"));
    copy.git(updates.toString(), "update-ref", "--stdin");
    assertThat(copy.git("", "fsck", "--full", "--strict")).isEmpty();
    assertThat(exchange.messages().getLast())
        .isEqualTo(new FetchTalk.Fetched(exchange.packBytes().length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void everythingOfASmallRepository(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    Exchange exchange = fetch(repository, protocol);
    assertThat(GitRepository.map(exchange.refs()))
        .isEqualTo(repository.lsRemote())
        .containsOnlyKeys("HEAD", "refs/heads/main", "refs/heads/side", "refs/tags/v1");
    assertThat(exchange.refs().getFirst())
        .isInstanceOfSatisfying(
            RemoteRef.Symbolic.class,
            head -> {
              assertThat(head.name()).isEqualTo(RefName.HEAD);
              assertThat(head.target().latin1()).isEqualTo("refs/heads/main");
            });
    assertThat(exchange.texts()).isNotEmpty().last().asString().startsWith("Total ");
    indexes(exchange);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void sha256(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary, "--object-format=sha256");
    Exchange exchange = fetch(repository, protocol);
    assertThat(exchange.only(FetchTalk.Advertisement.class))
        .extracting(FetchTalk.Advertisement::algorithm)
        .containsExactly(HashAlgorithm.SHA256);
    assertThat(GitRepository.map(exchange.refs())).isEqualTo(repository.lsRemote());
    indexes(exchange, "--object-format=sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void detachedHead(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    String side = repository.git("", "rev-parse", "refs/heads/side").strip();
    repository.git("", "update-ref", "--no-deref", "HEAD", side);
    Exchange exchange = fetch(repository, protocol);
    assertThat(exchange.refs().getFirst())
        .isInstanceOfSatisfying(
            RemoteRef.Direct.class, head -> assertThat(head.id().toString()).isEqualTo(side));
    indexes(exchange);
  }

  /** Versions 0 and 1 do not say anything of a HEAD that leads nowhere. */
  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void headOfABranchThatDoesNotExist(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    repository.git("", "symbolic-ref", "HEAD", "refs/heads/nowhere");
    Exchange exchange = fetch(repository, protocol);
    List<RemoteRef> unborn =
        exchange.refs().stream().filter(RemoteRef.Unborn.class::isInstance).toList();
    if (protocol.equals("version=2")) {
      assertThat(unborn)
          .containsExactly(new RemoteRef.Unborn(RefName.HEAD, RefName.check("refs/heads/nowhere")));
    } else {
      assertThat(unborn).isEmpty();
    }
    assertThat(GitRepository.map(exchange.refs())).isEqualTo(repository.lsRemote());
    indexes(exchange);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void emptyRepository(String protocol) throws Exception {
    Exchange exchange = fetch(GitRepository.empty(temporary), protocol);
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(0));
    assertThat(exchange.packBytes()).isEmpty();
    if (protocol.equals("version=2")) {
      assertThat(exchange.refs())
          .containsExactly(new RemoteRef.Unborn(RefName.HEAD, RefName.check("refs/heads/main")));
    } else {
      assertThat(exchange.refs()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void serverIsLeftPolitelyWhenNothingIsWanted(String protocol) throws Exception {
    Exchange exchange = fetch(GitRepository.small(temporary), protocol, _ -> List.of());
    assertThat(exchange.messages().getLast()).isEqualTo(new FetchTalk.Fetched(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void twoThousandReferences(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    String main = repository.git("", "rev-parse", "refs/heads/main").strip();
    StringBuilder packed = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      packed.append(main + " refs/heads/x" + "y".repeat(i % 100) + "/" + i + "\n");
    }
    Files.writeString(repository.directory().resolve("packed-refs"), packed);
    Exchange exchange = fetch(repository, protocol);
    assertThat(GitRepository.map(exchange.refs())).hasSize(2004).isEqualTo(repository.lsRemote());
    assertThat(exchange.only(FetchTalk.Refs.class)).hasSizeGreaterThan(1);
    assertThat(exchange.only(FetchTalk.RefsEnd.class)).containsExactly(new FetchTalk.RefsEnd(2004));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void shallowRepositoryIsRefused(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    String main = repository.git("", "rev-parse", "refs/heads/main").strip();
    Files.writeString(repository.directory().resolve("shallow"), main + "\n");
    assertThat(failure(repository, protocol).text())
        .isEqualTo("the server's repository is shallow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void serverThatCannotMakeThePackSaysSo(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    String blob = repository.git("", "rev-parse", "refs/heads/main:file").strip();
    Files.delete(
        repository
            .directory()
            .resolve("objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
    ErrorReport report = failure(repository, protocol);
    assertThat(report.kind()).isEqualTo(ErrorKind.REFUSED);
    assertThat(report.serverText())
        .isEqualTo("aborting due to possible repository corruption on the remote side.");
  }

  /** One who has all but the last commit gets that one alone, in a pack that is thin. */
  @ParameterizedTest
  @ValueSource(strings = {"version=2", "version=1", ""})
  void whatIsCommonIsNotSentAgain(String protocol) throws Exception {
    GitRepository repository = GitRepository.small(temporary);
    ObjectId foreign = id("f".repeat(40));
    ObjectId common = id(repository.git("", "rev-parse", "refs/heads/main~1").strip());
    ObjectId main = id(repository.git("", "rev-parse", "refs/heads/main").strip());
    Process server = repository.uploadPack(protocol);
    try {
      Exchange exchange =
          Exchange.update(
                  Exchange.OVER_SSH,
                  server.getInputStream(),
                  server.getOutputStream(),
                  _ -> List.of(main),
                  List.of(foreign, common))
              .succeeds();
      assertThat(exchange.only(FetchTalk.Common.class))
          .containsExactly(new FetchTalk.Common(List.of(common)));
      assertThat(objects(exchange.packBytes())).isEqualTo(3);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static ObjectId id(String hex) throws BadValueException {
    return ObjectId.parse(HashAlgorithm.SHA1, hex.getBytes(StandardCharsets.US_ASCII));
  }

  private static int objects(byte[] pack) {
    return ByteBuffer.wrap(pack).getInt(8);
  }

  private static ErrorReport failure(GitRepository repository, String protocol)
      throws IOException, InterruptedException {
    Process server = repository.uploadPack(protocol);
    try {
      return Exchange.fetch(
              Exchange.OVER_SSH, server.getInputStream(), server.getOutputStream(), Exchange::ids)
          .error();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }
}
