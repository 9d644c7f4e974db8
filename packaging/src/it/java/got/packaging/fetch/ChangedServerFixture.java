package got.packaging.fetch;

import got.packaging.support.GotProcess;
import got.packaging.support.Strace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with news for mirrors in {@code work}, and a strace(1) that gets in the way. */
abstract class ChangedServerFixture {
  @TempDir Path base;
  @TempDir Path work;
  @TempDir Path scratch;
  ChangedServer server;
  Strace strace;

  @BeforeEach
  void serve() throws Exception {
    server = new ChangedServer(base);
    strace = new Strace(scratch, work);
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    GotProcess.assertNoneRuns();
  }
}
