package got.packaging.http;

import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jgit.http.server.GitServlet;

/** JGit's own servlet in Jetty, on loopback: what Gerrit and its like are made of. */
final class JgitServlet {
  private final Server server;
  private final ServerConnector connector;

  private JgitServlet(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * @param served the directory whose repositories are served
   */
  static JgitServlet start(Path served, SSLContext identity) throws Exception {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(identity);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, tls);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    ServletHolder servlet = new ServletHolder(new GitServlet());
    servlet.setInitParameter("base-path", served.toString());
    servlet.setInitParameter("export-all", "true");
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(servlet, "/*");
    server.setHandler(context);
    server.start();
    return new JgitServlet(server, connector);
  }

  String url() {
    return "https://localhost:" + connector.getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }
}
