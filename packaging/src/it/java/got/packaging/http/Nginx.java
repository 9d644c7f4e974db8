package got.packaging.http;

import got.packaging.proc.QuietClock;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An nginx on loopback with git-http-backend(1) behind it, by fcgiwrap(8). Closing ends both.
 *
 * <p>Below /git/ it serves as usual, below /old/ without the header that asks for version 2, and
 * closes each connection; below /one/ as if version 1 were asked for; below /secret/ only for
 * {@link #CREDENTIALS}; below /moved/, /down/ and others it redirects; /page/ is a web page,
 * /files/ plain text, /closed/ refuses in plain text.
 */
final class Nginx implements AutoCloseable {
  /** What lets in below /secret/, as in a netrc file behind the name of the host. */
  static final String CREDENTIALS = " login anna password correct\n";

  private static final int LISTENING_SECONDS = 30;
  private static final long INTERVAL_MILLIS = 10;

  /**
   * A server of its own.
   *
   * @param listen how its port is listened to: {@code ssl}, or empty for plain http
   * @param directives of its own, each with its semicolon
   */
  record Site(Certificates.Pair pair, String listen, String directives) {
    String configuration(int port) {
      return SITE.replace("@port@", port + " " + listen)
          .replace("@certificate@", pair.certificate().toString())
          .replace("@key@", pair.key().toString())
          .replace("@directives@", directives);
    }
  }

  private final List<Process> processes;
  private final Path directory;
  private final int plain;
  private final int secure;

  private Nginx(List<Process> processes, Path directory, int plain, int secure) {
    this.processes = processes;
    this.directory = directory;
    this.plain = plain;
    this.secure = secure;
  }

  /**
   * @param directory for its configuration, logs and temporary files
   * @param served holds the repositories
   */
  static Nginx start(Path directory, Path served, Certificates.Pair pair)
      throws IOException, InterruptedException {
    int plain = GitDaemon.freePort();
    int secure = GitDaemon.freePort();
    String servers =
        SERVER
            .replace("@plain@", Integer.toString(plain))
            .replace("@secure@", Integer.toString(secure))
            .replace("@certificate@", pair.certificate().toString())
            .replace("@key@", pair.key().toString());
    return start(directory, served, servers, plain, secure);
  }

  /**
   * Sites that serve at {@code https://localhost:PORT/NAME.git}.
   *
   * @param sites by port
   */
  static Nginx start(Path directory, Path served, Map<Integer, Site> sites)
      throws IOException, InterruptedException {
    StringBuilder servers = new StringBuilder();
    sites.forEach((port, site) -> servers.append(site.configuration(port)));
    int port = sites.keySet().iterator().next();
    return start(directory, served, servers.toString(), port, port);
  }

  private static Nginx start(Path directory, Path served, String servers, int plain, int secure)
      throws IOException, InterruptedException {
    Path socket = directory.resolve("fcgi");
    Path configuration = directory.resolve("nginx.conf");
    boolean root = System.getProperty("user.name").equals("root");
    Files.writeString(
        configuration,
        TEMPLATE
            .replace("@user@", root ? "user root;" : "")
            .replace("@servers@", servers)
            .replace("@directory@", directory.toString())
            .replace("@backend@", BACKEND)
            .replace("@served@", served.toString())
            .replace("@socket@", socket.toString()));
    Files.writeString(directory.resolve("users"), "anna:{PLAIN}correct\n");
    Process wrap = start(directory, "/usr/sbin/fcgiwrap", "-s", "unix:" + socket);
    Process nginx =
        start(
            directory,
            "/usr/sbin/nginx",
            "-p",
            directory.toString(),
            "-e",
            directory.resolve("error").toString(),
            "-c",
            configuration.toString());
    Nginx started = new Nginx(List.of(nginx, wrap), directory, plain, secure);
    started.await(socket);
    return started;
  }

  private static Process start(Path directory, String... words) throws IOException {
    return Git.clean(new ProcessBuilder(words))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private void await(Path socket) throws IOException, InterruptedException {
    QuietClock clock = QuietClock.start();
    while (processes.stream().allMatch(Process::isAlive) && !clock.isOver(LISTENING_SECONDS)) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), secure)) {
        if (client.isConnected() && Files.exists(socket)) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
    close();
    throw new AssertionError(
        "nginx does not listen: " + Files.readString(directory.resolve("error")));
  }

  String https(String path) {
    return "https://localhost:" + secure + path;
  }

  String http(String path) {
    return "http://127.0.0.1:" + plain + path;
  }

  int port() {
    return secure;
  }

  int plainPort() {
    return plain;
  }

  /** Requests so far: method, path, status. */
  List<String> requests() throws IOException {
    return Files.readAllLines(directory.resolve("access"));
  }

  /** How each request to one of the sites was secured: port, version, suite, group, resumed. */
  List<String> secured() throws IOException {
    return Files.readAllLines(directory.resolve("tls"));
  }

  @Override
  public void close() {
    processes.forEach(WebServer::end);
  }

  private static final String BACKEND =
      """
      fastcgi_pass unix:@socket@;
      fastcgi_buffering off;
      fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT @served@;
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param PATH_INFO $1;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      """;

  private static final String TEMPLATE =
      """
      daemon off;
      @user@
      pid @directory@/pid;
      error_log @directory@/error;
      worker_processes 1;
      events { worker_connections 64; }
      http {
        log_format short '$request_method $request_uri $status $http_content_encoding';
        log_format tls '$server_port $ssl_protocol $ssl_cipher $ssl_curve $ssl_session_reused';
        access_log @directory@/access short;
        client_body_temp_path @directory@/body;
        fastcgi_temp_path @directory@/fastcgi;
        proxy_temp_path @directory@/proxy;
        uwsgi_temp_path @directory@/uwsgi;
        scgi_temp_path @directory@/scgi;
        @servers@
      }
      """;

  private static final String SITE =
      """
        server {
          listen 127.0.0.1:@port@;
          ssl_certificate @certificate@;
          ssl_certificate_key @key@;
          access_log @directory@/tls tls;
          location ~ ^(/.*)$ {
            @backend@
            fastcgi_param GIT_PROTOCOL $http_git_protocol;
          }
          @directives@
        }
      """;

  private static final String SERVER =
      """
        server {
          listen 127.0.0.1:@plain@;
          listen 127.0.0.1:@secure@ ssl;
          ssl_certificate @certificate@;
          ssl_certificate_key @key@;
          ssl_protocols TLSv1.2 TLSv1.3;
          location ~ ^/git(/.*)$ {
            @backend@
            fastcgi_param GIT_PROTOCOL $http_git_protocol;
          }
          location ~ ^/old(/.*)$ {
            keepalive_timeout 0;
            @backend@
          }
          location ~ ^/one(/.*)$ {
            @backend@
            fastcgi_param GIT_PROTOCOL version=1;
          }
          location ~ ^/moved(/.*)$ { return 301 /git$1$is_args$args; }
          location ~ ^/up(/.*)$ { return 302 https://localhost:@secure@/git$1$is_args$args; }
          location ~ ^/down(/.*)$ { return 302 http://localhost:@plain@/git$1$is_args$args; }
          location ~ ^/secret(/.*)$ {
            auth_basic secret;
            auth_basic_user_file @directory@/users;
            @backend@
            fastcgi_param GIT_PROTOCOL $http_git_protocol;
          }
          location ~ ^/here(/.*)$ { return 301 https://localhost:@secure@/secret$1$is_args$args; }
          location ~ ^/relative(/.*)$ {
            absolute_redirect off;
            return 301 /secret$1$is_args$args;
          }
          location ~ ^/host(/.*)$ { return 301 https://127.0.0.1:@secure@/git$1$is_args$args; }
          location ~ ^/secrethost(/.*)$ {
            return 301 https://127.0.0.1:@secure@/secret$1$is_args$args;
          }
          location ~ ^/port(/.*)$ { return 301 https://localhost:1/git$1$is_args$args; }
          location ~ ^/user(/.*)$ { return 301 https://u@localhost:@secure@/git$1$is_args$args; }
          location ~ ^/loop(/.*)$ { return 307 $request_uri; }
          location ~ ^/lost(/.*)$ { return 301 /git$1; }
          location /page/ { default_type text/html; return 200 "<html>log in</html>"; }
          location /files/ { default_type text/plain; return 200 "1111 refs/heads/main"; }
          location /closed/ { default_type text/plain; return 403 "not for\\n you"; }
          location / { return 404; }
        }
      """;
}
