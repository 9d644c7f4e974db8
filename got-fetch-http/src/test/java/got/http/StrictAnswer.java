package got.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One answer of HTTP/1.1 whose bytes are all there, judged slowly: split at each line's end, and
 * each line taken apart by itself. A model of {@link Gate} and of the library behind it.
 *
 * @param body without its framing
 */
record StrictAnswer(int status, String body) {
  private static final String EMPTY_LINE = "\r\n\r\n";
  private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
  private static final String TEXT = "[\\x20-\\x7e\\x80-\\xff\t]*";

  /**
   * The answer, if it is one and nothing follows it.
   *
   * @param whole what came before the connection ended
   */
  static Optional<StrictAnswer> of(String whole) {
    String rest = whole;
    for (int announcements = 0; announcements <= Gate.ANNOUNCEMENTS; announcements++) {
      int end = rest.indexOf(EMPTY_LINE);
      if (end < 0) {
        return Optional.empty();
      }
      List<String> lines = List.of(rest.substring(0, end).split("\r\n", -1));
      rest = rest.substring(end + EMPTY_LINE.length());
      if (!isHead(lines)) {
        return Optional.empty();
      }
      int status = Integer.parseInt(lines.getFirst().substring(9, 12));
      List<String> lengths = values(lines, "content-length");
      List<String> codings = values(lines, "transfer-encoding");
      boolean isOld = lines.getFirst().startsWith("HTTP/1.0");
      if (status == 101 || !isFramed(lengths, codings, isOld)) {
        return Optional.empty();
      }
      if (status >= 200) {
        return body(status, lengths, codings, rest).map(body -> new StrictAnswer(status, body));
      }
    }
    return Optional.empty();
  }

  private static boolean isHead(List<String> lines) {
    if (lines.size() > Gate.LINES + 1
        || !lines.getFirst().matches("HTTP/1\\.[01] [1-5][0-9][0-9]( " + TEXT + ")?")) {
      return false;
    }
    return lines.stream().allMatch(line -> line.length() <= Gate.LINE)
        && lines.stream().skip(1).allMatch(StrictAnswer::isField);
  }

  private static boolean isField(String line) {
    return line.matches(TOKEN + ":" + TEXT);
  }

  private static List<String> values(List<String> lines, String name) {
    List<String> values = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        values.add(line.substring(colon + 1).replaceAll("^[ \t]+|[ \t]+$", ""));
      }
    }
    return values;
  }

  private static boolean isFramed(List<String> lengths, List<String> codings, boolean isOld) {
    if (!codings.isEmpty()) {
      return !isOld
          && lengths.isEmpty()
          && codings.size() == 1
          && codings.getFirst().toLowerCase(Locale.ROOT).equals("chunked");
    }
    return lengths.size() < 2 && lengths.stream().allMatch(l -> l.matches("[0-9]{1,18}"));
  }

  private static Optional<String> body(
      int status, List<String> lengths, List<String> codings, String rest) {
    if (status == 204 || status == 304) {
      return rest.isEmpty() ? Optional.of("") : Optional.empty();
    }
    if (!codings.isEmpty()) {
      return chunks(rest);
    }
    boolean isWhole = lengths.isEmpty() || Long.parseLong(lengths.getFirst()) == rest.length();
    return isWhole ? Optional.of(rest) : Optional.empty();
  }

  private static Optional<String> chunks(String text) {
    StringBuilder body = new StringBuilder();
    String rest = text;
    int extensions = 0;
    while (true) {
      int end = rest.indexOf("\r\n");
      if (end < 0) {
        return Optional.empty();
      }
      String line = rest.substring(0, end);
      rest = rest.substring(end + 2);
      extensions += Math.max(0, line.length() - 16);
      if (line.length() > Gate.LINE
          || extensions > Gate.EXTENSIONS
          || !line.matches("[0-9a-fA-F]{1,15}(;[\\x20-\\x7e\t]*)?")) {
        return Optional.empty();
      }
      long length = Long.parseLong(line.replaceAll(";.*", ""), 16);
      if (length == 0) {
        return isTrailer(rest) ? Optional.of(body.toString()) : Optional.empty();
      }
      if (length > rest.length() || !rest.startsWith("\r\n", (int) length)) {
        return Optional.empty();
      }
      body.append(rest, 0, (int) length);
      rest = rest.substring((int) length + 2);
    }
  }

  private static boolean isTrailer(String rest) {
    if (rest.equals("\r\n")) {
      return true;
    }
    if (!rest.endsWith(EMPTY_LINE) || rest.indexOf(EMPTY_LINE) != rest.length() - 4) {
      return false;
    }
    List<String> lines = List.of(rest.substring(0, rest.length() - 4).split("\r\n", -1));
    return lines.size() <= Gate.LINES
        && lines.stream().allMatch(line -> line.length() <= Gate.LINE && isField(line));
  }
}
