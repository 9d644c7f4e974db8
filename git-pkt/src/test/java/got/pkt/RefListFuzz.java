package got.pkt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Allocation;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the list of references of versions 0 and 1, or the lines of the answer to ls-refs.
 *
 * <p>The first byte of an input says which, and which ids there are; then follow lines, each of
 * which becomes a packet. Only a {@link ProtocolException} that blames the server may come out. A
 * line of ls-refs gets the answer that a pattern gives; of the others, each reference must be in
 * the line that brought it. Memory: {@link SideBandFuzz#MOST_MEMORY}, and {@link #MEMORY_PER_BYTE}
 * for each byte.
 */
public final class RefListFuzz {
  private static final long MEMORY_PER_BYTE = 256;

  private static final Pattern LINE =
      Pattern.compile("(unborn|[0-9a-fA-F]+) ([^ ]*)((?: [^ ]*)*+)", Pattern.DOTALL);
  private static final Pattern TARGET = Pattern.compile("(?<= )symref-target:([^ ]*)");

  private RefListFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    HashAlgorithm algorithm = (input[0] & 2) == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    String text = new String(input, 1, input.length - 1, ISO_8859_1);
    List<String> lines = Arrays.asList(text.split("\n", -1));
    return (input[0] & 1) == 0 ? isAdvertisement(lines) : areLines(algorithm, lines);
  }

  private static boolean isAdvertisement(List<String> lines) throws Exception {
    StringBuilder packets = new StringBuilder();
    for (String line : lines) {
      packets.append("%04x".formatted(line.length() + 5)).append(line).append('\n');
    }
    byte[] stream = packets.append("0000").toString().getBytes(ISO_8859_1);
    Listed listed = new Listed();
    boolean accepted =
        Allocation.within(
            SideBandFuzz.MOST_MEMORY + MEMORY_PER_BYTE * stream.length,
            () -> {
              listed.refs().clear();
              listed.leftOut().clear();
              return reads(stream, listed);
            });
    int at = 0;
    for (String name : listed.leftOut()) {
      if (isName(name) || !text(lines).contains(name)) {
        throw new AssertionError("left out: " + name);
      }
    }
    for (RemoteRef ref : listed.refs()) {
      check(ref);
      while (!(ref instanceof RemoteRef.Unborn) && !brings(lines.get(at), ref)) {
        at++;
      }
    }
    return accepted;
  }

  private static boolean brings(String line, RemoteRef ref) {
    String start = line.split("\0", 2)[0];
    return start.endsWith(" " + ref.name().latin1());
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private static boolean reads(byte[] stream, RefSink sink) {
    Server server =
        new Server(
            new ByteArrayInputStream(stream), OutputStream.nullOutputStream(), new Unwatched());
    try {
      new RefAdvertisement(server.next()).read(server, sink);
      return true;
    } catch (ProtocolException e) {
      blames(e);
      return false;
    }
  }

  private static void blames(ProtocolException e) {
    switch (e.report().kind()) {
      case PROTOCOL, NOT_GIT, REFUSED, CONNECTION, SERVER_LIMIT -> {
        // The server's fault.
      }
      default -> throw new AssertionError(e);
    }
  }

  private static boolean areLines(HashAlgorithm algorithm, List<String> lines) throws Exception {
    boolean accepted = true;
    for (String line : lines) {
      String expected = model(algorithm, line);
      String ours =
          Allocation.within(
              SideBandFuzz.MOST_MEMORY + MEMORY_PER_BYTE * line.length(),
              () -> read(algorithm, line));
      if (!ours.equals(expected)) {
        throw new AssertionError(ours + " is not " + expected);
      }
      accepted &= !ours.isEmpty();
    }
    return accepted;
  }

  /** As text, or nothing if it was refused. */
  private static String read(HashAlgorithm algorithm, String line) {
    try {
      Listed listed = new Listed();
      LsRefsLine.read(algorithm, line, listed);
      StringBuilder text = new StringBuilder();
      listed.leftOut().forEach(name -> text.append("without ").append(name).append(' '));
      listed.refs().forEach(ref -> text.append(shown(ref)));
      return text.toString();
    } catch (ProtocolException e) {
      blames(e);
      return "";
    }
  }

  private static String shown(RemoteRef ref) {
    check(ref);
    return switch (ref) {
      case RemoteRef.Direct r -> r.id() + " " + r.name().latin1() + " ";
      case RemoteRef.Symbolic r -> r.id() + " " + r.name().latin1() + " " + r.target().latin1();
      case RemoteRef.Unborn r -> "unborn HEAD " + r.target().latin1();
    };
  }

  /** Source: gitprotocol-v2(5), "ls-refs"; the id of nothing and two targets are refused. */
  private static String model(HashAlgorithm algorithm, String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return "";
    }
    boolean isUnborn = parts.group(1).equals("unborn");
    String target = "";
    Matcher targets = TARGET.matcher(parts.group(3));
    while (targets.find()) {
      if (!target.isEmpty() || targets.group(1).isEmpty()) {
        return "";
      }
      target = targets.group(1);
    }
    String id = isUnborn ? "unborn" : parts.group(1).toLowerCase(Locale.ROOT);
    boolean isId = id.length() == 2 * algorithm.idBytes() && !id.matches("0*");
    boolean isUnbornHead = isUnborn && parts.group(2).equals("HEAD") && !target.isEmpty();
    String name = parts.group(2);
    boolean isGood =
        (isName(name) || isMalformed(name))
            && (target.isEmpty() || isName(target) || isMalformed(target));
    if (!isGood || !(isUnborn ? isUnbornHead : isId)) {
      return "";
    }
    if (isMalformed(name)) {
      return "without " + name + " ";
    }
    if (!isMalformed(target)) {
      return id + " " + name + " " + target;
    }
    String without = name.equals("HEAD") ? "without " + target + " " : "";
    return isUnborn ? without : without + id + " " + name + " ";
  }

  private static boolean isMalformed(String latin1) {
    return RefName.isOnlyMalformed(latin1.getBytes(ISO_8859_1));
  }

  private static boolean isName(String latin1) {
    try {
      return RefName.check(latin1.getBytes(ISO_8859_1)).latin1().equals(latin1);
    } catch (BadValueException e) {
      return false;
    }
  }

  /** Whatever comes out is a name, and no id is that of nothing. */
  private static void check(RemoteRef ref) {
    boolean isGood =
        isName(ref.name().latin1())
            && switch (ref) {
              case RemoteRef.Direct r -> isId(r.id());
              case RemoteRef.Symbolic r -> isId(r.id()) && isName(r.target().latin1());
              case RemoteRef.Unborn r ->
                  r.name().equals(RefName.HEAD) && isName(r.target().latin1());
            };
    if (!isGood) {
      throw new AssertionError(ref);
    }
  }

  private static boolean isId(ObjectId id) {
    return !id.isZero();
  }
}
