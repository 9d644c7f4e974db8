package got.packaging.http;

import got.packaging.support.GotProcess;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An nginx with git-http-backend(1) that serves small.git by http and https, and work to do. */
abstract class NginxFixture {
  @TempDir static Path place;
  @TempDir static Path served;
  static Certificates certificates;
  static Nginx nginx;

  @TempDir Path work;

  @BeforeAll
  static void start() throws Exception {
    new TestRepositories(served).normal("small.git");
    certificates = Certificates.in(place);
    nginx = Nginx.start(place, served, certificates.server("server", "DNS:localhost,IP:127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    nginx.close();
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }
}
