package got.packaging.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** JGit behind the JDK's web server, on loopback, with TLS. Source: gitprotocol-http(5). */
public final class JgitWeb implements AutoCloseable {
  private static final String SERVICE = "git-upload-pack";
  private static final String TYPE = "application/x-" + SERVICE + "-";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final ExecutorService executor;
  private final Repositories repositories;
  private final UnaryOperator<OutputStream> answers;

  /** Opens what a path names; whoever asks closes it. */
  public interface Repositories {
    /**
     * @param path without a slash in front
     * @throws IOException if there is none
     */
    Repository open(String path) throws IOException;
  }

  private JgitWeb(
      HttpServer server,
      ExecutorService executor,
      Repositories repositories,
      UnaryOperator<OutputStream> answers) {
    this.server = server;
    this.executor = executor;
    this.repositories = repositories;
    this.answers = answers;
  }

  /**
   * @param answers what answers to POST are written through
   */
  public static JgitWeb start(
      SSLContext identity, Repositories repositories, UnaryOperator<OutputStream> answers)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    ExecutorService executor =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("web-", 0).factory());
    server.setExecutor(executor);
    JgitWeb web = new JgitWeb(server, executor, repositories, answers);
    server.createContext("/", web::answer);
    server.start();
    return web;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean isList = path.endsWith("/info/refs");
      String tail = isList ? "/info/refs" : "/" + SERVICE;
      if (!path.endsWith(tail)) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
        return;
      }
      try (Repository repository =
          repositories.open(path.substring(1, path.length() - tail.length()))) {
        UploadPack upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        List<String> version = exchange.getRequestHeaders().getOrDefault("Git-Protocol", List.of());
        upload.setExtraParameters(version);
        String type = TYPE + (isList ? "advertisement" : "result");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(OK, 0);
        if (isList) {
          PacketLineOut out = new PacketLineOut(exchange.getResponseBody());
          upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out), SERVICE);
        } else {
          upload.upload(request(exchange), answers.apply(exchange.getResponseBody()), null);
        }
      }
    }
  }

  private static InputStream request(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    return "gzip".equals(encoding) ? new GZIPInputStream(body) : body;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
