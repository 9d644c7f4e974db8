package got.cli.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Console;
import got.cli.say.JsonLine;
import got.cli.say.Terminal;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.Oddity;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.index.IndexTalk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static final ObjectId ID = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);
  private static final String ZERO = "0".repeat(40);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(out, err, new Terminal(true, () -> 80), true);
  private long now;

  private static RefName name(String latin1) throws Exception {
    return RefName.check(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void assertLines(String... lines) {
    assertThat(out.toString(StandardCharsets.US_ASCII).lines()).containsExactly(lines);
    assertThat(err.size()).isZero();
  }

  private void everything(JsonReport report) throws Exception {
    report.connecting(RepositoryUrl.parse("git://h/x"));
    report.serverText("Counting", true);
    report.serverText("too soon", true);
    report.fetching(7);
    report.indexing(new IndexTalk.Indexing(7, 3, 2, 1, 0));
    now += TimeUnit.MILLISECONDS.toNanos(200);
    report.indexing(new IndexTalk.Indexing(7, 3, 3, 1, 0));
    report.received(9);
    report.inspected(new IndexTalk.Inspected(0, List.of(new Oddity("missing e-mail", 2))));
    report.fetched(ID, 3);
    report.created(new NewRef(name("refs/heads/main"), ID));
    report.created(new NewSymref(RefName.HEAD, name("refs/heads/main")));
    report.created(Path.of("x.git"), false);
  }

  private static final String[] DATA = {
    "{\"type\":\"pack\",\"id\":\"" + ZERO + "\",\"bytes\":9,\"objects\":3}",
    "{\"type\":\"ref\",\"name\":\"refs/heads/main\",\"id\":\"" + ZERO + "\"}",
    "{\"type\":\"ref\",\"name\":\"HEAD\",\"target\":\"refs/heads/main\"}",
    "{\"type\":\"done\",\"directory\":\"x.git\",\"mirror\":false}"
  };

  @Test
  void eachEventIsAnObjectProgressFiveTimesASecond() throws Exception {
    everything(new JsonReport(console, () -> now));
    assertLines(
        "{\"type\":\"connecting\",\"url\":\"git://h/x\"}",
        "{\"type\":\"server\",\"text\":\"Counting\",\"passing\":true}",
        "{\"type\":\"progress\",\"received\":7,\"objects\":0,\"indexed\":0,\"deltas\":0,"
            + "\"resolved\":0}",
        "{\"type\":\"progress\",\"received\":7,\"objects\":3,\"indexed\":3,\"deltas\":1,"
            + "\"resolved\":0}",
        "{\"type\":\"oddity\",\"text\":\"missing e-mail\",\"objects\":2}",
        "{\"type\":\"progress\",\"received\":9,\"objects\":3,\"indexed\":3,\"deltas\":1,"
            + "\"resolved\":1}",
        DATA[0],
        DATA[1],
        DATA[2],
        DATA[3]);
  }

  @Test
  void quietLeavesTheData() throws Exception {
    everything(new JsonReport(console.at(Console.QUIET), () -> now));
    assertLines(DATA);
  }

  @Test
  void aListHasOneObjectForEachReference() throws Exception {
    new JsonReport(console, () -> now)
        .listed(
            List.of(
                new RemoteRef.Symbolic(RefName.HEAD, name("refs/heads/a"), ID),
                new RemoteRef.Direct(name("refs/heads/a"), ID)));
    assertLines(
        "{\"type\":\"ref\",\"name\":\"HEAD\",\"id\":\"" + ZERO + "\",\"target\":\"refs/heads/a\"}",
        "{\"type\":\"ref\",\"name\":\"refs/heads/a\",\"id\":\"" + ZERO + "\"}",
        "{\"type\":\"done\"}");
  }

  @Test
  void whatIsNotPrintableAsciiIsEscaped() {
    assertThat(
            new JsonLine("x").with("k\"", "\u0000\t\n\u001b\"\\/ä文\u202e\ud83d\ude00\ud800\u007f"))
        .hasToString(
            "{\"type\":\"x\",\"k\\\"\":\"\\u0000\\u0009\\u000a\\u001b\\\"\\\\/\\u00e4\\u6587"
                + "\\u202e\\ud83d\\ude00\\ud800\\u007f\"}");
  }

  @Test
  void aNameThatIsNotUtf8HasItsBytesBesideIt() throws Exception {
    assertThat(new JsonLine("ref").with("name", name("refs/heads/\u00c3\u00a4")))
        .hasToString("{\"type\":\"ref\",\"name\":\"refs/heads/\\u00e4\"}");
    assertThat(new JsonLine("ref").with("name", name("refs/\u00e4/x")))
        .hasToString(
            "{\"type\":\"ref\",\"name\":\"refs/\\ufffd/x\",\"name_bytes\":\"726566732fe42f78\"}");
  }
}
