package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.Channel;
import got.ipc.ErrorKind;
import got.ipc.FromHelper;
import got.ipc.Helper;
import got.ipc.confine.Extent;
import got.ipc.fetch.FetchTalk;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The helper as the process that it is. */
class MainTest {
  @TempDir Path temporary;

  @Test
  void silentServerIsReportedAndEndsTheProcess() throws Exception {
    Channel.ForChild<FetchTalk.Request, FetchTalk.Reply> pair = Channel.open(FetchTalk.PROTOCOL);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Extent.NONE.option())
            .redirectInput(pair.stdin())
            .redirectErrorStream(true)
            .start();
    pair.closeChildEnd();
    try (Channel<FetchTalk.Request, FromHelper<FetchTalk.Reply>> helper = pair.channel();
        RandomAccessFile network = new RandomAccessFile("/dev/null", "rw");
        RandomAccessFile pack = new RandomAccessFile(temporary.resolve("pack").toFile(), "rw")) {
      assertThat(helper.receive().message()).isEqualTo(new FromHelper.Ready<>(Set.of()));
      helper.send(new FetchTalk.Fetch(Exchange.OVER_GIT, List.of()), network.getFD(), pack.getFD());
      assertThat(helper.receive().message())
          .isInstanceOfSatisfying(
              FromHelper.Failed.class,
              failed -> {
                assertThat(failed.report().kind()).isEqualTo(ErrorKind.CONNECTION);
                assertThat(failed.report().text()).contains("without an answer");
              });
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Helper.EXIT_FAILED);
      assertThat(process.getInputStream().readAllBytes()).as("standard error").isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
