package got.packaging.http;

import got.packaging.proc.QuietClock;
import got.packaging.support.Git;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A web server of the system with a configuration of its own, on loopback, that runs
 * git-http-backend(1) itself. Closing ends it.
 *
 * <p>What is below /two/ is served as usual, below /one/ and /zero/ in these versions of the
 * protocol.
 */
record WebServer(Process process, String url) implements AutoCloseable {
  private static final int LISTENING_SECONDS = 30;
  private static final int ENDING_SECONDS = 10;
  private static final long INTERVAL_MILLIS = 10;

  /**
   * Apache, with https.
   *
   * @param directory for its configuration, logs and sockets
   * @param served holds the repositories; everybody may read it
   */
  static WebServer apache(Path directory, Path served, Certificates.Pair pair, int port)
      throws IOException, InterruptedException {
    String configuration =
        APACHE
            .replace("@directory@", directory.toString())
            .replace("@served@", served.toString())
            .replace("@certificate@", pair.certificate().toString())
            .replace("@key@", pair.key().toString())
            .replace("@port@", Integer.toString(port));
    Path file = Files.writeString(directory.resolve("apache.conf"), configuration);
    return start(
        directory,
        port,
        "https://localhost:" + port,
        "/usr/sbin/apache2",
        "-D",
        "FOREGROUND",
        "-f",
        file.toString());
  }

  /** lighttpd, with http: Debian has its TLS in another package. */
  static WebServer lighttpd(Path directory, Path served, int port)
      throws IOException, InterruptedException {
    String configuration =
        LIGHTTPD
            .replace("@directory@", directory.toString())
            .replace("@served@", served.toString())
            .replace("@port@", Integer.toString(port));
    Path file = Files.writeString(directory.resolve("lighttpd.conf"), configuration);
    return start(
        directory,
        port,
        "http://127.0.0.1:" + port,
        "/usr/sbin/lighttpd",
        "-D",
        "-f",
        file.toString());
  }

  private static WebServer start(Path directory, int port, String url, String... words)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        Git.clean(new ProcessBuilder(words))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    QuietClock clock = QuietClock.start();
    while (process.isAlive() && !clock.isOver(LISTENING_SECONDS)) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (client.isConnected()) {
          return new WebServer(process, url);
        }
      } catch (IOException e) {
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
    end(process);
    throw new AssertionError(words[0] + " does not listen: " + Files.readString(output));
  }

  @Override
  public void close() {
    end(process);
  }

  /**
   * Ends a server and what it has started. The server goes first and by a signal that it may
   * handle: it would start new workers in place of killed ones.
   */
  static void end(Process server) {
    List<ProcessHandle> started = server.descendants().toList();
    server.destroy();
    server.onExit().completeOnTimeout(server, ENDING_SECONDS, TimeUnit.SECONDS).join();
    server.destroyForcibly().onExit().join();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static final String APACHE =
      """
      ServerRoot @directory@
      ServerName localhost
      PidFile @directory@/pid
      ErrorLog @directory@/error
      Listen 127.0.0.1:@port@
      User www-data
      Group www-data
      LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
      LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
      LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
      LoadModule env_module /usr/lib/apache2/modules/mod_env.so
      LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so
      LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
      ScriptSock @directory@/cgi
      SSLEngine on
      SSLCertificateFile @certificate@
      SSLCertificateKeyFile @key@
      SetEnv GIT_PROJECT_ROOT @served@
      SetEnv GIT_HTTP_EXPORT_ALL 1
      SetEnv GIT_CONFIG_COUNT 1
      SetEnv GIT_CONFIG_KEY_0 safe.directory
      SetEnv GIT_CONFIG_VALUE_0 *
      ScriptAlias /two/ /usr/lib/git-core/git-http-backend/
      ScriptAlias /one/ /usr/lib/git-core/git-http-backend/
      ScriptAlias /zero/ /usr/lib/git-core/git-http-backend/
      <Location /one/>
        SetEnv GIT_PROTOCOL version=1
      </Location>
      <Location /zero/>
        SetEnv GIT_PROTOCOL version=0
      </Location>
      """;

  private static final String LIGHTTPD =
      """
      server.document-root = "@directory@"
      server.bind = "127.0.0.1"
      server.port = @port@
      server.errorlog = "@directory@/error"
      server.upload-dirs = ("@directory@")
      server.modules = ("mod_alias", "mod_cgi", "mod_setenv")
      alias.url = (
        "/two" => "/usr/lib/git-core/git-http-backend",
        "/one" => "/usr/lib/git-core/git-http-backend",
        "/zero" => "/usr/lib/git-core/git-http-backend"
      )
      cgi.assign = ("" => "")
      setenv.add-environment = (
        "GIT_PROJECT_ROOT" => "@served@",
        "GIT_HTTP_EXPORT_ALL" => "1",
        "GIT_CONFIG_COUNT" => "1",
        "GIT_CONFIG_KEY_0" => "safe.directory",
        "GIT_CONFIG_VALUE_0" => "*"
      )
      $HTTP["url"] =~ "^/one/" { setenv.set-environment = ("GIT_PROTOCOL" => "version=1") }
      $HTTP["url"] =~ "^/zero/" { setenv.set-environment = ("GIT_PROTOCOL" => "version=0") }
      """;
}
