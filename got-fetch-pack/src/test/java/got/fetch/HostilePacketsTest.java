package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations that went well, with one rule broken at each packet in turn. */
class HostilePacketsTest {
  /** Lengths that no packet has, and what is said of them. */
  private static final Map<String, String> NO_LENGTHS = new LinkedHashMap<>();

  static {
    NO_LENGTHS.put("0003", "packet of length 3");
    NO_LENGTHS.put("fff1", "packet of length 65521");
    NO_LENGTHS.put("FFFF", "packet of length 65535");
    for (String digits :
        List.of("00g0", "-001", "+008", "0x10", " 004", "    ", "00_8", "0.08", "PACK", "HTTP")) {
      NO_LENGTHS.put(digits, "'" + digits + "' is no length of a packet");
    }
    NO_LENGTHS.put("\0\0\0\0", "'\\x00\\x00\\x00\\x00' is no length of a packet");
    NO_LENGTHS.put("\u001b[2J", "'\\x1b[2J' is no length of a packet");
    NO_LENGTHS.put("00\u00b2\u00b9", "is no length of a packet");
  }

  /** What a server can cause; INTERNAL would be our bug, OUTPUT the pipe's. */
  private static final Set<ErrorKind> OF_THE_SERVER =
      EnumSet.of(
          ErrorKind.CONNECTION,
          ErrorKind.REFUSED,
          ErrorKind.PROTOCOL,
          ErrorKind.NOT_GIT,
          ErrorKind.SERVER_LIMIT);

  /** Packets that are not due. */
  private static final Map<String, String> STRAYS = new LinkedHashMap<>();

  static {
    STRAYS.put("flush", "0000");
    STRAYS.put("delimiter", "0001");
    STRAYS.put("response end", "0002");
    STRAYS.put("empty packet", "0004");
    STRAYS.put("empty line", "0005\n");
    STRAYS.put("NAK", "0008NAK\n");
    STRAYS.put("ACK", "0031ACK " + Script.ID + "\n");
    STRAYS.put("ACK common", "0038ACK " + Script.ID + " common\n");
    STRAYS.put("ACK ready", "0037ACK " + Script.ID + " ready\n");
    STRAYS.put("ready", "000aready\n");
    STRAYS.put("shallow", "0035shallow " + Script.ID + "\n");
    STRAYS.put("unshallow", "0037unshallow " + Script.ID + "\n");
    STRAYS.put("packfile", "000dpackfile\n");
    STRAYS.put("acknowledgments", "0014acknowledgments\n");
    STRAYS.put("version 1", "000eversion 1\n");
    STRAYS.put("version 2", "000eversion 2\n");
    STRAYS.put("error", "0010ERR no more\n");
    STRAYS.put("band 0", "0006\0x");
    STRAYS.put("band 1", "0006\1x");
    STRAYS.put("band 2", "0006\2x");
    STRAYS.put("band 3", "0006\3x");
    STRAYS.put("band 4", "0006\4x");
    STRAYS.put("band 255", "0006\u00ffx");
    STRAYS.put("reference", "003f" + "3".repeat(40) + " refs/heads/stray\n");
    STRAYS.put("peeled", "0042" + "3".repeat(40) + " refs/heads/stray^{}\n");
    STRAYS.put("capabilities", "003d" + "0".repeat(40) + " capabilities^{}\0\n");
    STRAYS.put("longest", "fff0" + "x".repeat(65_516));
  }

  /** The packets of a conversation; what is not framed is one piece at the end. */
  private static List<String> packets(HostileServerTest.Case conversation) {
    String bytes = new String(conversation.script().bytes(), StandardCharsets.ISO_8859_1);
    List<String> packets = new ArrayList<>();
    for (int at = 0; at < bytes.length(); ) {
      String digits = bytes.substring(at, at + 4);
      int end =
          digits.matches("[0-9a-f]{4}")
              ? at + Math.max(4, Integer.parseInt(digits, 16))
              : bytes.length();
      packets.add(bytes.substring(at, end));
      at = end;
    }
    return packets;
  }

