package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.Channel;
import got.ipc.ErrorKind;
import got.ipc.Helper;
import got.ipc.Message;
import got.ipc.MessageRules;
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
    Channel.ForChild pair = Channel.open(MessageRules.toFetchPack(), MessageRules.fromFetchPack());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Helper.UNCONFINED)
            .redirectInput(pair.stdin())
            .redirectErrorStream(true)
            .start();
    pair.closeChildEnd();
    try (Channel helper = pair.channel();
        RandomAccessFile network = new RandomAccessFile("/dev/null", "rw");
        RandomAccessFile pack = new RandomAccessFile(temporary.resolve("pack").toFile(), "rw")) {
      assertThat(helper.receive().message()).isEqualTo(new Message.Ready(Set.of()));
      helper.send(new Message.Fetch(Exchange.OVER_GIT, List.of()), network.getFD(), pack.getFD());
      assertThat(helper.receive().message())
          .isInstanceOfSatisfying(
              Message.Failed.class,
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
