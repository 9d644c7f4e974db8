package got.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of one answer, a line after the other, as {@link Gate} judges it. */
final class Head {
  /** What ends the body. Source: RFC 9112, 6.3. */
  enum Framing {
    /** There is no body. */
    NONE,
    LENGTH,
    CHUNKS,
    /** The end of the connection. */
    CLOSE
  }

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: [\\t -~\\x80-\\xff]*)?");

  /** A name, at once the colon, and no control character. Source: RFC 9110, 5.1 and 5.5. */
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*");

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** Fifteen digits fit a long. Extensions mean nothing to anybody. */
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})(?:;[\\t -~]*)?");

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_FINAL = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HEXADECIMAL = 16;

  private final boolean tunnel;
  private final List<String> lengths = new ArrayList<>();
  private final List<String> codings = new ArrayList<>();
  private int lines;
  private int minor;
  private int status;
  private long length;
  private Framing framing = Framing.NONE;

  /**
   * @param tunnel if a proxy was asked for one: an answer that grants it has no body. Source: RFC
   *     9110, 9.3.6
   */
  Head(boolean tunnel) {
    this.tunnel = tunnel;
  }

  /** Lines so far, that of the status among them. */
  int lines() {
    return lines;
  }

  void add(String line) throws HttpFault {
    lines++;
    if (lines == 1) {
      Matcher parts = STATUS.matcher(line);
      if (!parts.matches()) {
        throw HttpFault.broken("the server does not answer in HTTP/1.1");
      }
      minor = Integer.parseInt(parts.group(1));
      status = Integer.parseInt(parts.group(2));
      return;
    }
    Matcher parts = requireHeader(line);
    String name = parts.group(1).toLowerCase(Locale.ROOT);
    String value = parts.group(2);
    if (name.equals("content-length")) {
      lengths.add(value);
    } else if (name.equals("transfer-encoding")) {
      codings.add(value);
    }
  }

  /** A folded line has no name; so it is refused with all the others that have none. */
  static Matcher requireHeader(String line) throws HttpFault {
    Matcher parts = HEADER.matcher(line);
    if (!parts.matches()) {
      throw HttpFault.broken("a malformed header in the answer");
    }
    return parts;
  }

  /** The length of a chunk, in hexadecimal digits and nothing else. */
  static long chunkLength(String line) throws HttpFault {
    Matcher parts = CHUNK.matcher(line);
    if (!parts.matches()) {
      throw HttpFault.broken("a malformed length of a chunk");
    }
    return Long.parseLong(parts.group(1), HEXADECIMAL);
  }

  /** The empty line has come. */
  void end() throws HttpFault {
    if (lines == 0) {
      throw HttpFault.broken("the server does not answer in HTTP/1.1");
    }
    if (status == SWITCHING_PROTOCOLS) {
      throw HttpFault.broken("the server switches to a protocol that nobody asked for");
    }
    framing = found();
  }

  private Framing found() throws HttpFault {
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw HttpFault.broken("the answer has a length and is in chunks");
      }
      if (minor == 0) {
        throw HttpFault.broken("the answer is in chunks in HTTP/1.0");
      }
      if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
        throw HttpFault.broken("the answer is in a transfer coding that nobody asked for");
      }
    }
    if (lengths.size() > 1) {
      throw HttpFault.broken("the answer has more than one length");
    }
    for (String digits : lengths) {
      if (!LENGTH.matcher(digits).matches()) {
        throw HttpFault.broken("the length of the answer is no number");
      }
      length = Long.parseLong(digits);
    }
    boolean granted = tunnel && status < FIRST_REDIRECT;
    if (granted || status < FIRST_FINAL || status == NO_CONTENT || status == NOT_MODIFIED) {
      return Framing.NONE;
    }
    if (!codings.isEmpty()) {
      return Framing.CHUNKS;
    }
    return lengths.isEmpty() ? Framing.CLOSE : Framing.LENGTH;
  }

  /** Whether another head follows: a status of 1xx. */
  boolean isAnnouncement() {
    return status < FIRST_FINAL;
  }

  Framing framing() {
    return framing;
  }

  /** Bytes of the body, if its framing is a length. */
  long length() {
    return length;
  }
}