  private static byte[] joined(List<String> packets) {
    return String.join("", packets).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isFramed(String packet) {
    return packet.matches("(?s)[0-9a-f]{4}.*");
  }

  @ParameterizedTest
  @EnumSource
  void lengthThatNoPacketHasIsRefusedAtEachPosition(HostileServerTest.Case conversation) {
    List<String> packets = packets(conversation);
    for (int i = 0; i < packets.size() && isFramed(packets.get(i)); i++) {
      for (Map.Entry<String, String> length : NO_LENGTHS.entrySet()) {
        List<String> changed = new ArrayList<>(packets);
        changed.set(i, length.getKey() + "rest");
        refuses(Exchange.fetch(joined(changed)), i, length.getValue());
        changed.set(i, length.getKey());
        refuses(Exchange.fetch(joined(changed.subList(0, i + 1))), i, length.getValue());
      }
    }
  }

  /** As the first packet, what is no number is taken for the words of no server of Git's. */
  private static void refuses(Exchange exchange, int position, String reason) {
    if (position == 0 && reason.contains("is no length")) {
      exchange.failsWith(ErrorKind.NOT_GIT, "the server s");
    } else {
      exchange.breaks(reason);
    }
  }

  /** Changes after which a conversation is still one, or its fault is for others to find. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          String.join(
              "|",
              // A capability that is unknown, comes twice or later; agent and object-format are not
              // needed, nor is the flush when everything behind it looks like capabilities.
              "V2.*: (?!flush|delimiter|response end|error).* (before|instead of) [1-5]",
              "V2.*: (late|missing|twice) [1-5]",
              "V2.*: (twice|version 2 before) 0",
              // A list of references that is shorter, in another order, or empty.
              "V0.*: (flush (before|instead of) 0|missing [013])",
              "V1: (flush (before|instead of) [01]|missing [124])",
              "V2.*: (flush before [056]|flush instead of [046]|missing [678]|late [67])",
              // A reference is there twice: got sees whether the two are the same.
              "V2.*: twice [678]|V0.*: twice [12]|V1: twice [23]",
              // Version 1 is version 0 behind a line of its own.
              "V0.*: version 1 (before|instead of) 0",
              "V1: missing 0",
              // Of an empty repository, nothing behind the list is looked at.
              "V2_UNBORN: (flush before|twice) 7",
              "V0_EMPTY: (flush before 1|twice 1|late 0)",
              // Another pack or another text: got-index-pack judges the pack.
              "V[01]: (band [12] (before|instead of)|late|missing|twice|flush before) [6-9]",
              "V2: (band [12] (before|instead of)|late|missing|twice|flush before) 1[1-5]",
              "V2: flush instead of 14",
              "V0_BARE: (NAK before|twice) 3"));

  /** Every packet missing, twice, late, or with one before it or in its place that is not due. */
  @Test
  void packetThatIsNotDueIsRefusedAtEachPosition() {
    Set<String> accepted = new TreeSet<>();
    int tried = 0;
    for (HostileServerTest.Case conversation : HostileServerTest.Case.values()) {
      for (Map.Entry<String, List<String>> changed : changed(packets(conversation)).entrySet()) {
        String name = conversation + ": " + changed.getKey();
        Exchange exchange = Exchange.fetch(joined(changed.getValue()));
        tried++;
        if (!exchange.failed()) {
          assertThat(name).matches(HARMLESS);
          accepted.add(name);
          continue;
        }
        assertThat(exchange.error().kind()).as(name).isIn(OF_THE_SERVER);
        assertThat(exchange.error().text()).as(name).isNotEmpty().matches("\\P{Cntrl}*");
      }
    }
    assertThat(tried).isEqualTo(2769);
    assertThat(accepted).hasSize(429);
  }

  private static Map<String, List<String>> changed(List<String> packets) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int i = 0; i < packets.size() && isFramed(packets.get(i)); i++) {
      String packet = packets.get(i);
      String which = " " + i;
      all.put("missing" + which, with(packets, i));
      all.put("twice" + which, with(packets, i, packet, packet));
      if (i + 1 < packets.size() && isFramed(packets.get(i + 1))) {
        List<String> late = with(packets, i, packets.get(i + 1), packet);
        late.remove(i + 2);
        all.put("late" + which, late);
      }
      for (Map.Entry<String, String> stray : STRAYS.entrySet()) {
        all.put(stray.getKey() + " before" + which, with(packets, i, stray.getValue(), packet));
        all.put(stray.getKey() + " instead of" + which, with(packets, i, stray.getValue()));
      }
    }
    all.values().removeIf(packets::equals);
    return all;
  }

  private static List<String> with(List<String> packets, int at, String... replacement) {
    List<String> changed = new ArrayList<>(packets);
    changed.remove(at);
    changed.addAll(at, List.of(replacement));
    return changed;
  }

  /**
   * Unlike an end of the connection, which HostileServerTest tries, this is an error to read(2).
   */
  @ParameterizedTest
  @EnumSource
  void connectionThatIsResetAtAnyByteIsReported(HostileServerTest.Case conversation) {
    byte[] valid = conversation.script().bytes();
    for (int length = 0; length < valid.length; length++) {
      Exchange exchange =
          Exchange.fetch(
              Exchange.OVER_SSH,
              new Reset(Arrays.copyOf(valid, length)),
              OutputStream.nullOutputStream(),
              Exchange::ids);
      exchange.failsWith(ErrorKind.CONNECTION, "reading from the server failed: connection reset");
      assertThat(exchange.error().detail()).isEqualTo(length);
    }
  }

  /** Ends in an error instead of its end. */
  private static final class Reset extends FilterInputStream {
    Reset(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n < 0) {
        throw new SocketException("Connection reset");
      }
      return n;
    }
  }
}
