package got.cli.clone;

import got.cli.process.Pipeline;
import got.cli.say.Failure;
import got.ipc.confine.Seal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/**
 * When got gives up what: everything at once when the one connection stands, or first programs and
 * then connections, if a server may still send us elsewhere. A fetch gives up everything at once
 * too, when the last helper runs: what the server lists says whether that one is needed.
 *
 * @param directory where got still writes; empty if nowhere
 */
public record SealSteps(Pipeline pipeline, ServerSession server, List<Path> directory) {
  private static final String GOT = "got";

  /** All helpers run. */
  public void beforeConnecting() throws Failure {
    if (server.connectsLate()) {
      pipeline.seal(GOT, EnumSet.of(Seal.PROGRAMS), directory);
    }
  }

  /** The server was let in before. */
  public void atOnce() throws Failure {
    pipeline.seal(GOT, EnumSet.allOf(Seal.class), directory);
  }

  /** No connection is made any more; then the server is let in. */
  public void afterConnecting() throws Failure, IOException, InterruptedException {
    pipeline.seal(
        GOT,
        server.connectsLate() ? EnumSet.of(Seal.CONNECTIONS) : EnumSet.allOf(Seal.class),
        directory);
    server.proceed();
  }
}
