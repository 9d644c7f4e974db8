package got.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.http.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFaultTest {
  /** What the JDK throws, and what is said of it. */
  record Row(IOException thrown, String words) {}

  static List<Row> rows() {
    return List.of(
        new Row(
            new SSLException("(handshake_failure) Reset", new IOException("Connection reset")),
            "h: connection failed: connection reset"),
        new Row(new IOException("Broken pipe"), "h: connection failed: broken pipe"),
        new Row(
            new SSLHandshakeException(
                "Remote host terminated the handshake", new EOFException("shut down incorrectly")),
            "h: closed the connection before TLS was agreed on"),
        new Row(
            new SSLHandshakeException("(handshake_failure) Received fatal alert"),
            "h: has no cipher or key exchange that is safe"),
        new Row(
            new SSLHandshakeException("(protocol_version) Received fatal alert"),
            "h: speaks neither TLS 1.3 nor TLS 1.2"),
        new Row(
            new SSLException("Unsupported or unrecognized SSL message"),
            "h: does not speak TLS on port 443"),
        new Row(new SSLException("Bad record"), "h: TLS: bad record"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyFaultHasItsWords(Row row) {
    HttpFault fault = Tls.fault(new Origin(true, "h", 443), row.thrown());
    assertThat(fault.report().text()).isEqualTo(row.words());
  }
}
