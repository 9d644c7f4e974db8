package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proxy.ServerProxy;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong on the way to a server and back; nothing is left of it. */
class FailureTest {
  @TempDir Path work;
  @TempDir Path served;
  private Map<String, String> before;

  @BeforeEach
  void look() throws Exception {
    Files.writeString(work.resolve("mine"), "mine");
    before = FileTree.snapshot(work);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    GotProcess.assertNoneRuns();
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  private void fails(String url, int status, String complaint) throws Exception {
    assertThat(GotProcess.run(work, "clone", url))
        .isEqualTo(new Result(status, "Connecting to " + url + "\n", "got: " + complaint + "\n"));
  }

  /**
   * @param complaint a regular expression
   */
  private void failsInPack(ServerProxy.Script script, int status, String complaint)
      throws Exception {
    new TestRepositories(served).large("large.git");
    try (GitDaemon daemon = GitDaemon.start(served);
        ServerProxy proxy = new ServerProxy(daemon.port(), script)) {
      String url = GitDaemon.url(proxy.port(), "large.git");
      Result result = GotProcess.run(work, "clone", url);
      assertThat(result.status()).as(result.err()).isEqualTo(status);
      assertThat(result.out()).isEqualTo("Connecting to " + url + "\n");
      assertThat(result.complaints()).singleElement().asString().matches("got: " + complaint);
      assertThat(result.err().lines()).allMatch(l -> l.startsWith("got: ") || isServers(l));
    }
  }

  private static boolean isServers(String line) {
    return line.startsWith("server: ");
  }

  @Test
  void nobodyListens() throws Exception {
    int port = GitDaemon.freePort();

    fails(
        GitDaemon.url(port, "small.git"),
        4,
        "could not connect to 127.0.0.1 port " + port + ": connection refused");
  }

  @Test
  void unknownHostName() throws Exception {
    fails("git://nosuch.invalid/small.git", 4, "could not resolve host name: nosuch.invalid");
  }

  @Test
  void serverSaysWhyItRefuses() throws Exception {
    String words = "closed on sundays\u001b[2J";
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.packet("ERR " + words + "\n"))) {
      fails(
          GitDaemon.url(server.port(), "small.git"),
          5,
          "the server reported an error: closed on sundays\\x1b[2J");
      assertThat(server.requests())
          .isEqualTo(
              List.of(
                  "git-upload-pack /small.git\0host=127.0.0.1:%d\0\0version=2\0"
                      .formatted(server.port())));
    }
  }

  @Test
  void repositoryDoesNotExist() throws Exception {
    try (GitDaemon daemon = GitDaemon.start(served)) {
      fails(
          daemon.url("nosuch.git"),
          5,
          "the server reported an error: no such repository: /nosuch.git");
    }
  }

  @Test
  void serverHangsUpAtOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer("")) {
      fails(
          GitDaemon.url(server.port(), "small.git"),
          4,
          "the server closed the connection without an answer");
    }
  }

  @Test
  void serverSpeaksAnotherProtocol() throws Exception {
    Map<String, String> protocols =
        Map.of(
            "HTTP/1.1 400 Bad Request\r\nServer: x\u001b[2J\r\n\r\n<html>",
            "the server speaks HTTP, not Git's protocol: HTTP/1.1 400 Bad Request",
            "\u0015\u0003\u0003\0\u0002\u0002F",
            "the server speaks TLS, not Git's protocol",
            "220 mail.example.org\u001b[2J ESMTP\r\n",
            "the server sent text instead of Git's protocol: 220 mail.example.org\\x1b[2J ESMTP");
    for (Map.Entry<String, String> protocol : protocols.entrySet()) {
      try (ScriptedServer server = new ScriptedServer(protocol.getKey())) {
        fails(
            GitDaemon.url(server.port(), "small.git"),
            5,
            protocol.getValue()
                + "\n"
                + "got: hint: git:// is for git-daemon(1), on port 9418 unless the URL names"
                + " another");
      }
    }
  }

  @Test
  void serverHangsUpInMidPack() throws Exception {
    failsInPack(
        ServerProxy.cutAtPackByte(500_000),
        4,
        "the server closed the connection inside a packet, after \\d+ bytes");
  }

  @Test
  void serverHangsUpBeforeTheLastByteOfThePack() throws Exception {
    failsInPack(
        ServerProxy.cutAtPackByte(packSize() - 1),
        4,
        "the server closed the connection inside a packet, after \\d+ bytes");
  }

  @Test
  void oneBitOfThePackIsWrong() throws Exception {
    failsInPack(
        ServerProxy.spoilPackByte(500_000),
        6,
        "corrupt zlib stream \\([a-z /-]+\\) at offset \\d+");
  }

  @Test
  void oneBitOfTheTrailerIsWrong() throws Exception {
    failsInPack(
        ServerProxy.spoilPackByte(packSize() - 1),
        6,
        "checksum of the pack is wrong at offset \\d+");
  }

  @Test
  void packSaysItIsOfAnotherVersion() throws Exception {
    failsInPack(ServerProxy.spoilPackByte(7), 6, "pack version 18 is not 2 at offset 4");
  }

  /** Bytes of the pack that the server sends. */
  private long packSize() throws Exception {
    Path repository = new TestRepositories(served).large("sized.git");
    return TestRepositories.packSize(repository);
  }
}
